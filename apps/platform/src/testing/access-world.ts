import { randomUUID } from 'node:crypto';
import { permissions, type Permission } from '../access/permission.ts';
import type { NewToken } from '../machines/machine-tokens.ts';
import { memberPermissions } from '../organizations/default-roles.ts';
import { openPeople, type PeopleWorld } from '../people/testing/people-world.ts';
import type { Store } from '../store/store.ts';
import { automationRow, organizationRow } from '../store/testing/rows.ts';

export const administratorEmail: string = 'administrator@example.com';

/** Organizations with people and tokens of every kind in them, each with the credential that it would send. */
export interface AccessWorld {
  readonly people: PeopleWorld;
  /** Makes an organization and gives its id. */
  addOrganization(): Promise<string>;
  deleteOrganization(organization: string): Promise<void>;
  /** Signs a person in, as a member with the named role, or with one of exactly these permissions, or of no organization at all. */
  signIn(who: { readonly organization?: string; readonly role?: 'owner' | 'member' | readonly Permission[]; readonly email?: string }): Promise<Caller>;
  leave(organization: string, user: string): Promise<void>;
  /** A machine token; `deployment` and `worker` come with an automation and a worker of their own. */
  issue(organization: string, kind: 'deployment' | 'worker' | 'join'): Promise<string>;
  issueApi(organization: string, createdBy: string, scopes: readonly Permission[]): Promise<string>;
}

export interface Caller {
  readonly user: string;
  readonly token: string;
}

const platform = { kind: 'platform', id: null, name: null } as const;
const times = { version: 1, created_at: 1, updated_at: 1 };

export async function openAccessWorld(store: Store): Promise<AccessWorld> {
  const { db } = store;
  const people = await openPeople(store, { administrators: [administratorEmail] });
  const issue = async (token: NewToken): Promise<string> => (await people.tokens.issue(token, 'a token', platform)).text;

  async function roleOf(organization: string, role: 'owner' | 'member' | readonly Permission[]): Promise<string> {
    const kind = typeof role === 'string' ? role : 'custom';
    const known = kind === 'custom' ? undefined : await db.selectFrom('organization_role').select('id').where('organization_id', '=', organization).where('kind', '=', kind).executeTakeFirst();
    if (known) return known.id;
    const [id, name] = [randomUUID(), kind === 'custom' ? randomUUID() : kind];
    const held = typeof role === 'string' ? (role === 'member' ? memberPermissions : []) : role;
    await db.insertInto('organization_role').values({ id, organization_id: organization, name, name_key: name, ...times, permissions: JSON.stringify(held), kind }).execute();
    return id;
  }

  return {
    people,
    async addOrganization() {
      const row = organizationRow();
      await db.insertInto('organization').values(row).execute();
      return row.id;
    },
    async deleteOrganization(organization) {
      await db.updateTable('organization').set({ deleted_at: 1 }).where('id', '=', organization).execute();
    },
    async signIn({ organization, role = 'member', email = `${randomUUID()}@example.com` }) {
      const link = await people.people.signInLink({ email, name: 'A person' });
      const { token } = await people.people.redeem(link.slice(link.indexOf('#') + 1), new Request('https://carnet.test/v1/sign-in-links/redeem', { method: 'POST' }));
      const { id: user } = await db.selectFrom('user').select('id').where('email', '=', email).executeTakeFirstOrThrow();
      if (organization !== undefined) await db.insertInto('member').values({ id: randomUUID(), organization_id: organization, user_id: user, role_id: await roleOf(organization, role), ...times }).execute();
      return { user, token };
    },
    async leave(organization, user) {
      await db.deleteFrom('member').where('organization_id', '=', organization).where('user_id', '=', user).execute();
    },
    async issue(organization, kind) {
      if (kind === 'join') return await issue({ kind, organization, createdBy: null });
      if (kind === 'deployment') {
        const row = automationRow(organization);
        await db.insertInto('automation').values(row).execute();
        return await issue({ kind, organization, createdBy: null, automation: row.id });
      }
      const worker = randomUUID();
      await db.insertInto('worker').values({ id: worker, organization_id: organization, name: worker, name_key: worker, worker_version: '1.0.0', facts: '{}', created_at: 1, last_seen_at: null, removed_at: null }).execute();
      return await issue({ kind, organization, worker });
    },
    issueApi: (organization, createdBy, scopes) => issue({ kind: 'api', organization, createdBy, scopes }),
  };
}

/** All permissions but those with which this one would be held. */
export function allBut(permission: Permission): readonly Permission[] {
  return permissions.filter((each) => each !== permission && each !== permission.replace(/:read$/, ':manage'));
}
