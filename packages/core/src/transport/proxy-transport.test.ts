import { once } from 'node:events';
import { get } from 'node:https';
import type { Socket } from 'node:net';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { failureOf } from '../testing/fake-carnet.ts';
import { startFakeProxy, type FakeProxy } from '../testing/fake-proxy.ts';
import { ProxyError } from './proxy-error.ts';
import { proxyTransport, type ProxyTransportOptions } from './proxy-transport.ts';
import type { SystemTransport } from './system-transport.ts';

const open: AsyncDisposable[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each[Symbol.asyncDispose]();
});

async function behind(answer: (socket: Socket) => void, options: Omit<ProxyTransportOptions, 'proxy'> = {}): Promise<{ proxy: FakeProxy; transport: SystemTransport }> {
  const proxy = await startFakeProxy(answer);
  open.push(proxy);
  return { proxy, transport: proxyTransport({ proxy: proxy.url, ...options }) };
}

const request = (signal?: AbortSignal): Request => new Request('https://vault.example/', { headers: { authorization: 'Bearer of-the-vault' }, ...(signal && { signal }) });
const saying = (text: string) => (socket: Socket): void => void socket.end(text);

describe('what the proxy says instead of opening a tunnel', () => {
  it.each([
    ['407', 'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="x"\r\n\r\n', 'PROXY_AUTHENTICATION_FAILED', '(407)'],
    ['403', 'HTTP/1.1 403 Forbidden\r\nContent-Length: 3\r\n\r\nno!', 'PROXY_REFUSED', '(403)'],
    ['502', 'HTTP/1.1 502 Bad Gateway\r\n\r\n<html>', 'PROXY_REFUSED', '(502)'],
    ['a redirect', 'HTTP/1.1 302 Found\r\nLocation: https://evil.example/\r\n\r\n', 'PROXY_REFUSED', '(302)'],
    ['200 and an answer in clear text', 'HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 18\r\n\r\n{"value":"forged"}', 'PROXY_REFUSED', 'spoke in it itself'],
    ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n\r\n', 'PROXY_REFUSED', 'no HTTP'],
    ['a broken header', 'HTTP/1.1 200 OK\r\n: : :\r\n\r\n', 'PROXY_REFUSED', 'no HTTP'],
    ['half a head and its end', 'HTTP/1.1 200 OK\r\nX-', 'PROXY_UNREACHABLE', 'could not be reached'],
    ['its end at once', '', 'PROXY_UNREACHABLE', 'ECONNRESET'],
  ])('%s is told as the proxy\'s, and the target is never taken for its author', async (_, answer, code, words) => {
    const { proxy, transport } = await behind(saying(answer));
    const error = await failureOf(transport.fetch(request()));
    expect(error).toBeInstanceOf(ProxyError);
    expect(error).toMatchObject({ code, message: expect.stringContaining(words) });
    expect((error as Error).message).toContain(new URL(proxy.url).host);
    expect(proxy.heard).toEqual(['CONNECT vault.example:443 HTTP/1.1\r\nhost: vault.example:443\r\nconnection: keep-alive\r\n\r\n']);
    await expect.poll(() => proxy.sockets.size).toBe(0);
  });

  it('an answer to CONNECT with another 2xx and a body is no answer of the store', async () => {
    const { transport } = await behind(saying('HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 18\r\n\r\n{"value":"forged"}'));
    expect(await failureOf(transport.fetch(request()))).toMatchObject({ code: 'PROXY_REFUSED' });
  });

  it('headers without end are cut at the bound of Node\'s parser', async () => {
    let written = 0;
    const { proxy, transport } = await behind((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const more = (): void => {
        for (; socket.writable; written += 1) if (!socket.write(`X-Header-${written}: ${'x'.repeat(1000)}\r\n`)) return void socket.once('drain', more);
      };
      more();
    });
    expect(await failureOf(transport.fetch(request()))).toMatchObject({ code: 'PROXY_REFUSED', message: expect.stringContaining('HPE_HEADER_OVERFLOW') });
    await expect.poll(() => proxy.sockets.size).toBe(0);
  });

  it('a proxy that is not there', async () => {
    const proxy = await startFakeProxy(() => undefined);
    await proxy[Symbol.asyncDispose]();
    const error = await failureOf(proxyTransport({ proxy: proxy.url }).fetch(request()));
    expect(error).toMatchObject({ name: 'ProxyError', code: 'PROXY_UNREACHABLE', message: `The proxy ${new URL(proxy.url).host} could not be reached (ECONNREFUSED).` });
  });

  it('TLS with a proxy that speaks none', async () => {
    const proxy = await startFakeProxy(() => undefined);
    open.push(proxy);
    const transport = proxyTransport({ proxy: proxy.url.replace('http:', 'https:') });
    const controller = new AbortController();
    const failure = failureOf(transport.fetch(request(controller.signal)));
    await expect.poll(() => proxy.sockets.size).toBe(1);
    for (const socket of proxy.sockets) socket.write('HTTP/1.1 400 Bad Request\r\n\r\n');
    expect(await failure).toMatchObject({ code: 'PROXY_UNREACHABLE' });
  });
});

