import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { createServer, get } from 'node:https';
import { connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { connect as connectTls, rootCertificates, type SecureContext } from 'node:tls';
import { promisify } from 'node:util';
import { proxyTransport } from '@carnet/core/proxy';
import { systemTransport } from '@carnet/core/transport';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LocalClouds } from '../local-clouds.ts';
import { startLocalClouds } from '../start-local-clouds.ts';
import { createCertificateAuthority } from './certificate-authority.ts';

let clouds: LocalClouds;
let ca: { certificateAuthorities: readonly string[] };
const closing: (() => unknown)[] = [];
beforeEach(async () => {
  clouds = await startLocalClouds();
  clouds.route('issuer.example.test', (request) => new Response(request.url));
  ca = { certificateAuthorities: [clouds.certificateAuthority] };
});
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
  await clouds.close();
});

const address = 'https://issuer.example.test/keys';
const at = (server: Server): number => (server.address() as AddressInfo).port;

/** A TLS server that has one certificate, whatever name it is asked for. */
async function listening(context: SecureContext, onConnect?: (client: Socket) => void): Promise<Server> {
  const server = createServer({ SNICallback: (_, done) => done(null, context) }, (_, response) => response.end('answered'));
  if (onConnect) server.on('connect', (_, client: Socket) => onConnect(client));
  closing.push(() => server.closeAllConnections(), () => server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}

function tunnelTo(port: number): (client: Socket) => void {
  return (client) => {
    const server = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      client.pipe(server).pipe(client);
    });
    for (const socket of [client, server]) socket.on('error', () => socket.destroy());
    closing.push(() => client.destroy(), () => server.destroy());
  };
}

