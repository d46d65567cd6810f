import { CarnetError } from '@carnet/provider';
import { createServer, type AddressInfo, type LookupFunction, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf } from '../testing/fake-carnet.ts';
import { createTransport } from './create-transport.ts';
import { GuardedAgent } from './guarded-agent.ts';
import { systemTransport } from './system-transport.ts';

let server: Server;
let connections = 0;
let port: number;

beforeAll(async () => {
  server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  ({ port } = server.address() as AddressInfo);
});
afterAll(async () => {
  await new Promise((resolve) => {
    server.close(resolve);
  });
});

const answering = (...addresses: readonly string[]): LookupFunction => (_hostname, { all }, callback) => {
  const list = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  if (all) callback(null, list);
  else callback(null, list[0]?.address ?? '', list[0]?.family ?? 4);
};

describe('the system transport', () => {
  it.each([
    ['this host', ['127.0.0.1']], ['this host, in IPv6 clothes', ['::ffff:127.0.0.1']], ['a metadata service', ['169.254.169.254']], ['a public address and this host', ['20.40.60.80', '127.0.0.1']],
  ])('a name that DNS leads to %s is refused, and nothing is connected', async (_, addresses) => {
    const transport = systemTransport({ lookup: answering(...addresses), allowPrivateAddresses: true });
    const error = await failureOf(transport.fetch(new Request(`https://vault.example:${port}/`)));
    expect(error).toMatchObject({ code: 'STORE_ADDRESS_REFUSED', message: expect.stringContaining('vault.example leads to') });
    expect(connections).toBe(0);
    transport.close();
  });

  it.each(['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1', '169.254.169.254'])('%s written into the address is refused, although nothing is looked up', async (host) => {
    const transport = systemTransport();
    expect(await failureOf(transport.fetch(new Request(`https://${host}:${port}/`)))).toMatchObject({ code: 'STORE_ADDRESS_REFUSED' });
    expect(connections).toBe(0);
    transport.close();
  });

  it('a private address is refused, and the cure names the option', async () => {
    const transport = systemTransport({ lookup: answering('10.1.2.3') });
    const error = await failureOf(transport.fetch(new Request('https://vault.example/')));
    expect(CarnetError.isInstance(error) && error.hint).toContain('allowPrivateAddresses: true');
    transport.close();
  });

  it('each connection is looked up once, and connects to the very answer that was checked', async () => {
    let asked = 0;
    const changing: LookupFunction = (hostname, options, callback) => {
      asked += 1;
      answering(asked === 1 ? '10.1.2.3' : '127.0.0.1')(hostname, options, callback);
    };
    const agent = new GuardedAgent({ lookup: changing, allowPrivateAddresses: true });
    const transport = createTransport({ agent: () => agent });
    const controller = new AbortController();
    const first = transport.fetch(new Request(`https://vault.example:${port}/`, { signal: controller.signal }));
    await new Promise((resolve) => setImmediate(resolve));
    controller.abort();
    expect(await failureOf(first)).not.toMatchObject({ code: 'STORE_ADDRESS_REFUSED' });
    expect(asked).toBe(1);
    expect(await failureOf(transport.fetch(new Request(`https://vault.example:${port}/`)))).toMatchObject({ code: 'STORE_ADDRESS_REFUSED' });
    expect([asked, connections]).toEqual([2, 0]);
    agent.destroy();
  });

  it('calls https addresses alone', async () => {
    const transport = systemTransport({ lookup: answering('20.40.60.80') });
    expect(await failureOf(transport.fetch(new Request('http://vault.example/')))).toMatchObject({ code: 'STORE_ADDRESS_REFUSED', message: expect.stringContaining('https') });
    transport.close();
  });

  it('gives an SDK the agent that checks', () => {
    const transport = systemTransport();
    expect(transport.agent('https://vault.example')).toBeInstanceOf(GuardedAgent);
    transport.close();
  });
});
