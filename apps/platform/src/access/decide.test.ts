import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide, type Decision, type Standing } from './decide.ts';
import { beyond, narrowed, type Holding } from './holding.ts';
import { allows, features, permissions, type Permission } from './permission.ts';
import type { Access, Principal } from './principal.ts';

const organizationId = 'own';
const token = { tokenId: 't', name: 'token', organizationId };
const person = { kind: 'person', userId: 'u', name: 'Ada', email: 'ada@example.com', sessionId: 's' } as const;
const principals: Readonly<Record<string, Principal | undefined>> = {
  nobody: undefined,
  person: { ...person, administrator: false },
  administrator: { ...person, administrator: true },
  api: { kind: 'api', ...token, createdBy: 'u', scopes: [...permissions] },
  deployment: { kind: 'deployment', ...token, automationId: 'a' },
  worker: { kind: 'worker', ...token, workerId: 'w' },
  join: { kind: 'join', ...token },
};
const accesses: Readonly<Record<string, Access>> = {
  public: { to: 'public' },
  person: { to: 'person' },
  personOrApi: { to: 'person', orApiToken: true },
  administrator: { to: 'administrator' },
  member: { to: 'member' },
  owner: { to: 'owner' },
  organization: { to: 'organization', permission: 'kickoffs:manage' },
  orDeployment: { to: 'organization', permission: 'kickoffs:manage', orDeployment: true },
  worker: { to: 'worker' },
  join: { to: 'join' },
};
const everything: Holding = { owner: true, permissions };
const inside: Standing = { organization: organizationId, holding: everything };
const word = (decision: Decision): string => (decision.allowed ? 'yes' : decision.code);

describe('each kind of credential opens its own doors', () => {
  const no = 'CREDENTIAL_KIND_WRONG';
  const who = 'REQUEST_UNAUTHENTICATED';
  // Where the caller, or who made the token, owns the organization of the path.
  const table: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    public: { nobody: 'yes', person: 'yes', administrator: 'yes', api: 'yes', deployment: 'yes', worker: 'yes', join: 'yes' },
    person: { nobody: who, person: 'yes', administrator: 'yes', api: no, deployment: no, worker: no, join: no },
    personOrApi: { nobody: who, person: 'yes', administrator: 'yes', api: 'yes', deployment: no, worker: no, join: no },
    administrator: { nobody: who, person: 'ADMINISTRATOR_REQUIRED', administrator: 'yes', api: no, deployment: no, worker: no, join: no },
    member: { nobody: who, person: 'yes', administrator: 'yes', api: 'yes', deployment: no, worker: no, join: no },
    owner: { nobody: who, person: 'yes', administrator: 'yes', api: no, deployment: no, worker: no, join: no },
    organization: { nobody: who, person: 'yes', administrator: 'yes', api: 'yes', deployment: no, worker: no, join: no },
    orDeployment: { nobody: who, person: 'yes', administrator: 'yes', api: 'yes', deployment: 'yes', worker: no, join: no },
    worker: { nobody: who, person: no, administrator: no, api: no, deployment: no, worker: 'yes', join: no },
    join: { nobody: who, person: no, administrator: no, api: no, deployment: no, worker: no, join: 'yes' },
  };
  test.each(Object.entries(accesses))('60 %s', (name, access) => {
    expect(Object.fromEntries(Object.entries(principals).map(([kind, principal]) => [kind, word(decide(access, principal, inside))]))).toEqual(table[name]);
  });

  test('60 in another organization, and in one that is unknown or deleted, nobody is told anything', () => {
    for (const access of [accesses['member'], accesses['owner'], accesses['organization'], accesses['orDeployment']]) {
      for (const kind of ['person', 'administrator', 'api', 'deployment']) {
        if (access === undefined) throw new Error('no access');
        expect(word(decide(access, principals[kind], { organization: undefined, holding: undefined })), kind).toBe('RESOURCE_NOT_FOUND');
      }
      for (const kind of ['api', 'deployment']) expect(word(decide(access as Access, principals[kind], { organization: 'another', holding: everything })), kind).toBe('RESOURCE_NOT_FOUND');
    }
  });

  test('an administrator of the platform is no member of an organization', () => {
    expect(word(decide({ to: 'member' }, principals['administrator'], { organization: organizationId, holding: undefined }))).toBe('RESOURCE_NOT_FOUND');
  });

  test('an API token ends with the membership of who made it', () => {
    expect(word(decide({ to: 'member' }, principals['api'], { organization: organizationId, holding: undefined }))).toBe('TOKEN_EXPIRED');
  });
});

describe('permissions', () => {
  const some = fc.subarray([...permissions]);
  const one = fc.constantFrom(...permissions);

  test('a permission that is missing is refused, and named; one that is held is enough', () => {
    fc.assert(fc.property(some, one, (held, permission) => {
      const decision = decide({ to: 'organization', permission }, principals['person'], { organization: organizationId, holding: { owner: false, permissions: held } });
      expect(decision).toEqual(allows(held, permission) ? { allowed: true } : { allowed: false, code: 'PERMISSION_DENIED', permission });
    }));
  });

  test('D1 manage implies read of the same feature, and nothing else', () => {
    for (const feature of features) {
      const opened = permissions.filter((permission) => allows([`${feature}:manage`], permission));
      expect(opened).toEqual([`${feature}:read`, `${feature}:manage`]);
      expect(permissions.filter((permission) => allows([`${feature}:read`], permission))).toEqual([`${feature}:read`]);
    }
  });

  test('A7 who manages automations does not run them locally, nor the other way round', () => {
    expect(allows(['automations:manage'], 'automations:run_locally')).toBe(false);
    expect(allows(['automations:run_locally'], 'automations:manage')).toBe(false);
    expect(allows(['automations:run_locally'], 'automations:read')).toBe(false);
  });

  test('what a token may do, both its scopes and its maker may', () => {
    fc.assert(fc.property(some, some, one, fc.boolean(), (held, scopes, permission, owner) => {
      const maker: Holding = owner ? everything : { owner, permissions: held };
      const left = narrowed(maker, scopes);
      expect(allows(left.permissions, permission)).toBe(allows(scopes, permission) && (owner || allows(held, permission)));
      expect(left.owner).toBe(false);
    }));
  });

  test('64 what somebody may give never grows, through however many hands it goes', () => {
    fc.assert(fc.property(some, some, one, (held, given, permission) => {
      const holding: Holding = { owner: false, permissions: held };
      if (beyond(holding, given).length === 0 && allows(given, permission)) expect(allows(held, permission)).toBe(true);
      expect(beyond(everything, given)).toEqual([]);
    }));
  });

  test('a stored permission that is none opens nothing', () => {
    const odd = ['*', 'automations:*', 'constructor:read', 'automations:run', '__proto__'] as unknown as readonly Permission[];
    for (const permission of permissions) expect(allows(odd, permission)).toBe(false);
  });
});
