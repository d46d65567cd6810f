import { PlatformError } from '../../errors/platform-error.ts';

/** How much one organization does at once: a connection test holds a process and calls out. */
export interface OrganizationSlots {
  /** @throws PlatformError `RATE_LIMITED` */
  take(organization: string): Disposable;
}

export function createOrganizationSlots(most: number): OrganizationSlots {
  const taken = new Map<string, number>();
  return {
    take(organization) {
      const count = taken.get(organization) ?? 0;
      if (count >= most) throw new PlatformError({ code: 'RATE_LIMITED', message: `The organization has ${most} connection tests or look-ups under way, which is the most.`, headers: { 'retry-after': '5' } });
      taken.set(organization, count + 1);
      let held = true;
      return {
        [Symbol.dispose]() {
          if (!held) return;
          held = false;
          const left = (taken.get(organization) ?? 1) - 1;
          if (left === 0) taken.delete(organization);
          else taken.set(organization, left);
        },
      };
    },
  };
}
