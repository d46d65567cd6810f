import { createHash } from 'node:crypto';
import type { GooglePrincipal } from './access-tokens.ts';
import type { LocalBinding } from './local-google.ts';
import { isKnownRole, roleAllows } from './roles.ts';

export interface Policy {
  readonly version: number;
  readonly etag: string;
  readonly bindings?: readonly { readonly role: string; readonly members: readonly string[] }[];
}

// https://cloud.google.com/iam/docs/principal-identifiers, as far as these clouds know principals.
const federated = /^(principal|principalSet):\/\/iam\.googleapis\.com\/projects\/\d+\/locations\/global\/workloadIdentityPools\/[a-z0-9-]+\/(\*|(subject|group|attribute\.[a-z0-9_]+)\/.+)$/s;
const serviceAccount = /^serviceAccount:[^\s@]+@[^\s@]+$/;

/** Who holds which role at one resource. */
export class Bindings {
  readonly #members = new Map<string, Set<string>>();

  /** @throws TypeError where the role is not imitated or the member has no form that a principal can have */
  grant({ member, role }: LocalBinding): void {
    const broken = brokenBindingRule(member, role);
    if (broken !== undefined) throw new TypeError(broken);
    const members = this.#members.get(role) ?? new Set();
    this.#members.set(role, members.add(member));
  }

  revoke({ member, role }: LocalBinding): void {
    this.#members.get(role)?.delete(member);
    if (this.#members.get(role)?.size === 0) this.#members.delete(role);
  }

  allow(principal: GooglePrincipal, permission: string): boolean {
    return [...this.#members].some(([role, members]) => roleAllows(role, permission) && [...members].some((member) => principal.members.has(member)));
  }

  get policy(): Policy {
    const bindings = [...this.#members].map(([role, members]) => ({ role, members: [...members] }));
    const etag = createHash('sha256').update(JSON.stringify(bindings)).digest('base64').slice(0, 12);
    return { version: 1, etag, ...(bindings.length === 0 ? {} : { bindings }) };
  }

  /** Every binding must hold by `brokenBindingRule`. */
  replace(bindings: readonly LocalBinding[]): void {
    this.#members.clear();
    for (const binding of bindings) this.grant(binding);
  }
}

export function brokenBindingRule(member: string, role: string): string | undefined {
  if (!isKnownRole(role)) return `Role ${role} is not supported for this resource.`;
  const [, kind, target = ''] = federated.exec(member) ?? [];
  const fits = kind === undefined ? serviceAccount.test(member) : (kind === 'principal') === target.startsWith('subject/');
  return fits ? undefined : `Invalid member: ${member}`;
}