describe('the transport behind a proxy', () => {
  test('fetch and an SDK\'s agent share a tunnel for each host, and keep it', async () => {
    const proxy = await clouds.startProxy();
    const transport = proxyTransport({ proxy: proxy.url, ...ca });
    closing.push(() => transport.close());
    for (const path of ['/a', '/b']) expect(await (await transport.fetch(new Request(`https://issuer.example.test${path}`))).text()).toBe(`https://issuer.example.test${path}`);
    const outgoing = get('https://issuer.example.test/c', { agent: transport.agent(address) as never });
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    expect(await text(response)).toBe('https://issuer.example.test/c');
    await (await transport.fetch(new Request('https://login.microsoftonline.com/'))).text();
    expect(proxy.tunnels).toEqual(['issuer.example.test:443', 'login.microsoftonline.com:443']);
    expect(transport.agent('https://login.microsoftonline.com')).toBe(transport.agent(address));
  });

  test('twenty at once are twenty tunnels, which serve the next twenty', async () => {
    const proxy = await clouds.startProxy();
    const transport = proxyTransport({ proxy: proxy.url, ...ca });
    closing.push(() => transport.close());
    for (let round = 0; round < 2; round += 1) {
      const paths = Array.from({ length: 20 }, (_, index) => `https://issuer.example.test/${round}/${index}`);
      expect(await Promise.all(paths.map(async (path) => await (await transport.fetch(new Request(path))).text()))).toEqual(paths);
    }
    expect(proxy.tunnels).toHaveLength(20);
  });

  test('close ends the tunnels that are kept, and the next request opens one', async () => {
    const proxy = await clouds.startProxy();
    const transport = proxyTransport({ proxy: proxy.url, ...ca });
    closing.push(() => transport.close());
    await (await transport.fetch(new Request(address))).text();
    transport.close();
    await (await transport.fetch(new Request(address))).text();
    expect(proxy.tunnels).toHaveLength(2);
  });

  test('with credentials, and not with others', async () => {
    const credentials = { username: 'operator', password: 'pass: wörd' };
    const proxy = await clouds.startProxy(credentials);
    const right = proxyTransport({ proxy: new URL(proxy.url), credentials, ...ca });
    closing.push(() => right.close());
    expect((await right.fetch(new Request(address))).status).toBe(200);
    const wrong = proxyTransport({ proxy: proxy.url, credentials: { ...credentials, password: 'another' }, ...ca });
    await expect((async () => await wrong.fetch(new Request(address)))()).rejects.toMatchObject({ code: 'PROXY_AUTHENTICATION_FAILED' });
  });

  test('without the authority, the target is not trusted', async () => {
    const proxy = await clouds.startProxy();
    const transport = proxyTransport({ proxy: proxy.url });
    await expect((async () => await transport.fetch(new Request(address)))()).rejects.toMatchObject({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' });
    expect(clouds.requests).toEqual([]);
  });

  test('a trusted certificate of another name is not the target\'s', async () => {
    const authority = await createCertificateAuthority();
    const other = await listening(await authority.issue(['other.example.test']));
    const proxy = await listening(await authority.issue(['localhost']), tunnelTo(at(other)));
    const transport = proxyTransport({ proxy: `https://localhost:${at(proxy)}`, certificateAuthorities: [authority.certificate] });
    closing.push(() => transport.close());
    await expect((async () => await transport.fetch(new Request(address)))()).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    expect(await (await transport.fetch(new Request('https://other.example.test/'))).text()).toBe('answered');
  });
});

describe('a proxy at https', () => {
  test('TLS goes inside of TLS, each with its own name', async () => {
    const authority = await createCertificateAuthority();
    const target = await listening(await authority.issue(['other.example.test']));
    const proxy = await listening(await authority.issue(['localhost']), tunnelTo(at(target)));
    const transport = proxyTransport({ proxy: `https://localhost:${at(proxy)}`, certificateAuthorities: [authority.certificate] });
    closing.push(() => transport.close());
    expect(await (await transport.fetch(new Request('https://other.example.test/'))).text()).toBe('answered');
  });

  test.each(['of an unknown authority', 'of another name'])('%s gets no credentials', async (which) => {
    const authority = await createCertificateAuthority();
    const heard: string[] = [];
    const proxy = await listening(await authority.issue([which === 'of another name' ? 'other.example.test' : 'localhost']), (client) => heard.push('asked') && client.destroy());
    const transport = proxyTransport({
      proxy: `https://localhost:${at(proxy)}`,
      credentials: { username: 'operator', password: 's3cr3t' },
      certificateAuthorities: which === 'of another name' ? [authority.certificate] : [],
    });
    await expect((async () => await transport.fetch(new Request(address)))()).rejects.toMatchObject({ code: 'PROXY_UNREACHABLE', message: expect.stringMatching(/\((UNABLE_TO_VERIFY_LEAF_SIGNATURE|ERR_TLS_CERT_ALTNAME_INVALID)\)/) });
    expect(heard).toEqual([]);
  });
});

describe('certificate authorities besides those of Node', () => {
  test('the system\'s transport trusts what they sign', async () => {
    for (const [options, trusted] of [[ca, true], [{}, false]] as const) {
      const transport = systemTransport(options);
      const { options: tls } = transport.agent(address) as unknown as { options: { secureContext?: SecureContext } };
      const socket = connectTls({ host: '127.0.0.1', port: clouds.port, servername: 'issuer.example.test', ...(tls.secureContext && { secureContext: tls.secureContext }) });
      closing.push(() => socket.destroy());
      const outcome = await once(socket, 'secureConnect').then(() => true, () => false);
      expect(outcome).toBe(trusted);
    }
  });
});

describe('the environment changes nothing', () => {
  async function runInChild(code: string, environment: Record<string, string>): Promise<string> {
    const argv = ['--no-warnings', '--conditions=carnet-source', '--input-type=module', '--eval', code];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, argv, { cwd: import.meta.dirname, env: { PATH: process.env['PATH'], ...environment }, timeout: 15_000 });
    return stdout + stderr;
  }
  const environmentOf = (url: string): Record<string, string> =>
    Object.fromEntries(['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'].map((name) => [name, url]));

  test('HTTPS_PROXY brings no request of the system\'s transport to a proxy', async () => {
    const proxy = await clouds.startProxy();
    const code = `
      import { systemTransport } from '@carnet/core/transport';
      const transport = systemTransport({ lookup: (host, { all }, done) => done(null, all ? [{ address: '127.0.0.1', family: 4 }] : '127.0.0.1', 4) });
      try { await transport.fetch(new Request('${address}')); } catch (error) { console.log(error.code); }`;
    expect(await runInChild(code, { ...environmentOf(proxy.url), NODE_USE_ENV_PROXY: '1' })).toBe('STORE_ADDRESS_REFUSED\n');
    expect(proxy.tunnels).toEqual([]);
  });

  test('a given proxy is used whatever HTTPS_PROXY and NO_PROXY say, NODE_EXTRA_CA_CERTS stays trusted beside the given authorities, and a kept tunnel holds no process', async () => {
    const [proxy, other] = [await clouds.startProxy({ username: 'operator', password: 'canary-pass-7' }), await clouds.startProxy()];
    const folder = await mkdtemp(join(tmpdir(), 'carnet-proxy-'));
    closing.push(() => rm(folder, { recursive: true }));
    const extra = join(folder, 'extra.pem');
    await writeFile(extra, clouds.certificateAuthority);
    const code = `
      import { proxyTransport } from '@carnet/core/proxy';
      const transport = proxyTransport({
        proxy: '${proxy.url}',
        credentials: { username: 'operator', password: 'canary-pass-7' },
        certificateAuthorities: [${JSON.stringify(rootCertificates[0])}],
      });
      console.log(await (await transport.fetch(new Request('${address}'))).text());`;
    const environment = { ...environmentOf(other.url), NO_PROXY: '*', no_proxy: '*', NODE_USE_ENV_PROXY: '1', NODE_EXTRA_CA_CERTS: extra, DEBUG: '*', NODE_DEBUG: 'http,https,net,tls' };
    const output = await runInChild(code, environment);
    expect(output.includes(`${address}\n`)).toBe(true);
    expect([proxy.tunnels, other.tunnels]).toEqual([['issuer.example.test:443'], []]);
    for (const secret of ['canary-pass-7', Buffer.from('operator:canary-pass-7').toString('base64')]) expect(output.includes(secret)).toBe(false);
  });
});
