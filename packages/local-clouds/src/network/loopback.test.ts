import { isCarnetError } from '../testing/is-carnet-error.ts';
import fc from 'fast-check';
import { createServer, type IncomingMessage } from 'node:http';
import { Agent, get as httpsGet } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { connect as connectTls } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectToLocalClouds } from '../connect-to-local-clouds.ts';
import type { LocalClouds, LocalCloudsConnection } from '../local-clouds.ts';
import { startLocalClouds } from '../start-local-clouds.ts';
import { azureHosts } from '../azure/clouds.ts';
import { isListedHost } from './host-list.ts';

let clouds: LocalClouds;
beforeEach(async () => {
  clouds = await startLocalClouds();
});
afterEach(() => clouds.close());

const outside = [
  'https://example.com/',
  'https://vault.azure.net/',
  'https://a.b.vault.azure.net/',
  'https://login.microsoftonline.com.evil.test/',
  'https://evilvault.azure.net/',
  'https://127.0.0.1/',
  'https://[::1]/',
  'https://localhost/',
  'https://login.microsoftonline.com:8443/',
];

describe('the local clouds reach nothing but themselves', () => {
  test.each(outside)('%s is outside the closed list', (address) => {
    expect(() => clouds.agent(new URL(address))).toThrow(expect.toSatisfy(isCarnetError('STORE_ADDRESS_REFUSED')));
  });

  test.each(outside)('an agent that was handed out does not go to %s either', (address) => {
    const agent = clouds.agent(new URL('https://login.microsoftonline.com'));
    expect(() => httpsGet(address, { agent })).toThrow(expect.toSatisfy(isCarnetError('STORE_ADDRESS_REFUSED')));
  });

  test('a transport refuses what its agent refuses', async () => {
    await expect((async () => await clouds.transport.fetch(new Request('https://example.com/')))()).rejects.toSatisfy(isCarnetError('STORE_ADDRESS_REFUSED'));
  });

  test('no name beside those on the list is ever matched', () => {
    fc.assert(
      fc.property(fc.domain(), (host) => {
        expect(isListedHost(azureHosts, host)).toBe(false);
        expect(isListedHost(azureHosts, `${host}.vault.azure.net`)).toBe(!host.includes('.'));
        expect(isListedHost(azureHosts, `vault.azure.net.${host}`)).toBe(false);
      }),
    );
  });

  test.each(['127.0.0.2', '::1'])('nothing listens on %s', async (host) => {
    const socket = connect({ host, port: clouds.port });
    await expect(once(socket, 'connect')).rejects.toHaveProperty('code');
  });

  test.each(['example.com', 'issuer.example.test', 'no-such-vault.vault.azure.net'])('no certificate is made for %s, where nothing answers', async (servername) => {
    const socket = connectTls({ host: '127.0.0.1', port: clouds.port, servername, ca: clouds.certificateAuthority });
    await expect(once(socket, 'secureConnect')).rejects.toBeInstanceOf(Error);
  });

  test('a request for another host than the connection was made for is misdirected', async () => {
    const agent = clouds.agent(new URL('https://login.microsoftonline.com'));
    const outgoing = httpsGet('https://login.microsoftonline.com/', { agent, headers: { host: 'orders.vault.azure.net' } });
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(421);
    response.resume();
  });

  test('connection after connection keeps the name, with TLS sessions resumed', async () => {
    const { port, certificateAuthority: ca } = clouds;
    const agent = new Agent({ ca, keepAlive: false });
    const resumed: boolean[] = [];
    for (let index = 0; index < 4; index += 1) {
      const outgoing = httpsGet({ host: '127.0.0.1', port, servername: 'login.microsoftonline.com', path: '/', headers: { host: 'login.microsoftonline.com' }, agent });
      const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
      expect(response.statusCode).toBe(404);
      resumed.push((outgoing.socket as import('node:tls').TLSSocket).isSessionReused());
      response.resume();
      await once(response, 'end');
    }
    expect(resumed.slice(1)).toContain(true);
  });
});

