import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestAzure, type TestAzure } from '../testing/test-azure.ts';

let azure: TestAzure & AsyncDisposable;
beforeEach(async () => {
  azure = await startTestAzure();
});
afterEach(() => azure[Symbol.asyncDispose]());

const place = { vault: 'orders-kv', cloud: 'public' };
const application = { type: 'azure.application', ...place, name: 'reader' };
const credential = { type: 'azure.federatedCredential', ...place, application: 'reader', name: 'one', issuer: 'https://one.example.test', subject: 'organization:1', audience: 'api://AzureADTokenExchange' };

describe('E3 a trust plan is applied by the rules of the clouds', () => {
  test('the outputs name the tenant of the vault and the application', () => {
    const outputs = azure.clouds.trust.apply([application, credential]);
    expect(outputs).toEqual({ tenantId: azure.tenant.id, clientId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string });
    expect(azure.clouds.trust.apply([application])).toEqual(outputs);
  });

  test('an application and a managed identity of one name are two', () => {
    const one = azure.clouds.trust.apply([application]);
    expect(azure.clouds.trust.apply([{ ...application, type: 'azure.managedIdentity' }])).not.toEqual(one);
  });

  test('two applications of one name are refused, as az does it', () => {
    azure.tenant.application({ name: 'reader' });
    azure.tenant.application({ name: 'reader' });
    expect(() => azure.clouds.trust.apply([application])).toThrow('More than one application has the name reader.');
  });

  test('a change that Entra refuses leaves the credential that was there', () => {
    const reader = azure.tenant.application({ name: 'reader' });
    azure.clouds.trust.apply([application, credential]);
    const registered = reader.federatedCredentials;
    expect(() => azure.clouds.trust.apply([{ ...credential, issuer: 'http://one.example.test' }])).toThrow('https');
    expect(reader.federatedCredentials).toEqual(registered);
    azure.clouds.trust.apply([{ ...credential, issuer: 'https://two.example.test' }]);
    expect(reader.federatedCredentials).toEqual([expect.objectContaining({ name: 'one', issuer: 'https://two.example.test' })]);
  });

  test.each([
    [{ ...application, vault: 'absent-kv' }, 'no vault absent-kv'],
    [{ ...application, cloud: 'constructor' }, 'no vault orders-kv'],
    [{ ...credential, application: 'absent' }, 'names no application'],
    [{ type: 'azure.application', ...place }, 'needs name as text'],
    [{ type: 'azure.roleAssignment', ...place, application: 'reader', role: 'Owner' }, 'not "Owner"'],
    [{ type: 'azure.constructor' }, 'no resource of this cloud'],
  ])('%j is refused', (resource, message) => {
    azure.clouds.trust.apply([application]);
    expect(() => azure.clouds.trust.apply([resource])).toThrow(message);
  });

  test('a teardown of what was never set up does nothing', () => {
    expect(() => azure.clouds.trust.remove([application, credential, { type: 'azure.secret', ...place, name: 'absent' }])).not.toThrow();
  });
});
