import { describe, expect, test } from 'vitest';
import { createTenant } from './directory.ts';

const credential = { name: 'orders', issuer: 'https://issuer.example.test', subject: 'organization:1', audience: 'api://AzureADTokenExchange' };
const application = () => createTenant({ now: () => 0 }).control.application();

describe('E3 federated credentials keep the rules of Entra', () => {
  test('twenty fit, and the twenty-first is refused until one is removed', () => {
    const { addFederatedCredential: add, removeFederatedCredential: remove } = application();
    for (let index = 0; index < 20; index += 1) add({ ...credential, name: `orders-${index}`, subject: `organization:${index}` });
    const oneMore = { ...credential, name: 'one-more', subject: 'organization:20' };
    expect(() => add(oneMore)).toThrow('20 federated credentials at most');
    remove('orders-7');
    expect(() => add(oneMore)).not.toThrow();
  });

  test('issuer and subject are unique together, and so is the name; case makes a difference', () => {
    const { addFederatedCredential: add } = application();
    add(credential);
    expect(() => add({ ...credential, name: 'other', audience: 'other' })).toThrow('this issuer and subject');
    expect(() => add({ ...credential, subject: 'organization:2' })).toThrow('this name');
    expect(() => add({ ...credential, name: 'other', subject: 'ORGANIZATION:1' })).not.toThrow();
  });

  test.each(['ab', '-abc', '_abc', 'a b c', 'a'.repeat(121), 'a.bc', 'äbc', ''])('the name %j is refused', (name) => {
    expect(() => application().addFederatedCredential({ ...credential, name })).toThrow('3 to 120');
  });

  test.each(['issuer', 'subject', 'audience'] as const)('%s has 1 to 600 characters, is one text and takes no wildcard', (field) => {
    const start = field === 'issuer' ? 'https://issuer.example.test/' : '';
    const add = (value: unknown): void => application().addFederatedCredential({ ...credential, [field]: value });
    expect(() => add(start.padEnd(600, 'x'))).not.toThrow();
    expect(() => add(start.padEnd(601, 'x'))).toThrow('600');
    expect(() => add(`${start}*`)).toThrow('wildcard');
    expect(() => add('')).toThrow('not empty');
    expect(() => add(['one', 'two'])).toThrow('one text');
  });

  test('the issuer is https', () => {
    expect(() => application().addFederatedCredential({ ...credential, issuer: 'http://issuer.example.test' })).toThrow('https');
  });

  test('tenants and clients are GUIDs, each once', () => {
    const tenant = createTenant({ now: () => 0 }).control;
    expect(() => tenant.application({ clientId: 'common' })).toThrow('GUID');
    const { clientId } = tenant.application();
    expect(() => tenant.application({ clientId })).toThrow('already');
    expect(() => createTenant({ now: () => 0 }, { id: 'organizations' })).toThrow('GUID');
  });
});