describe('a proxy that hangs', () => {
  it.each(['before its answer', 'in the middle of it', 'in the TLS of the target'])('%s ends with the caller\'s signal, and leaves no socket', async (where) => {
    const { proxy, transport } = await behind((socket) => {
      if (where === 'in the middle of it') socket.write('HTTP/1.1 200 O');
      if (where === 'in the TLS of the target') socket.write('HTTP/1.1 200 OK\r\n\r\n');
    });
    const controller = new AbortController();
    const failure = failureOf(transport.fetch(request(controller.signal)));
    await expect.poll(() => proxy.heard).toHaveLength(1);
    controller.abort();
    expect(await failure).toMatchObject({ name: 'AbortError' });
    await expect.poll(() => proxy.sockets.size).toBe(0);
  });

  it('ends with a request that an SDK destroys', async () => {
    const { proxy, transport } = await behind(() => undefined);
    const outgoing = get('https://vault.example/', { agent: transport.agent('https://vault.example/') as never });
    const failed = once(outgoing, 'error').catch((error: unknown) => [error]);
    await expect.poll(() => proxy.heard).toHaveLength(1);
    outgoing.destroy(new Error('the deadline of the SDK'));
    expect((await failed)[0]).toHaveProperty('message', 'the deadline of the SDK');
    await expect.poll(() => proxy.sockets.size).toBe(0);
  });

  it('connects to nothing for a request that has ended before', async () => {
    const { proxy, transport } = await behind(() => undefined);
    expect(await failureOf(transport.fetch(request(AbortSignal.abort())))).toMatchObject({ name: 'AbortError' });
    expect(proxy.heard).toEqual([]);
  });
});

describe('security case 23 behind a proxy', () => {
  it.each([
    '127.0.0.1', '[::1]', '[::ffff:127.0.0.1]', '2130706433', '0x7f.1', '169.254.169.254', '[fd00:ec2::254]', 'localhost', 'a.localhost', 'localhost.', '10.1.2.3', '[fc00::1]', '192.168.1.1',
  ])('%s written into the address is refused before CONNECT', async (host) => {
    const { proxy, transport } = await behind(saying('HTTP/1.1 200 OK\r\n\r\n'));
    expect(await failureOf(transport.fetch(new Request(`https://${host}/`)))).toMatchObject({ code: 'STORE_ADDRESS_REFUSED' });
    expect(proxy.heard).toEqual([]);
  });

  it.each(['0x7f.1', '127.1', '::1', 'LOCALHOST', 'a b', ''])('an SDK that hands over %j as a host, too', async (host) => {
    const { proxy, transport } = await behind(saying('HTTP/1.1 200 OK\r\n\r\n'));
    const outgoing = get({ host, agent: transport.agent('https://vault.example/') as never });
    const [error] = (await once(outgoing, 'error').catch((thrown: unknown) => [thrown])) as [unknown];
    expect(error).toMatchObject({ code: 'STORE_ADDRESS_REFUSED' });
    expect(proxy.heard).toEqual([]);
  });

  it('http is refused by fetch, and by the agent', async () => {
    const { proxy, transport } = await behind(saying('HTTP/1.1 200 OK\r\n\r\n'));
    expect(await failureOf(transport.fetch(new Request('http://vault.example/')))).toMatchObject({ code: 'STORE_ADDRESS_REFUSED' });
    const { request: httpRequest } = await import('node:http');
    expect(() => httpRequest('http://vault.example/', { agent: transport.agent('https://vault.example/') as never })).toThrow(expect.objectContaining({ code: 'ERR_INVALID_PROTOCOL' }));
    expect(proxy.heard).toEqual([]);
  });

  it('an address is asked for in the one form that every proxy reads alike', async () => {
    const { proxy, transport } = await behind(saying('HTTP/1.1 403 No\r\n\r\n'));
    await failureOf(transport.fetch(new Request('https://[2603:1030:0:0::1]:8443/')));
    expect(proxy.heard[0]).toMatch(/^CONNECT \[2603:1030::1\]:8443 HTTP\/1\.1\r\n/);
  });

  it('the same agent whatever the stack trace shows', async () => {
    const { transport } = await behind(saying('HTTP/1.1 403 No\r\n\r\n'));
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    const failure = failureOf(transport.fetch(request()));
    Error.stackTraceLimit = stackTraceLimit;
    expect(await failure).toMatchObject({ code: 'PROXY_REFUSED' });
  });
});

