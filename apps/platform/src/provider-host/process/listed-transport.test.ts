import { expect, test } from 'vitest';
import type { LookupFunction } from 'node:net';
import { readAllowedAddresses } from '../allowed-addresses.ts';
import { listedTransport } from './listed-transport.ts';

const leadsTo = (...addresses: readonly string[]): LookupFunction => (_host, _options, callback) => callback(null, addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
const listed = readAllowedAddresses(['Vault.internal=10.1.0.0/16', '10.9.0.5=10.9.0.0/24', 'six.internal=fd00:1::/32']);
const codeOf = async (url: string, lookup: LookupFunction): Promise<string> =>
  await listedTransport(listed, { lookup }).fetch(new Request(url, { signal: AbortSignal.timeout(300) })).then(() => 'NONE', (error: { readonly code?: unknown }) => String(error.code));

test.each([
  ['https://vault.other', '10.1.0.1'], ['https://vault.internal', '10.2.0.1'], ['https://vault.internal', '169.254.169.254'], ['https://vault.internal', '8.8.8.8'], ['https://vault.internal', 'fd00:1::1'],
  ['https://10.1.0.1', ''], ['https://10.9.1.5', ''], ['https://127.0.0.1', ''], ['https://[::1]', ''], ['https://2130706433', ''], ['https://vault.internal.', '10.1.0.1'], ['http://vault.internal', '10.1.0.1'],
])('PROVIDER CONFIG 23 %s that leads to "%s" is not called', async (url, address) => {
  expect(await codeOf(url, leadsTo(address))).toBe('STORE_ADDRESS_REFUSED');
});

test('one address outside of the network spoils the answer', async () => {
  expect(await codeOf('https://vault.internal', leadsTo('10.1.0.1', '127.0.0.1'))).toBe('STORE_ADDRESS_REFUSED');
});

// Nobody answers there: the connection is tried.
test.each([['https://vault.internal', '10.1.0.1'], ['https://VAULT.internal:8200', '10.1.255.255'], ['https://10.9.0.5', ''], ['https://six.internal', 'fd00:1::7']])('%s that leads to "%s" is', async (url, address) => {
  expect(await codeOf(url, leadsTo(address))).not.toBe('STORE_ADDRESS_REFUSED');
});

test('the agent of an SDK is given for listed hosts alone', () => {
  const transport = listedTransport(listed, { lookup: leadsTo('10.1.0.1') });
  expect(() => transport.agent(new URL('https://vault.other'))).toThrow(expect.objectContaining({ code: 'STORE_ADDRESS_REFUSED' }) as Error);
  expect(transport.agent(new URL('https://vault.internal'))).toBeDefined();
});

test.each(['vault.internal', '=10.0.0.0/8', 'a=b', 'a=10.0.0.0', 'a=10.0.0.0/33', 'a=::/129', 'a=10.0.0.0/8=b'])('%s is no entry', (entry) => {
  expect(() => readAllowedAddresses([entry])).toThrow('CARNET_ALLOWED_ADDRESSES');
});
