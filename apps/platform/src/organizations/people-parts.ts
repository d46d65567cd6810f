import type { Audit } from '../audit/audit.ts';
import type { MachineTokens } from '../machines/machine-tokens.ts';
import type { PeopleSettings } from '../people/people-settings.ts';
import type { People } from '../people/people.ts';
import type { Sealer } from '../sealing/sealer.ts';
import type { Cursors } from '../store/cursors.ts';
import type { Store } from '../store/store.ts';

/** What organizations, members, roles, invitations and tokens are made of. Each function takes the few of them that it needs. */
export interface PeopleParts {
  readonly store: Store;
  readonly audit: Pick<Audit, 'append'>;
  readonly sealer: Sealer;
  readonly cursors: Cursors;
  readonly tokens: MachineTokens;
  readonly people: People;
  readonly settings: Pick<PeopleSettings, 'baseUrl' | 'organizationsByEveryone'>;
  /** Epoch milliseconds. */
  now(): number;
  randomBytes(size: number): Uint8Array;
}
