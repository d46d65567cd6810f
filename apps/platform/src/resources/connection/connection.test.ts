import type { Rung } from '@carnet/trust';
import { describe, expect, test, vi } from 'vitest';
import { databasesOf, eachDatabase } from '../../testing/databases.ts';
import { fingerprintOf, variableKey } from '../../kickoffs/fingerprints.ts';
import { openOrganizationKey } from '../../kickoffs/organization-key.ts';
import { HostedError } from '../../provider-host/provider-host.ts';
import type { ResourceParts, WorkerOrder } from '../resource-parts.ts';
import { passed } from '../testing/in-process-host.ts';
import { ifMatch, problemIn, resourceBench, type Entity, type ResourceBench } from '../testing/resource-bench.ts';
import { createOrganizationSlots } from './organization-slots.ts';
import { testedBindings } from './tested-bindings.ts';

const worker = '00000000-0000-4000-8000-00000000000a';
const unreachable = (message: string): Rung => ({ ...passed, status: 'fail', message, durationMs: 7, error: { code: 'STORE_UNREACHABLE', message, docsUrl: 'https://carnet.dev/errors/STORE_UNREACHABLE' } });

function eventsIn(text: string): readonly { readonly event: string; readonly data: Record<string, unknown> }[] {
  return [...text.matchAll(/^event: (.*)\ndata: (.*)$/gm)].map(([, event = '', data = '']) => ({ event, data: JSON.parse(data) as Record<string, unknown> }));
}

async function federated(own: ResourceBench, more: object = {}): Promise<{ readonly config: Entity; readonly credential: Entity }> {
  const config = await own.made('POST', 'workload-identity-configs', { name: 'x', kind: 'acme', settings: { tenant: 'orders' }, default: true, ...more });
  return { config, credential: await own.made('POST', 'credentials', { name: 'x', provider: 'acme', method: 'workload-identity', store: { region: 'north' }, default: true, writable: true }) };
}

async function free(own: ResourceBench, more: object = {}): Promise<Entity> {
  await own.made('POST', 'workload-identity-configs', { name: 'free', kind: 'anywhere', settings: { address: 'https://vault.example.com' }, default: true });
  return await own.made('POST', 'credentials', { name: 'free', provider: 'anywhere', method: 'workload-identity', ...more });
}

