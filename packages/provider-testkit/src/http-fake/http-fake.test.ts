import { request as httpsRequest, type Agent } from 'node:https';
import { describe, expect, test } from 'vitest';
import type { Fault } from '../fault.ts';
import { createKitClock } from '../scene/kit-clock.ts';
import { createHttpFake, type HttpFake } from './create-http-fake.ts';

const host = 'safe.acme.example';
const body = 'the whole answer of the store';

const start = (clock = createKitClock(1_800_000_000_000)): HttpFake => createHttpFake({
  clock,
  hosts: {
    [host]: async (request) => new Response(request.method === 'POST' ? await request.text() : body, { headers: { etag: '"v1"', 'x-seen': request.headers.get('x-sent') ?? '' } }),
    'safe.acme.example:8443': () => new Response('another port'),
  },
  operationOf: ({ method }) => (method === 'POST' ? 'exchange' : 'read'),
});

interface Seen {
  readonly status?: number | undefined;
  readonly body?: string;
  readonly header?: string | null | undefined;
  /** Code of the error. */
  readonly failed?: string;
}

interface Sent {
  readonly url?: string;
  readonly method?: string;
  readonly payload?: string;
  readonly signal?: AbortSignal;
  readonly header?: string;
}

const codeOf = (error: unknown): string => String((error as { readonly code?: unknown }).code);

async function inMemory({ transport }: HttpFake, { url = `https://${host}/secrets/value?version=v1`, method = 'GET', payload, signal, header = 'etag' }: Sent = {}): Promise<Seen> {
  try {
    const response = await transport.fetch(new Request(url, { method, headers: { 'x-sent': 'yes' }, ...(payload === undefined ? {} : { body: payload }), ...(signal && { signal }) }));
    return { status: response.status, header: response.headers.get(header), body: await response.text() };
  } catch (error) {
    return { failed: codeOf(error) };
  }
}

function overAgent({ transport }: HttpFake, { url = `https://${host}/secrets/value?version=v1`, method = 'GET', payload, signal, header = 'etag' }: Sent = {}): Promise<Seen> {
  return new Promise((resolve) => {
    const failed = (error: unknown): void => resolve({ failed: codeOf(error) });
    const outgoing = httpsRequest(url, { agent: transport.agent(url) as Agent, method, headers: { 'x-sent': 'yes' }, ...(signal && { signal }) });
    outgoing.once('error', failed);
    outgoing.once('response', (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.once('error', failed);
      incoming.once('end', () => resolve({ status: incoming.statusCode, header: (incoming.headers[header] as string | undefined) ?? null, body: Buffer.concat(chunks).toString() }));
    });
    outgoing.end(payload);
  });
}

