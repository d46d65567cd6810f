import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestAzure, type TestAzure } from '../../testing/test-azure.ts';
import type { LocalRoleAssignment } from '../local-azure.ts';

let azure: TestAzure & AsyncDisposable;
let token: string;
beforeEach(async () => {
  azure = await startTestAzure();
  azure.vault.revoke({ principal: azure.application, role: 'Key Vault Secrets Officer' });
  azure.vault.set('database', 'one');
  azure.vault.set('other', 'two');
  token = await azure.accessToken();
});
afterEach(() => azure[Symbol.asyncDispose]());

/** The status of each operation on `database`, of reading `other`, and of listing. */
async function statuses(): Promise<Record<string, number>> {
  const status = async (path: string, method?: string, body?: object): Promise<number> =>
    (await azure.callVault(path, { token, ...(method ? { method } : {}), ...(body ? { body } : {}) })).status;
  return {
    get: await status('/secrets/database/'),
    getOther: await status('/secrets/other/'),
    list: await status('/secrets'),
    versions: await status('/secrets/database/versions'),
    set: await status('/secrets/database', 'PUT', { value: 'x' }),
    delete: await status('/secrets/database', 'DELETE'),
  };
}

const grant = (assignment: Omit<LocalRoleAssignment, 'principal'>): void => azure.vault.grant({ principal: azure.application, ...assignment });
const none = { get: 403, getOther: 403, list: 403, versions: 403, set: 403, delete: 403 };

describe('E3 roles reach as far as their scope', () => {
  test('no role, nothing', async () => {
    expect(await statuses()).toEqual(none);
  });
  test('Secrets User at the vault reads and lists', async () => {
    grant({ role: 'Key Vault Secrets User' });
    expect(await statuses()).toEqual({ ...none, get: 200, getOther: 200, list: 200, versions: 200 });
  });
  test('Reader at the vault lists and reads nothing, and at one secret does nothing', async () => {
    grant({ role: 'Key Vault Reader', secret: 'database' });
    expect(await statuses()).toEqual(none);
    grant({ role: 'Key Vault Reader' });
    expect(await statuses()).toEqual({ ...none, list: 200, versions: 200 });
  });
  test('F Secrets User at one secret reads that one and lists nothing', async () => {
    grant({ role: 'Key Vault Secrets User', secret: 'DATABASE' });
    expect(await statuses()).toEqual({ ...none, get: 200 });
  });
  test('Secrets Officer at the vault does everything', async () => {
    grant({ role: 'Key Vault Secrets Officer' });
    expect(await statuses()).toEqual({ get: 200, getOther: 200, list: 200, versions: 200, set: 200, delete: 200 });
  });
  test('Secrets Officer at one secret does everything there but list', async () => {
    grant({ role: 'Key Vault Secrets Officer', secret: 'database' });
    expect(await statuses()).toEqual({ get: 200, getOther: 403, list: 403, versions: 403, set: 200, delete: 200 });
  });
  test('a role that is taken back is gone at once', async () => {
    grant({ role: 'Key Vault Secrets User' });
    azure.vault.revoke({ principal: azure.application, role: 'Key Vault Secrets User' });
    expect(await statuses()).toEqual(none);
  });
  test('an unknown role is refused', () => {
    expect(() => grant({ role: 'Key Vault Administrator' as never })).toThrow('Key Vault Secrets User');
  });
  test('F an access policy counts only while the vault uses policies, and a role only while it uses roles', async () => {
    azure.vault.accessPolicy({ principal: azure.application, permissions: ['get'] });
    expect(await statuses()).toEqual(none);
    azure.vault.authorization = 'access-policies';
    expect(await statuses()).toEqual({ ...none, get: 200, getOther: 200 });
    azure.vault.accessPolicy({ principal: azure.application, permissions: [] });
    grant({ role: 'Key Vault Secrets Officer' });
    expect(await statuses()).toEqual(none);
  });
  test('permission is asked before existence', async () => {
    expect((await azure.callVault('/secrets/absent/', { token })).status).toBe(403);
  });
});