eachDatabase(({ open }) => {
  const bench = async (changes: Partial<ResourceParts> = {}): Promise<ResourceBench> => await resourceBench(await open(), changes);

  test('B7 a test is a stream of its rungs, and its result is kept: the last 20', async () => {
    const own = await bench();
    const { config, credential } = await federated(own);
    own.host.rungs = [passed, { ...passed, id: 'list', status: 'warn', message: 'No names.' }];
    const answer = await own.call('POST', `credentials/${credential.id}/test`, { reference: 'database#password' });
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    expect(eventsIn(answer.text).map(({ event, data }) => [event, data['id'] ?? data['status']])).toEqual([['rung', 'exchange'], ['rung', 'list'], ['result', 'warn']]);
    expect(own.host.calls[0]).toMatchObject({ operation: 'test', request: { reference: 'database#password' }, call: { credential: { identity: { createdAt: own.clock.now } } } });
    for (let index = 0; index < 21; index += 1) {
      own.clock.now += 1_000;
      await own.call('POST', `credentials/${credential.id}/test`, {});
    }
    const { items } = await own.made<{ items: { at: string; status: string; rungs: unknown[] }[] }>('GET', `credentials/${credential.id}/tests`);
    expect(items).toHaveLength(20);
    expect(items[0]).toMatchObject({ at: new Date(own.clock.now).toISOString(), status: 'warn', rungs: [{ id: 'exchange' }, { id: 'list' }] });
    expect(await own.made('GET', `workload-identity-configs/${config.id}`)).toMatchObject({ lastTest: { credential: credential.id, status: 'warn', at: items[0]?.at } });
    expect(await own.made('GET', 'credentials')).toMatchObject({ items: [{ lastTest: { status: 'warn' } }] });
    expect(await own.actions()).toContain('credential.tested');
    expect(await testedBindings(own.parts.store)).toEqual(new Map([[config.id, true]]));
  });

  test('security 32: tested with A, saved as B: the result is not kept with B', async () => {
    const own = await bench();
    const { credential } = await federated(own);
    own.host.rungs = async function* changed() {
      yield passed;
      await own.made('PATCH', `credentials/${credential.id}`, { store: { region: 'south' } }, ifMatch(credential));
    };
    const answer = await own.call('POST', `credentials/${credential.id}/test`, {});
    expect(eventsIn(answer.text).at(-1)).toMatchObject({ event: 'result', data: { status: 'pass', version: 1, kept: false } });
    expect(await own.made('GET', `credentials/${credential.id}/tests`)).toEqual({ items: [] });
  });

  test('a test ends when its client goes, and frees its place', async () => {
    const own = await bench();
    const { credential } = await federated(own);
    let open = 0;
    own.host.rungs = async function* waiting(_, signal) {
      open += 1;
      try {
        yield passed;
        await new Promise<void>((leave) => { signal.addEventListener('abort', () => leave(), { once: true }); });
      } finally {
        open -= 1;
      }
    };
    for (let index = 0; index < 10; index += 1) {
      const client = new AbortController();
      const response = await own.api.open('POST', `/v1/organizations/${own.organization}/credentials/${credential.id}/test`, { token: 'test', body: {}, signal: client.signal });
      const reader = response.body!.getReader();
      const { value } = await reader.read();
      expect(Buffer.from(value!).toString()).toContain(': open');
      await reader.read();
      await reader.cancel();
      client.abort();
    }
    await vi.waitFor(() => expect(open).toBe(0), { timeout: 10_000 });
    expect(await own.made('GET', `credentials/${credential.id}/tests`)).toEqual({ items: [] });
  });

  test('a failure of the host is told in the stream, with nothing else of it', async () => {
    const own = await bench();
    const { credential } = await federated(own);
    own.host.failure = { code: 'PROVIDER_FAULT', message: 'The provider failed.', hint: 'Update it.', docsUrl: 'https://carnet.dev/errors/PROVIDER_FAULT', retryable: false };
    expect(eventsIn((await own.call('POST', `credentials/${credential.id}/test`, {})).text)).toEqual([{ event: 'problem', data: expect.objectContaining({ code: 'PROVIDER_FAULT' }) }]);
  });

  test('security 27: a probe on request alone, after it is said what it leaves, once for a version and once an hour', async () => {
    const own = await bench();
    const { config, credential } = await federated(own);
    const probe = { probe: true, probeUnderstood: true };
    const refusal = async (): Promise<unknown> => {
      await own.call('POST', `credentials/${credential.id}/test`, probe);
      return (own.host.calls.at(-1)!.request as { probeRefusal?: string }).probeRefusal;
    };
    expect(problemIn(await own.call('POST', `credentials/${credential.id}/test`, { probe: true }))).toMatchObject({ status: 400, fields: ['probeUnderstood'], detail: expect.stringContaining('stay in the cloud’s own log') });
    expect(await refusal()).toBeUndefined();
    expect(await refusal()).toContain('were probed before');
    const second = await own.made('PATCH', `workload-identity-configs/${config.id}`, { settings: { tenant: 'billing' } }, ifMatch(config));
    own.clock.now += 3_599_999;
    expect(await refusal()).toContain('less than an hour ago');
    own.clock.now += 1;
    expect(await refusal()).toBeUndefined();
    own.clock.now += 86_400_000;
    await own.made('PATCH', `workload-identity-configs/${config.id}`, { name: 'renamed' }, ifMatch(second));
    expect(await refusal()).toContain('were probed before');
  });

  test('two probes at once are one', async () => {
    const own = await bench();
    const { credential } = await federated(own);
    await Promise.all([1, 2, 3].map(() => own.call('POST', `credentials/${credential.id}/test`, { probe: true, probeUnderstood: true })));
    expect(own.decoys).toHaveLength(1);
    expect((await own.actions()).filter((action) => action === 'workload_identity_config.probed')).toHaveLength(1);
  });

  test('a probe that is never made is not used up, and no worker makes one', async () => {
    const own = await bench();
    const { credential } = await federated(own);
    const probe = { probe: true, probeUnderstood: true };
    own.host.isAccepted = false;
    await own.call('POST', `credentials/${credential.id}/test`, probe);
    expect(await own.actions()).not.toContain('workload_identity_config.probed');
    own.host.isAccepted = true;
    await own.call('POST', `credentials/${credential.id}/test`, probe);
    expect(own.decoys).toHaveLength(1);
    expect(problemIn(await own.call('POST', `credentials/${credential.id}/test`, { ...probe, worker }))).toMatchObject({ status: 400, fields: ['probe'] });
  });

  test('the subject of an automation is that of one which may use the config', async () => {
    const asked: unknown[] = [];
    const own = await bench({ tokens: ({ automation }) => {
      asked.push(automation);
      return { subjectToken: () => Promise.resolve('a.b.c') };
    } });
    const job = await own.made('POST', 'automations', { name: 'import', command: ['true'] });
    const { credential } = await federated(own, { subject: 'automation' });
    expect(problemIn(await own.call('POST', `credentials/${credential.id}/test`, {}))).toMatchObject({ status: 400, fields: ['automation'] });
    expect(problemIn(await own.call('POST', `credentials/${credential.id}/test`, { automation: credential.id }))).toMatchObject({ status: 400, fields: ['automation'] });
    await own.call('POST', `credentials/${credential.id}/test`, { automation: job.id });
    expect(new Set(asked)).toEqual(new Set([job.id]));
  });

  test('B9 suggestions: bounded, by prefix, and never in the way', async () => {
    const own = await bench();
    const { credential } = await federated(own);
    for (let index = 0; index < 250; index += 1) own.host.memory.set(`name-${index}`, 'x');
    expect(await own.made('GET', `credentials/${credential.id}/secrets?prefix=data`)).toEqual({ names: [{ name: 'database', enabled: null, expiresAt: null }], truncated: false, reason: null, hint: null, code: null });
    expect(await own.made('GET', `credentials/${credential.id}/secrets?prefix=name&limit=200`)).toMatchObject({ truncated: true, names: { length: 200 } });
    expect((await own.call('GET', `credentials/${credential.id}/secrets?limit=201`)).status).toBe(400);
    own.host.failure = { code: 'ACCESS_DENIED', message: 'Denied.', hint: 'Ask.', docsUrl: 'https://carnet.dev/errors/ACCESS_DENIED', retryable: false, diagnosis: { cause: 'The role is for one secret.', cure: 'Grant it at the store.', severity: 'warning' } };
    expect(await own.made('GET', `credentials/${credential.id}/secrets`)).toEqual({ names: [], truncated: false, code: 'ACCESS_DENIED', reason: 'The role is for one secret.', hint: 'Grant it at the store.' });
    expect(await own.made('GET', `credentials/${(await free(own)).id}/secrets`)).toMatchObject({ names: [], code: 'WORKER_REQUIRED' });
    expect((await own.call('GET', `credentials/${own.organization}/secrets`)).status).toBe(404);
  });

  test('C7 check now: fingerprint and version, under the key of a variable that reads this very secret', async () => {
    const own = await bench();
    const { credential } = await federated(own);
    const variable = await own.made('POST', 'variables', { name: 'PASSWORD', source: 'default', provider: 'acme', reference: 'database' });
    const check = async (body: object): Promise<Record<string, unknown>> => await own.made('POST', `credentials/${credential.id}/secrets/check`, body);
    const plain = await check({ reference: 'database' });
    expect(plain).toMatchObject({ reference: 'database', version: '1', fingerprint: expect.stringMatching(/^hmac:[0-9a-f]{12}$/), notAfter: null });
    const asVariable = await check({ reference: 'database', variable: variable.id });
    const { fingerprint_key: sealed } = await own.store.db.selectFrom('organization').select('fingerprint_key').where('id', '=', own.organization).executeTakeFirstOrThrow();
    const key = openOrganizationKey(own.parts.sealer, own.organization, sealed);
    const value = Buffer.from('{"password":"s3cr3t"}');
    expect(asVariable['fingerprint'], 'what a run records').toBe(fingerprintOf(variableKey(key, 'PASSWORD'), value));
    expect(plain['fingerprint'], 'what a read of core shows').toBe(fingerprintOf(variableKey(key, 'x:database'), value));
    const encoded = await own.made('POST', 'variables', { name: 'ENCODED', source: 'default', provider: 'acme', reference: 'database', encoding: 'base64' });
    await check({ reference: 'database', variable: encoded.id });
    expect(own.host.calls.at(-1)?.request).toEqual({ reference: 'database', encoding: 'base64' });
    expect(JSON.stringify(own.host.calls)).not.toContain(Buffer.from(key).toString('base64'));
    own.host.memory.set('database', 'rotated');
    expect((await check({ reference: 'database', variable: variable.id }))).toMatchObject({ version: '2', fingerprint: expect.not.stringMatching(asVariable['fingerprint'] as string) });
    expect(problemIn(await own.call('POST', `credentials/${credential.id}/secrets/check`, { reference: 'api-key', variable: variable.id }))).toMatchObject({ status: 400, fields: ['variable'] });
    expect(problemIn(await own.call('POST', `credentials/${credential.id}/secrets/check`, { reference: 'nothing' })).code).toBe('SECRET_NOT_FOUND');
    expect(await own.actions()).toContain('secret.checked');
  });

  test('B8 a secret is written and removed where the credential allows it, audited by fingerprint', async () => {
    const own = await bench();
    const { credential } = await federated(own);
    const written = await own.made<Record<string, string>>('PUT', `credentials/${credential.id}/secrets/a%2Fb`, { value: 'c4n4ry' });
    expect(written).toEqual({ version: '1', fingerprint: expect.stringMatching(/^hmac:/) });
    expect(await own.made('POST', `credentials/${credential.id}/secrets/check`, { reference: 'a/b' })).toMatchObject(written);
    expect((await own.call('DELETE', `credentials/${credential.id}/secrets/a%2Fb`)).status).toBe(204);
    expect(problemIn(await own.call('DELETE', `credentials/${credential.id}/secrets/a%2Fb`)).code).toBe('SECRET_NOT_FOUND');
    expect((await own.actions()).filter((action) => action.startsWith('secret_value.'))).toEqual(['secret_value.being_written', 'secret_value.written', 'secret_value.being_removed', 'secret_value.removed', 'secret_value.being_removed']);
    const audit = JSON.stringify(await own.store.db.selectFrom('audit_entry').selectAll().execute());
    expect(audit).toContain(written['fingerprint']);
    expect(audit).not.toContain('c4n4ry');
    expect(problemIn(await own.call('PUT', `credentials/${credential.id}/secrets/x`, { value: 'x'.repeat(65_537) }))).toMatchObject({ status: 400, fields: ['value'] });
    expect((await own.call('PUT', `credentials/${credential.id}/secrets/%63heck`, { value: 'x' })).status).toBe(200);
    const closed = await own.made('PATCH', `credentials/${credential.id}`, { writable: false }, ifMatch(credential));
    expect(problemIn(await own.call('PUT', `credentials/${closed.id}/secrets/x`, { value: 'x' })).code).toBe('CREDENTIAL_READ_ONLY');
  });
});