describe('an issuer joins the list by its route', () => {
  test('a fetch handler gets the real address', async () => {
    const seen: string[] = [];
    clouds.route('Issuer.Example.test', async (request) => {
      seen.push(`${request.method} ${request.url} ${await request.text()}`);
      return new Response('made', { status: 201, headers: { etag: '"1"' } });
    });
    const response = await clouds.transport.fetch(new Request('https://issuer.example.test/a?b=c', { method: 'POST', body: 'd' }));
    expect([response.status, response.headers.get('etag'), await response.text()]).toEqual([201, '"1"', 'made']);
    expect(seen).toEqual(['POST https://issuer.example.test/a?b=c d']);
  });

  test('a plain http server on the loopback is forwarded to, and sees the real host', async () => {
    const server = createServer((request, response) => response.writeHead(200, { 'x-seen': `${request.method} ${request.headers.host} ${request.url}` }).end('forwarded')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    clouds.route('issuer.example.test', new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
    const response = await clouds.transport.fetch(new Request('https://issuer.example.test/a?b=c'));
    expect([response.status, response.headers.get('x-seen'), await response.text()]).toEqual([200, 'GET issuer.example.test /a?b=c', 'forwarded']);
    server.close();
    server.closeAllConnections();
    expect((await clouds.transport.fetch(new Request('https://issuer.example.test/'))).status).toBe(500);
  });

  test.each(['localhost', '127.0.0.1', '::1', 'a b.test', '*.example.test', 'issuer.example.test:443', 'https://issuer.example.test', '', 'login.microsoftonline.com', 'orders.vault.azure.net', 'a..test'])('%j is no issuer\'s host', (hostname) => {
    expect(() => clouds.route(hostname, () => new Response())).toThrow(TypeError);
  });

  test.each(['https://127.0.0.1', 'http://example.com', 'http://169.254.169.254', 'file:///etc'])('%s is nothing to forward to', (target) => {
    expect(() => clouds.route('issuer.example.test', new URL(target))).toThrow('127.0.0.1');
  });
});

describe('another process connects by plain JSON', () => {
  test('with the hosts known at that moment and no others', async () => {
    clouds.route('issuer.example.test', () => new Response('here'));
    const connection = JSON.parse(JSON.stringify(clouds.connection)) as LocalCloudsConnection;
    clouds.route('later.example.test', () => new Response());
    expect(Object.keys(connection).toSorted()).toEqual(['certificateAuthority', 'hosts', 'port']);
    const client = connectToLocalClouds(connection);
    expect(await (await client.transport.fetch(new Request('https://issuer.example.test/'))).text()).toBe('here');
    expect(() => client.agent(new URL('https://later.example.test/'))).toThrow(expect.toSatisfy(isCarnetError('STORE_ADDRESS_REFUSED')));
    client.close();
  });
});

describe('requests are recorded without what is secret in them', () => {
  test('host, method, path, status, time and service, and nothing else', async () => {
    const canary = 'canary-6d1f';
    const tenant = clouds.azure.tenant();
    const vault = clouds.azure.vault({ name: 'orders-kv', tenant });
    await clouds.transport.fetch(new Request(`https://login.microsoftonline.com/${tenant.id}/oauth2/v2.0/token?client-request-id=${canary}`, { method: 'POST', body: `client_secret=${canary}` }));
    await clouds.transport.fetch(new Request(`${vault.url}/secrets/database?api-version=${canary}`, { method: 'PUT', headers: { authorization: `Bearer ${canary}` }, body: `{"value":"${canary}"}` }));
    expect(clouds.requests).toEqual([
      { host: 'login.microsoftonline.com', method: 'POST', path: `/${tenant.id}/oauth2/v2.0/token`, status: 400, at: expect.any(Number), service: 'entra', authorized: false },
      { host: 'orders-kv.vault.azure.net', method: 'PUT', path: '/secrets/database', status: 401, at: expect.any(Number), service: 'keyvault', authorized: true },
    ]);
    clouds.clearRequests();
    expect(clouds.requests).toEqual([]);
  });

  test('what somebody does with the list changes no record', async () => {
    await clouds.transport.fetch(new Request('https://login.microsoftonline.com/'));
    (clouds.requests as unknown[]).length = 0;
    expect(clouds.requests).toHaveLength(1);
  });
});