describe('the credentials of the proxy', () => {
  const password = 'pass: wörd';
  const credentials = { username: 'operator', password };
  const basic = Buffer.from(`operator:${password}`).toString('base64');

  it('go to the proxy, as Basic, and to nobody else', async () => {
    const { proxy, transport } = await behind(saying('HTTP/1.1 407 No\r\n\r\n'), { credentials });
    const error = await failureOf(transport.fetch(request()));
    expect(proxy.heard[0]).toContain(`\r\nproxy-authorization: Basic ${basic}\r\n`);
    expect(proxy.heard[0]).not.toContain('of-the-vault');
    for (const shown of [inspect(error, { depth: 9 }), inspect(transport, { depth: 9, showHidden: true }), inspect(transport.agent('https://vault.example'), { depth: 9, showHidden: true }), JSON.stringify(error)]) {
      expect(shown).not.toContain(password);
      expect(shown).not.toContain(basic);
    }
  });

  it.each([
    ['in the address', { proxy: 'http://operator:s3cr3t@proxy.example:3128' }],
    ['a name alone in the address', { proxy: 'http://s3cr3t@proxy.example:3128' }],
    ['no URL', { proxy: 'proxy s3cr3t' }],
    ['another protocol', { proxy: 'socks5://s3cr3t.example:1080' }],
    ['host:port alone', { proxy: 's3cr3t.example:3128' }],
    ['a path', { proxy: 'http://proxy.example:3128/s3cr3t' }],
    ['a query', { proxy: 'http://proxy.example:3128?s3cr3t' }],
    ['a colon in the name', { proxy: 'http://proxy.example', credentials: { username: 's3cr3t:x', password: '' } }],
    ['a line end in the password', { proxy: 'http://proxy.example', credentials: { username: 'operator', password: 's3cr3t\r\nHost: evil' } }],
    ['a very long password', { proxy: 'http://proxy.example', credentials: { username: 'operator', password: 's3cr3t'.repeat(100) } }],
  ])('%s: refused at once, without a word of it', (_, options) => {
    const error = thrownBy(() => proxyTransport(options));
    expect(error).toMatchObject({ name: 'CarnetError', code: 'SETTINGS_INVALID' });
    expect(inspect(error, { depth: 9 })).not.toContain('s3cr3t');
  });

  it('no text is both taken and able to break out of the header', async () => {
    const { proxy, transport: _ } = await behind(saying('HTTP/1.1 407 No\r\n\r\n'));
    await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 60 }), fc.string({ unit: 'binary', maxLength: 60 }), async (username, secret) => {
      let transport: SystemTransport;
      try {
        transport = proxyTransport({ proxy: proxy.url, credentials: { username, password: secret } });
      } catch {
        return;
      }
      await failureOf(transport.fetch(request()));
      const sent = /^CONNECT [^\r\n]+\r\nhost: [^\r\n]+\r\nconnection: keep-alive\r\nproxy-authorization: Basic ([A-Za-z0-9+/=]+)\r\n\r\n$/.exec(proxy.heard.at(-1) ?? '')?.[1] ?? '';
      expect(Buffer.from(sent, 'base64').equals(Buffer.from(`${username}:${secret}`))).toBe(true);
    }), { numRuns: 50 });
  });
});

function thrownBy(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}