describe.each([['in memory', inMemory], ['through an agent of node:https', overAgent]])('the HTTP fake %s', (_, send) => {
  test('answers as its handler does, and records method, path and operation', async () => {
    await using fake = start();
    expect(await send(fake)).toEqual({ status: 200, header: '"v1"', body });
    expect(await send(fake, { method: 'POST', payload: 'sent', header: 'x-seen' })).toEqual({ status: 200, header: 'yes', body: 'sent' });
    expect(fake.requests).toEqual([
      { operation: 'read', host, method: 'GET', path: '/secrets/value', target: '/secrets/value?version=v1' },
      { operation: 'exchange', host, method: 'POST', path: '/secrets/value', target: '/secrets/value?version=v1' },
    ]);
  });

  test('tells ports apart, and names the time of its clock', async () => {
    await using fake = start();
    expect(await send(fake, { url: 'https://safe.acme.example:8443/', header: 'date' })).toEqual({ status: 200, header: 'Fri, 15 Jan 2027 08:00:00 GMT', body: 'another port' });
  });

  test.each(['https://elsewhere.example/', 'https://safe.acme.example:9999/'])('%s is unknown, as to DNS', async (url) => {
    await using fake = start();
    expect(await send(fake, { url })).toEqual({ failed: 'ENOTFOUND' });
    expect(fake.requests).toEqual([]);
  });

  test.each<[Fault, Seen]>([
    [{ kind: 'status', status: 503, headers: { etag: '"x"' }, body: 'down' }, { status: 503, header: '"x"', body: 'down' }],
    [{ kind: 'status', status: 400, body: { error: 'bad' } }, { status: 400, header: null, body: '{"error":"bad"}' }],
    [{ kind: 'status', status: 204 }, { status: 204, header: null, body: '' }],
    [{ kind: 'redirect', status: 307, location: 'https://elsewhere.example/' }, { status: 307, header: null, body: '' }],
    [{ kind: 'reset' }, { failed: 'ECONNRESET' }],
    [{ kind: 'truncate' }, { failed: 'ECONNRESET' }],
    [{ kind: 'throttle' }, { status: 429, header: null, body: '' }],
    [{ kind: 'drip', bytesPerSecond: 100_000 }, { status: 200, header: '"v1"', body }],
  ])('%j gives %j, once', async (fault, seen) => {
    await using fake = start();
    fake.fault({ at: 'read', fault, times: 1 });
    expect(await send(fake)).toEqual(seen);
    expect(await send(fake)).toMatchObject({ status: 200, body });
  });

  test('html is a page', async () => {
    await using fake = start();
    fake.fault({ at: 'read', fault: { kind: 'html', status: 502 } });
    expect(await send(fake, { header: 'content-type' })).toMatchObject({ status: 502, header: 'text/html; charset=utf-8', body: expect.stringContaining('<html>') });
  });

  test('throttle names its seconds', async () => {
    await using fake = start();
    fake.fault({ at: 'read', fault: { kind: 'throttle', retryAfterSeconds: 7 } });
    expect(await send(fake, { header: 'retry-after' })).toMatchObject({ status: 429, header: '7' });
  });

  test('latency passes on the clock, and lets the next rule decide', async () => {
    const clock = createKitClock(0);
    await using fake = start(clock);
    fake.fault({ at: 'read', fault: { kind: 'latency', milliseconds: 90_000 }, times: 1 });
    fake.fault({ at: 'read', fault: { kind: 'status', status: 500 }, times: 1 });
    expect(await send(fake)).toMatchObject({ status: 500 });
    expect(clock.now()).toBe(90_000);
  });

  test.each<Fault>([{ kind: 'hang' }, { kind: 'drip', bytesPerSecond: 1 }])('%j ends with the signal', async (fault) => {
    await using fake = start();
    fake.fault({ at: 'read', fault });
    const controller = new AbortController();
    const seen = send(fake, { signal: controller.signal });
    await expect.poll(() => fake.requests.length).toBe(1);
    controller.abort();
    expect((await seen).failed).toMatch(/^(?:ABORT_ERR|ECONNRESET)$/);
  });

  test('a signal that has aborted sends nothing', async () => {
    await using fake = start();
    expect(await send(fake, { signal: AbortSignal.abort() })).toEqual({ failed: 'ABORT_ERR' });
    expect(fake.requests).toEqual([]);
  });

  test('skip lets requests pass, and a removed rule is gone', async () => {
    await using fake = start();
    const remove = fake.fault({ at: 'read', fault: { kind: 'status', status: 500 }, skip: 1 });
    const statuses = [(await send(fake)).status, (await send(fake)).status];
    remove();
    expect([...statuses, (await send(fake)).status]).toEqual([200, 500, 200]);
  });

  test('a fault befalls its own operation alone', async () => {
    await using fake = start();
    fake.fault({ at: 'exchange', fault: { kind: 'reset' } });
    expect(await send(fake)).toMatchObject({ status: 200 });
  });
});

test('in memory, only https is called', async () => {
  await using fake = start();
  expect(await inMemory(fake, { url: `http://${host}/` })).toEqual({ failed: 'STORE_ADDRESS_REFUSED' });
});

test('what aborts a request stands in the cause, as with Node', async () => {
  await using fake = start();
  fake.fault({ at: 'read', fault: { kind: 'hang' } });
  const reason = new RangeError('the deadline');
  const controller = new AbortController();
  const call = fake.transport.fetch(new Request(`https://${host}/`, { signal: controller.signal }));
  controller.abort(reason);
  await expect(call).rejects.toMatchObject({ name: 'AbortError', cause: reason });
});

test('a store says in its own words that it gets too many requests', async () => {
  await using fake = createHttpFake({ clock: createKitClock(0), hosts: { [host]: () => new Response() }, operationOf: () => 'read', throttled: (seconds) => Response.json({ slow: seconds }, { status: 503 }) });
  fake.fault({ at: 'read', fault: { kind: 'throttle', retryAfterSeconds: 3 } });
  expect(await inMemory(fake)).toMatchObject({ status: 503, body: '{"slow":3}' });
});

test('who has used no agent starts no server, and one that was started is gone afterwards', async () => {
  const fake = start();
  const { agent } = fake.transport;
  await overAgent(fake);
  await fake[Symbol.asyncDispose]();
  expect(Object.keys((agent(`https://${host}`) as unknown as Agent).sockets)).toEqual([]);
  expect(await overAgent(fake)).toEqual({ failed: 'ECONNREFUSED' });
});
