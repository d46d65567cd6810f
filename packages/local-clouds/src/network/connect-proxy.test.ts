import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { connect as connectTls } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LocalClouds, LocalProxy } from '../local-clouds.ts';
import { startLocalClouds } from '../start-local-clouds.ts';

let clouds: LocalClouds;
beforeEach(async () => {
  clouds = await startLocalClouds();
});
afterEach(() => clouds.close());

async function tunnel(proxy: LocalProxy, path: string, headers: Record<string, string> = {}): Promise<{ response: IncomingMessage; socket: Socket }> {
  const outgoing = request(proxy.url, { method: 'CONNECT', path, headers, agent: false }).end();
  const [response, socket] = (await once(outgoing, 'connect')) as [IncomingMessage, Socket];
  return { response, socket };
}

/** The first line of the answer to `GET /`, spoken over TLS with the real name inside the tunnel. */
async function ask(socket: Socket, host: string): Promise<string | undefined> {
  const secure = connectTls({ socket, servername: host, ca: clouds.certificateAuthority });
  await once(secure, 'secureConnect');
  secure.write(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  return (await text(secure)).split('\r\n')[0];
}

describe('E3 a proxy for tools that know no agent', () => {
  test('a listed host is met by its real name, over TLS', async () => {
    const proxy = await clouds.startProxy();
    clouds.route('issuer.example.test', () => new Response('here', { status: 203 }));
    for (const host of ['login.microsoftonline.com', 'issuer.example.test']) {
      const { response, socket } = await tunnel(proxy, `${host}:443`);
      expect(response.statusCode).toBe(200);
      expect(await ask(socket, host)).toMatch(host === 'issuer.example.test' ? /^HTTP\/1\.1 203 / : /^HTTP\/1\.1 404 /);
    }
    expect(proxy.tunnels).toEqual(['login.microsoftonline.com:443', 'issuer.example.test:443']);
    expect(clouds.requests.map(({ host }) => host)).toEqual(['login.microsoftonline.com', 'issuer.example.test']);
  });

  test.each([
    'example.com:443', 'login.microsoftonline.com:80', 'login.microsoftonline.com:8443', 'login.microsoftonline.com', 'login.microsoftonline.com.:443', 'login.microsoftonline.com:443:443', '127.0.0.1:443', '[::1]:443', 'localhost:443', 'user@login.microsoftonline.com:443',
  ])('%s is answered with 403, and asked for in the records', async (target) => {
    const proxy = await clouds.startProxy();
    const { response, socket } = await tunnel(proxy, target);
    expect(response.statusCode).toBe(403);
    expect(await text(socket)).toBe('');
    expect(proxy.tunnels).toEqual([target]);
    expect(clouds.requests).toEqual([]);
  });

  test('the port of the local clouds is no target of it', async () => {
    const proxy = await clouds.startProxy();
    expect((await tunnel(proxy, `127.0.0.1:${clouds.port}`)).response.statusCode).toBe(403);
  });

  test.each(['GET', 'POST', 'OPTIONS'])('%s is answered with 405, whatever it asks for', async (method) => {
    const proxy = await clouds.startProxy();
    const outgoing = request(proxy.url, { method, path: 'http://login.microsoftonline.com/', agent: false }).end();
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    expect([response.statusCode, response.headers.allow, await text(response)]).toEqual([405, 'CONNECT', '']);
    expect(proxy.tunnels).toEqual([]);
  });

  const basic = (credentials: string): { 'proxy-authorization': string } => ({ 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` });
  test.each([[{}], [basic('operator:wrong')], [basic('operator')], [basic('')], [{ 'proxy-authorization': 'Bearer s3cr3t' }]])('without the credentials it answers 407: %j', async (headers) => {
    const proxy = await clouds.startProxy({ username: 'operator', password: 's3cr3t: ü' });
    const { response } = await tunnel(proxy, 'login.microsoftonline.com:443', headers as Record<string, string>);
    expect([response.statusCode, response.headers['proxy-authenticate']]).toEqual([407, 'Basic realm="local clouds"']);
    expect(proxy.tunnels).toEqual([]);
    expect(proxy.url).not.toContain('operator');
  });

  test('with the credentials it lets in', async () => {
    const proxy = await clouds.startProxy({ username: 'operator', password: 's3cr3t: ü' });
    const { response, socket } = await tunnel(proxy, 'login.microsoftonline.com:443', basic('operator:s3cr3t: ü'));
    expect(response.statusCode).toBe(200);
    expect(await ask(socket, 'login.microsoftonline.com')).toMatch(/^HTTP\/1\.1 404 /);
  });

  test.each(['proxy', 'clouds'] as const)('the end of the %s ends a tunnel and gives the port back', async (what) => {
    const proxy = await clouds.startProxy();
    const { socket } = await tunnel(proxy, 'login.microsoftonline.com:443');
    const ended = once(socket, 'close');
    socket.on('error', () => undefined).resume();
    await (what === 'proxy' ? proxy : clouds).close();
    await ended;
    const again = connect(Number(new URL(proxy.url).port), '127.0.0.1');
    await expect(once(again, 'connect')).rejects.toHaveProperty('code', 'ECONNREFUSED');
    await proxy.close();
  });

  test('the end of one side is the end of the other', async () => {
    const proxy = await clouds.startProxy();
    const { socket } = await tunnel(proxy, 'login.microsoftonline.com:443');
    socket.end('no TLS');
    expect(await text(socket)).not.toContain('HTTP');
  });
});
