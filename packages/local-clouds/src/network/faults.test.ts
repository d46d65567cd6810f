import { once } from 'node:events';
import { request } from 'node:https';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fault } from '../fault.ts';
import type { LocalClouds } from '../local-clouds.ts';
import { startLocalClouds } from '../start-local-clouds.ts';

let clouds: LocalClouds;
const url = 'https://issuer.example.test/keys';
const body = 'x'.repeat(64);

beforeEach(async () => {
  clouds = await startLocalClouds();
  clouds.route('issuer.example.test', () => Response.json(body));
});
afterEach(() => clouds.close());

const get = (address = url, init?: RequestInit): Promise<Response> => clouds.transport.fetch(new Request(address, init));
const under = (fault: Fault): (() => void) => clouds.fault({ fault });

describe('E3 faults really happen on the socket', () => {
  test('status, with a text, an object, and headers', async () => {
    const undo = under({ kind: 'status', status: 503, headers: { 'Retry-After': '7' }, body: 'later' });
    const first = await get();
    expect([first.status, first.headers.get('retry-after'), await first.text()]).toEqual([503, '7', 'later']);
    undo();
    under({ kind: 'status', status: 200, body: { value: 1 } });
    expect(await (await get()).json()).toEqual({ value: 1 });
  });

  test('html', async () => {
    under({ kind: 'html', status: 502 });
    const response = await get();
    expect([response.status, response.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8']);
    expect(await response.text()).toMatch(/^<!DOCTYPE html>/);
  });

  test.each([301, 302, 307, 308] as const)('a %i is answered and not followed', async (status) => {
    under({ kind: 'redirect', status, location: 'https://elsewhere.example.test/' });
    const response = await get();
    expect([response.status, response.headers.get('location')]).toEqual([status, 'https://elsewhere.example.test/']);
    expect(clouds.requests).toHaveLength(1);
  });

  test('reset', async () => {
    under({ kind: 'reset' });
    await expect(get()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(clouds.requests).toMatchObject([{ status: 0 }]);
  });

  test('hang: nothing comes until the caller gives up', async () => {
    clouds.fault({ times: 1, fault: { kind: 'hang' } });
    const caller = new AbortController();
    let isOver = false;
    const answer = expect(get(url, { signal: caller.signal }).finally(() => { isOver = true; })).rejects.toMatchObject({ name: 'AbortError' });
    await expect.poll(() => clouds.requests.length).toBe(1);
    // Who asks after it is answered before it.
    expect((await get()).status).toBe(200);
    expect(isOver).toBe(false);
    caller.abort();
    await answer;
    expect(clouds.requests).toMatchObject([{ status: 0 }, { status: 200 }]);
  });

  test('hang: closing does not wait', async () => {
    under({ kind: 'hang' });
    const answer = expect(get()).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect.poll(() => clouds.requests.length).toBe(1);
    await clouds.close();
    await answer;
  });

  test('truncate: the body ends before its promised length', async () => {
    under({ kind: 'truncate' });
    const outgoing = request(url, { agent: clouds.agent(new URL(url)) }).end();
    const [incoming] = (await once(outgoing, 'response')) as [import('node:http').IncomingMessage];
    let received = 0;
    incoming.on('data', (chunk: Buffer) => (received += chunk.byteLength));
    await expect(once(incoming, 'end')).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(received).toBeGreaterThan(0);
    expect(Number(incoming.headers['content-length'])).toBeGreaterThan(received);
  });

  test('truncate: an empty body is promised and does not come', async () => {
    clouds.route('empty.example.test', () => new Response());
    under({ kind: 'truncate' });
    await expect((await get('https://empty.example.test/')).text()).rejects.toBeInstanceOf(Error);
  });

  test('drip: the answer is whole and comes in pieces', async () => {
    under({ kind: 'drip', bytesPerSecond: 1000 });
    const started = performance.now();
    const response = await get();
    let pieces = 0;
    let text = '';
    for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
      pieces += 1;
      text += Buffer.from(piece).toString();
    }
    expect(JSON.parse(text)).toBe(body);
    expect(pieces).toBeGreaterThan(5);
    expect(performance.now() - started).toBeGreaterThan(50);
  });

  test('drip: a caller that leaves ends it', async () => {
    under({ kind: 'drip', bytesPerSecond: 1 });
    const caller = new AbortController();
    const response = await get(url, { signal: caller.signal });
    const text = expect(response.text()).rejects.toBeInstanceOf(Error);
    caller.abort();
    await text;
  });

  test('latency delays and lets the next rule speak; latencyMs delays everything', async () => {
    clouds.latencyMs = 30;
    under({ kind: 'latency', milliseconds: 30 });
    under({ kind: 'html', status: 504 });
    const started = performance.now();
    expect((await get()).status).toBe(504);
    expect(performance.now() - started).toBeGreaterThan(55);
  });

  test('throttle: the service\'s own 429, by default without Retry-After', async () => {
    const tenant = clouds.azure.tenant();
    const vault = clouds.azure.vault({ name: 'orders-kv', tenant });
    const read = (): Promise<Response> => get(`${vault.url}/secrets/database/?api-version=7.6`);
    const token = (): Promise<Response> => get(`https://login.microsoftonline.com/${tenant.id}/oauth2/v2.0/token`, { method: 'POST', body: 'x=y' });
    const undo = under({ kind: 'throttle' });
    for (const send of [read, token]) {
      const response = await send();
      expect([response.status, response.headers.get('retry-after')]).toEqual([429, null]);
    }
    undo();
    under({ kind: 'throttle', retryAfterSeconds: 3 });
    for (const send of [read, token, get]) {
      const response = await send();
      expect([response.status, response.headers.get('retry-after')]).toEqual([429, '3']);
    }
  });
});

describe('a rule befalls what it names', () => {
  const fault = { kind: 'status', status: 599 } as const;
  const statuses = async (count: number): Promise<number[]> => {
    const seen: number[] = [];
    for (let index = 0; index < count; index += 1) seen.push((await get()).status);
    return seen;
  };

  test('after skip, and times often', async () => {
    clouds.fault({ skip: 1, times: 2, fault });
    expect(await statuses(5)).toEqual([200, 599, 599, 200, 200]);
  });

  test('until it is removed, and rules in the order they came', async () => {
    const undo = clouds.fault({ fault });
    clouds.fault({ fault: { kind: 'status', status: 598 } });
    expect(await statuses(2)).toEqual([599, 599]);
    undo();
    undo();
    expect(await statuses(1)).toEqual([598]);
  });

  test('by host, path and method', async () => {
    clouds.route('other.example.test', () => new Response());
    clouds.fault({ host: 'OTHER.example.test', fault });
    clouds.fault({ host: /^nothing/, fault });
    clouds.fault({ path: /^\/other$/g, fault });
    clouds.fault({ method: 'post', fault });
    expect((await get()).status).toBe(200);
    expect((await get('https://other.example.test/keys')).status).toBe(599);
    expect((await get('https://issuer.example.test/other?query')).status).toBe(599);
    expect((await get('https://issuer.example.test/other?query')).status).toBe(599);
    expect((await get(url, { method: 'POST', body: 'x' })).status).toBe(599);
  });
});