describe('a store whose address is free', () => {
  const { open } = databasesOf('sqlite');

  test('is called by a worker alone, unless the operator listed its host', async () => {
    const own = await resourceBench(await open());
    const credential = await free(own);
    for (const [path, body] of [['test', {}], ['secrets/check', { reference: 'a' }]] as const) expect(problemIn(await own.call('POST', `credentials/${credential.id}/${path}`, body))).toMatchObject({ status: 422, code: 'WORKER_REQUIRED' });
    expect(problemIn(await own.call('POST', 'credentials/test', { name: 'x', provider: 'anywhere', method: 'token', settings: { address: 'https://10.0.0.1' }, secrets: { token: 't' } }))).toMatchObject({ code: 'WORKER_REQUIRED' });
    expect(own.host.calls).toEqual([]);

    const listed = await resourceBench(await open(), { directAddresses: [{ host: 'vault.example.com', network: '10.0.0.0/8' }] });
    expect((await listed.call('POST', `credentials/${(await free(listed)).id}/test`, {})).text).toContain('event: result');
  });

  test('a worker is given the credential and the request, and its answers are told as they come', async () => {
    const orders: WorkerOrder[] = [];
    const own = await resourceBench(await open(), {
      async* runOnWorker(_organization, asked, order) {
        if (asked !== worker) throw new Error('another worker');
        orders.push(order);
        if (order.operation === 'check') throw new HostedError({ code: 'SECRET_NOT_FOUND', message: 'None.', hint: 'Look.', docsUrl: 'https://carnet.dev/errors/SECRET_NOT_FOUND', retryable: false });
        yield order.operation === 'test' ? passed : { names: [{ name: 'far' }], truncated: false };
      },
    });
    const credential = await free(own);
    expect(eventsIn((await own.call('POST', `credentials/${credential.id}/test`, { worker })).text).map(({ event }) => event)).toEqual(['rung', 'result']);
    expect(await own.made('GET', `credentials/${credential.id}/secrets?worker=${worker}`)).toMatchObject({ names: [{ name: 'far' }] });
    expect(problemIn(await own.call('POST', `credentials/${credential.id}/secrets/check`, { reference: 'a', worker })).code).toBe('SECRET_NOT_FOUND');
    expect(orders.map(({ operation }) => operation)).toEqual(['test', 'list', 'check']);
    expect(orders[0]?.credential).toMatchObject({ provider: 'anywhere', identity: { settings: { address: 'https://vault.example.com' } } });
    expect(own.host.calls).toEqual([]);
  });

  test('security 31: a port that is closed and one that is filtered say the same after the same time', async () => {
    const own = await resourceBench(await open(), { directAddresses: [{ host: 'vault.example.com', network: '10.0.0.0/8' }] });
    const credential = await free(own);
    const seen: unknown[] = [];
    for (const [message, tookMs] of [['Connection refused.', 2], ['No answer within 15 s, and a process that had to start.', 16_000]] as const) {
      own.host.rungs = async function* slow() {
        own.clock.now += tookMs;
        yield unreachable(message);
      };
      own.slept.length = 0;
      const [rung] = eventsIn((await own.call('POST', `credentials/${credential.id}/test`, {})).text);
      seen.push({ rung, waited: tookMs + own.slept[0]! });
    }
    expect(seen[0]).toEqual(seen[1]);
    expect(seen[0]).toMatchObject({ waited: 20_000, rung: { data: { durationMs: 20_000, error: { code: 'STORE_UNREACHABLE' } } } });
    expect(JSON.stringify(seen)).not.toMatch(/refused\.|within/);
  });

  test('security 31: so do a list of names, a check, a write and a removal, here and on a worker', async () => {
    const own = await resourceBench(await open(), {
      directAddresses: [{ host: 'vault.example.com', network: '10.0.0.0/8' }],
      runOnWorker: () => { throw new HostedError(own.host.failure!); },
    });
    const { id } = await free(own, { writable: true });
    for (const [method, path, body] of [['GET', 'secrets?'], ['POST', 'secrets/check', { reference: 'a' }], ['PUT', 'secrets/a', { value: 'b' }], ['DELETE', 'secrets/a?']] as const) {
      const said: unknown[] = [];
      for (const code of ['STORE_UNREACHABLE', 'STORE_ADDRESS_REFUSED', 'DEADLINE_EXCEEDED', 'TOKEN_ENDPOINT_UNREACHABLE']) {
        own.host.failure = { code, message: `Of ${code}.`, hint: 'Hint.', docsUrl: 'https://carnet.dev/errors', retryable: code !== 'STORE_ADDRESS_REFUSED' };
        for (const on of [undefined, worker]) {
          own.slept.length = 0;
          const { status, body: answer } = await own.call(method, `credentials/${id}/${path}${on !== undefined && path.endsWith('?') ? `worker=${on}` : ''}`, body === undefined ? undefined : { ...body, ...(on !== undefined && { worker: on }) });
          said.push([status, { ...answer as object, requestId: undefined }, own.slept]);
        }
      }
      for (const each of said) expect(each).toEqual(said[0]);
      expect(said[0]).toEqual([method === 'GET' ? 200 : 503, expect.objectContaining({ code: 'STORE_UNREACHABLE' }), [20_000]]);
    }
  });

  test('what a worker says is looked at: it may say anything', async () => {
    const said: { next: unknown } = { next: undefined };
    const own = await resourceBench(await open(), { async* runOnWorker() { yield said.next; } });
    const { id } = await free(own, { writable: true });
    for (said.next of [null, 'text', { names: [{ name: 7 }], truncated: false }, { names: Array.from({ length: 10_001 }, () => ({ name: 'x' })), truncated: false }, { fingerprint: '<script>', version: '1', durationMs: 1 }, { fingerprint: 'hmac:000000000000', version: 1, durationMs: 1e300 }, { ...passed, id: '__proto__' }]) {
      expect(await own.made('GET', `credentials/${id}/secrets?worker=${worker}`)).toMatchObject({ names: [], code: 'WORKER_NOT_CONNECTED' });
      expect(problemIn(await own.call('POST', `credentials/${id}/secrets/check`, { reference: 'a', worker })).code).toBe('WORKER_NOT_CONNECTED');
      expect(problemIn(await own.call('PUT', `credentials/${id}/secrets/a`, { value: 'b', worker })).code).toBe('WORKER_NOT_CONNECTED');
      expect(eventsIn((await own.call('POST', `credentials/${id}/test`, { worker })).text)).toMatchObject([{ event: 'problem', data: { code: 'WORKER_NOT_CONNECTED' } }]);
    }
    said.next = { ...passed, message: 'a\nb\u202e', secret: 'c4n4ry' };
    expect(eventsIn((await own.call('POST', `credentials/${id}/test`, { worker })).text)[0]).toMatchObject({ event: 'rung', data: { message: expect.not.stringContaining('\n') } });
    expect(JSON.stringify(await own.store.db.selectFrom('connection_test').selectAll().execute())).not.toContain('c4n4ry');
  });

  test('and a store of the provider’s own says what it said', async () => {
    const own = await resourceBench(await open());
    const { credential } = await federated(own);
    own.host.rungs = [unreachable('Connection refused.')];
    expect((await own.call('POST', `credentials/${credential.id}/test`, {})).text).toContain('Connection refused.');
    expect(own.slept).toEqual([]);
  });
});

test('security 31: an organization does so many at once, and no other one is held up', () => {
  const slots = createOrganizationSlots(2);
  const first = slots.take('a');
  slots.take('a');
  expect(() => slots.take('a')).toThrow(expect.objectContaining({ code: 'RATE_LIMITED' }) as Error);
  slots.take('b');
  first[Symbol.dispose]();
  first[Symbol.dispose]();
  slots.take('a');
  expect(() => slots.take('a')).toThrow(expect.objectContaining({ code: 'RATE_LIMITED' }) as Error);
});
