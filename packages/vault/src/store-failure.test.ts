import type { CarnetError, SecretStore } from '@carnet/provider';
import { inspect } from 'node:util';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { bytes, collect, failureOf, text } from './testing/outcomes.ts';
import { denied, entry, errors, scriptedVault, unknownToken, type Script, type ScriptedVault } from './testing/scripted-vault.ts';

let vault: ScriptedVault;
beforeEach(() => { vault = scriptedVault(); });

const atStore = (response: () => Response | Promise<Response>): Script => ({ path }) => (/\/(?:meta)?data(?:\/|\?|$)/.test(path) ? response() : undefined);

/** The failure, after a look that nothing secret is in it. */
async function harmless(promise: Promise<unknown>): Promise<CarnetError> {
  const error = await failureOf(promise);
  expect(`${inspect(error, { showHidden: true, depth: Infinity, customInspect: false, maxStringLength: null })}${JSON.stringify(error)}${error.stack}`).not.toMatch(/canary|hvs\.|eyJ/);
  expect(error.cause).toBeUndefined();
  return error;
}

const operations: readonly (readonly [string, (store: SecretStore, signal?: AbortSignal) => Promise<unknown>])[] = [
  ['read', (store, signal) => store.read({ name: 'a' }, { signal })],
  ['list', (store, signal) => collect(store.list!({ signal }))],
  ['write', (store, signal) => store.write!('a', bytes('canary'), { signal })],
  ['remove', (store, signal) => store.remove!('a', { signal })],
];

describe.each(operations)('%s', (step, run) => {
  test.each<[string, () => Response | Promise<Response>, object]>([
    ['429', () => errors(429, 'rate limit quota exceeded'), { code: 'THROTTLED', retryAfter: undefined, retryable: true }],
    ['429 with a wait', () => Response.json({ errors: [] }, { status: 429, headers: { 'retry-after': '3600' } }), { code: 'THROTTLED', retryAfter: 3_600_000 }],
    ['412', () => errors(412, 'required index state not present'), { code: 'STORE_FAULT', retryable: true }],
    ['472', () => errors(472), { code: 'STORE_FAULT', retryable: true, message: expect.stringContaining('standby') }],
    ['500', () => errors(500, 'internal error'), { code: 'STORE_FAULT', retryable: true }],
    ['sealed', () => errors(503, 'Vault is sealed'), { code: 'STORE_FAULT', retryable: true, message: 'vault.example.test:8200 is sealed.' }],
    ['a page of a gateway', () => new Response('<html>', { status: 502 }), { code: 'STORE_FAULT', retryable: true, cloudMessage: undefined }],
    ['a 403 of a proxy', () => new Response('<html>', { status: 403 }), { code: 'STORE_FAULT' }],
    ['a 404 of a proxy', () => new Response('<html>', { status: 404 }), { code: 'STORE_FAULT' }],
    ['a 401, which Vault does not have', () => errors(401, 'x'), { code: 'STORE_FAULT' }],
    ['a 200 with a page', () => new Response('<html>'), { code: 'STORE_FAULT' }],
    ['400', () => errors(400, 'something new'), { code: 'STORE_FAULT', retryable: false, cloudMessage: step === 'write' ? undefined : 'something new' }],
    ['405', () => errors(405, 'unsupported operation'), { code: 'OPERATION_NOT_SUPPORTED' }],
    ['a mount that is not there', () => errors(404, 'no handler for route "secret/data/a". route entry not found.'), { code: 'SETTINGS_INVALID', message: expect.stringContaining("mount 'secret'") }],
    ['a path that KV does not know', () => Response.json({ data: null, warnings: ['Invalid path for a versioned K/V secrets engine. See the API docs.'] }, { status: 404 }), { code: 'SETTINGS_INVALID', hint: expect.stringContaining('field path') }],
    ['denied', () => denied(), { code: 'ACCESS_DENIED', retryable: false }],
    ['a redirect', () => new Response(null, { status: 307, headers: { location: 'https://canary.example' } }), { code: 'REDIRECT_REFUSED' }],
    ['a broken connection', () => Promise.reject(Object.assign(new Error('canary'), { code: 'ECONNRESET' })), { code: 'STORE_UNREACHABLE', retryable: true, message: expect.stringContaining('(ECONNRESET)') }],
    ['an error of no known kind', () => Promise.reject(new TypeError('canary')), { code: 'STORE_UNREACHABLE', retryable: true }],
    ['a proxy that wants a password', () => Promise.reject(Object.assign(new Error('canary'), { code: 'PROXY_AUTHENTICATION_FAILED' })), { code: 'STORE_UNREACHABLE', retryable: false }],
    ['half an answer', () => new Response(new ReadableStream({ start: (controller) => { controller.enqueue(bytes('{"data":{"canary')); controller.error(new Error('canary')); } })), { code: 'STORE_FAULT', retryable: true }],
    ['JSON that breaks off', () => new Response('{"data":{"data":{"value":"canary'), { code: 'STORE_FAULT' }],
    ['a list', () => Response.json(['canary']), { code: 'STORE_FAULT' }],
    ['no text', () => new Response(Uint8Array.of(0x7b, 0xff, 0x7d)), { code: 'STORE_FAULT' }],
    ['more than 4 MiB', () => new Response(`{"data":"${'canary'.repeat(800_000)}"}`), { code: 'STORE_FAULT' }],
  ])('%s is one attempt with its own code', async (_, response, expected) => {
    vault.script = atStore(response);
    const store = vault.open();
    await store.authenticate({});
    expect(await harmless(run(store))).toMatchObject({ step, provider: 'vault', ...expected });
    expect(vault.count(/\/(?:meta)?data(?:\/|\?|$)/)).toBe(1);
  });

  test('a body without an end is let go of after 4 MiB', async () => {
    let pulled = 0;
    const cancelled = vi.fn<() => void>();
    vault.script = atStore(() => new Response(new ReadableStream({ pull: (controller) => { pulled += 1; controller.enqueue(new Uint8Array(65_536).fill(32)); }, cancel: cancelled })));
    expect(await harmless(run(vault.open()))).toMatchObject({ code: 'STORE_FAULT' });
    expect(cancelled).toHaveBeenCalledTimes(1);
    expect(pulled).toBeLessThan(72);
  });

  test('a signal that is over before it begins: nothing is sent', async () => {
    const store = vault.open();
    await store.authenticate({});
    vault.requests.splice(0);
    expect(await harmless(run(store, AbortSignal.abort()))).toMatchObject({ code: 'ABORTED' });
    expect(vault.requests).toEqual([]);
  });

  test.each([
    ['silence', () => new Promise<Response>(() => undefined)],
    ['a body that drips', () => new Response(new ReadableStream({ start: (controller) => { controller.enqueue(bytes('{')); } }))],
  ])('%s ends with the signal, by its reason', async (_, response) => {
    vault.script = atStore(response);
    for (const [reason, code] of [[undefined, 'ABORTED'], [new DOMException('late', 'TimeoutError'), 'DEADLINE_EXCEEDED']] as const) {
      const store = vault.open();
      await store.authenticate({});
      const abort = new AbortController();
      const before = vault.count(/data/);
      const failure = harmless(run(store, abort.signal));
      await expect.poll(() => vault.count(/data/)).toBe(before + 1);
      abort.abort(reason);
      expect(await failure).toMatchObject({ code });
    }
  });
});

describe('an answer to a read is held against what was asked', () => {
  const read = (response: () => Response, version?: string): Promise<unknown> => {
    vault.script = atStore(response);
    return vault.open().read({ name: 'a', ...(version !== undefined && { version }) }, {});
  };

  test.each<[string, () => Response]>([
    ['no metadata, as version 1 answers', () => Response.json({ data: { value: 'canary' } })],
    ['no number of a version', () => entry({ value: 'canary' }, { version: 0 })],
    ['a version that is text', () => entry({ value: 'canary' }, { version: '1' })],
    ['no data', () => entry(null)],
    ['data that is a list', () => entry(['canary'])],
    ['an entry to a request that says 204', () => new Response(null, { status: 204 })],
  ])('%s is no value', async (_, response) => {
    expect(await harmless(read(response))).toMatchObject({ code: 'STORE_FAULT', step: 'read' });
  });

  test('another version than the one asked for', async () => {
    expect(await harmless(read(() => entry({ value: 'canary' }, { version: 2 }), '1'))).toMatchObject({ code: 'STORE_FAULT', message: expect.stringContaining('another version') });
    expect(vault.requests.at(-1)?.path).toBe('secret/data/a?version=1');
  });

  test('deleted and destroyed by the metadata, whatever the status', async () => {
    for (const [metadata, how] of [[{ destroyed: true }, 'destroyed'], [{ deletion_time: '2026-01-01T00:00:00.123456789Z' }, 'deleted']] as const) {
      for (const status of [200, 404]) {
        for (const data of [null, { value: 'canary' }]) {
          expect(await harmless(read(() => Response.json({ data: { data, metadata: { version: 2, deletion_time: '', ...metadata } } }, { status })))).toMatchObject({ code: 'SECRET_DISABLED', message: expect.stringContaining(how) });
        }
      }
    }
  });

  test('a version that will be deleted tells when', async () => {
    const notAfter = vault.clock.time + 60_000;
    expect(await read(() => entry({ value: '1' }, { deletion_time: new Date(notAfter).toISOString().replace('Z', '456789Z') }))).toMatchObject({ notAfter });
  });

  test('an object of 100,000 levels is none', async () => {
    const deep = `{"data":{"data":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)},"metadata":{"version":1}}}`;
    vault.script = atStore(() => new Response(deep));
    expect(await harmless(vault.open({}).read({ name: 'a' }, {}))).toMatchObject({ code: 'STORE_FAULT', message: expect.stringContaining('too deep') });
  });

  test('text that is not well-formed is none', async () => {
    expect(await harmless(read(() => new Response(String.raw`{"data":{"data":{"value":"canary\ud800"},"metadata":{"version":1}}}`)))).toMatchObject({ code: 'SECRET_NOT_TEXT' });
  });

  test('a control group that holds it back', async () => {
    expect(await harmless(read(() => Response.json({ data: null, wrap_info: { token: 'hvs.canary', accessor: 'canary' } })))).toMatchObject({ code: 'ACCESS_DENIED', message: expect.stringContaining('control group') });
  });
});

describe('a mount of version 1, below which every secret is missing', () => {
  const preflight = "preflight capability check returned 403, please ensure client's policies grant access to path \"secret/\"";
  const mountOf = (mount: object | number): Script => ({ path }) => {
    if (path.startsWith('sys/internal/ui/mounts/')) return typeof mount === 'number' ? errors(mount, preflight) : Response.json({ data: mount });
    return path.startsWith('auth/') ? undefined : errors(404);
  };

  test.each([{ type: 'kv', options: { version: '1' } }, { type: 'kv', options: null }, { type: 'transit', options: {} }])('%j is told, so that nothing optional is left out by mistake', async (mount) => {
    vault.script = mountOf(mount);
    expect(await harmless(vault.open().read({ name: 'a' }, {}))).toMatchObject({ code: 'SETTINGS_INVALID', step: 'read', hint: expect.stringContaining('enable-versioning') });
    expect(vault.requests.at(-1)?.path).toBe('sys/internal/ui/mounts/secret');
  });

  test.each<[object | number]>([[{ type: 'kv', options: { version: '2' } }], [403], [404]])('%j leaves a missing secret one, and is asked for once', async (mount) => {
    vault.script = mountOf(mount);
    const store = vault.open();
    for (let index = 0; index < 3; index += 1) expect(await harmless(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'SECRET_NOT_FOUND' });
    expect(vault.count(/mounts/)).toBe(1);
  });

  test('is told before anything is changed there', async () => {
    vault.script = mountOf({ type: 'kv', options: { version: '1' } });
    for (const call of [vault.open().write!('a', bytes('canary'), {}), vault.open({}).write!('a', bytes('{}'), {}), vault.open().remove!('a', {})]) expect(await harmless(call)).toMatchObject({ code: 'SETTINGS_INVALID' });
    expect(vault.count(/data/)).toBe(0);
  });

  test('is told even after an entry was found there that only looks like one', async () => {
    const store = vault.open();
    vault.script = ({ path }) => (path.includes('/data/') ? Response.json({ data: { value: 'canary', version: 1 } }) : mountOf({ type: 'kv', options: {} })({ path } as never));
    expect(await harmless(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'STORE_FAULT', message: expect.stringContaining('version 1') });
    expect(await harmless(store.remove!('a', {}))).toMatchObject({ code: 'SETTINGS_INVALID' });
  });

  test('fifty secrets that are missing at once ask for the mount once', async () => {
    vault.script = mountOf({ type: 'kv', options: { version: '2' }, path: 'secret/' });
    const store = vault.open();
    await store.authenticate({});
    vault.requests.splice(0);
    const failures = await Promise.all(Array.from({ length: 50 }, (_, index) => failureOf(store.read({ name: `a-${index}` }, {}))));
    expect(failures.map(({ code }) => code)).toEqual(failures.map(() => 'SECRET_NOT_FOUND'));
    expect(vault.requests).toHaveLength(51);
  });

  test('nothing is changed where the kind of the mount could not be asked for, and it is asked for again', async () => {
    const store = vault.open({ mount: 'kv', field: 'value' });
    for (const [answer, code] of [[errors(503, 'Vault is sealed'), 'STORE_FAULT'], [errors(429), 'THROTTLED'], [unknownToken(), 'CREDENTIAL_EXPIRED'], [new Response('<html>'), 'STORE_FAULT']] as const) {
      vault.script = ({ path }) => (path.includes('/mounts/') ? answer : undefined);
      expect(await harmless(store.write!('a', bytes('canary'), {}))).toMatchObject({ code });
    }
    expect(vault.count(/data/)).toBe(0);
    expect(vault.count(/mounts/)).toBe(4);
  });

  test('a folder that is taken for a mount is told as such', async () => {
    vault.script = mountOf({ type: 'kv', options: { version: '2' }, path: 'secret/' });
    for (const mount of ['secret/teams', 'secret/data']) {
      expect(await harmless(vault.open({ mount }).write!('a', bytes('{}'), {}))).toMatchObject({ code: 'SETTINGS_INVALID', message: `The mount '${mount}' is a folder of the mount 'secret'.` });
    }
    expect(vault.count(/data\/a/)).toBe(0);
  });

  test('after one secret that was read nothing is asked', async () => {
    const store = vault.open();
    await store.read({ name: 'a' }, {});
    vault.script = mountOf(500);
    expect(await harmless(store.read({ name: 'b' }, {}))).toMatchObject({ code: 'SECRET_NOT_FOUND' });
    expect(vault.count(/mounts/)).toBe(0);
  });
});

test('what Vault\'s limits of JSON do not let in has status 500 and is not worth a repeat', async () => {
  for (const words of ["duplicate key 'a' in object", 'JSON input exceeds allowed nesting depth', 'JSON string value exceeds allowed length', "malformed JSON, invalid number syntax for '1e400'"]) {
    vault.script = atStore(() => errors(500, words));
    expect(await harmless(vault.open({}).write!('a', bytes('{"a":1}'), {}))).toMatchObject({ code: 'STORE_FAULT', retryable: false, message: expect.stringContaining('does not take the JSON') });
  }
});

test('a text of 1 MiB, the longest that Vault takes, is read, line ends and all', async () => {
  const value = '\n'.repeat(1_048_576);
  vault.script = atStore(() => entry({ value }));
  expect(text((await vault.open().read({ name: 'a' }, {})).bytes)).toBe(value);
});

describe('a value that is echoed is in no field of the error', () => {
  test('nor is a part of an object', async () => {
    vault.script = atStore(() => errors(400, 'hunter2 is no password'));
    expect(await harmless(vault.open({}).write!('a', bytes('{"password":"hunter2"}'), {}))).toMatchObject({ cloudMessage: undefined });
  });

  const value = 'canary "value" of\nlines ü';
  test.each([value, value.slice(0, 24), encodeURIComponent(value), JSON.stringify(value), Buffer.from(value).toString('base64'), Buffer.from(value).toString('base64url'), Buffer.from(value).toString('hex')])('%s', async (told) => {
    vault.script = atStore(() => errors(400, `The value ${told} is not allowed.`));
    const error = await harmless(vault.open().write!('a', bytes(value), {}));
    expect(error).toMatchObject({ code: 'STORE_FAULT', cloudMessage: undefined });
    expect(inspect(error, { showHidden: true, depth: Infinity, customInspect: false })).not.toContain(told);
  });

  test('nor is the token', async () => {
    vault.auth = { client_token: 's.0123456789abcdefghijklmn' };
    vault.script = atStore(() => errors(400, 'the token s.0123456789abcdefghijklmn is no token'));
    expect(await harmless(vault.open().read({ name: 'a' }, {}))).toMatchObject({ cloudMessage: undefined });
  });
});

describe('writes that meet others', () => {
  test('check-and-set that did not fit is somebody else at the same time', async () => {
    vault.script = ({ path, method }) => (path.includes('/data/') ? (method === 'PATCH' ? new Response(null, { status: 404 }) : errors(400, 'check-and-set parameter did not match the current version')) : undefined);
    expect(await harmless(vault.open().write!('a', bytes('canary'), {}))).toMatchObject({ code: 'STORE_FAULT', retryable: true, message: expect.stringContaining('at the same time') });
    expect(JSON.parse(vault.requests.at(-1)!.body)).toEqual({ data: { value: 'canary' }, options: { cas: 0 } });
  });

  test('a mount that wants check-and-set each time', async () => {
    vault.script = atStore(() => errors(400, 'check-and-set parameter required for this call'));
    expect(await harmless(vault.open().write!('a', bytes('canary'), {}))).toMatchObject({ code: 'OPERATION_NOT_SUPPORTED' });
  });

  test('a change is a merge patch of that one field, with its own content type', async () => {
    vault.script = atStore(() => Response.json({ data: { version: 5 } }));
    expect(await vault.open({ field: '__proto__' }).write!('a', bytes('x'), {})).toEqual({ version: '5' });
    const { method, body, headers } = vault.requests.at(-1)!;
    expect([method, headers.get('content-type'), body]).toEqual(['PATCH', 'application/merge-patch+json', '{"data":{"__proto__":"x"}}']);
  });
});

describe('a hostile list', () => {
  const folders = (keysOf: (folder: string) => readonly unknown[]): Script => ({ path }) => {
    const folder = /metadata\/?(.*)\?list/.exec(path)?.[1];
    return folder === undefined ? undefined : Response.json({ data: { keys: keysOf(decodeURIComponent(folder)) } });
  };

  test('of folders without an end, ends', async () => {
    vault.script = folders((folder) => (folder === '' ? Array.from({ length: 1_001 }, (_, index) => `${index}/`) : []));
    expect(await harmless(collect(vault.open().list!({})))).toMatchObject({ code: 'STORE_FAULT', retryable: false, message: expect.stringContaining('1000 folders') });
    expect(vault.count(/metadata/)).toBe(1_000);
    vault.script = folders(() => ['deep/']);
    expect(await harmless(collect(vault.open().list!({})))).toMatchObject({ code: 'STORE_FAULT', retryable: false, message: expect.stringContaining('within folders') });
  });

  test('of names that no reference can have, and of things that are no names, is left with the others', async () => {
    vault.script = folders((folder) => (folder === '' ? ['good', '../', '..', '', '/', 'a/b', '%2e%2e', 'a\nb', 'a\u202eb', 7, null, { a: 1 }, 'a?b', '//evil.example', ' a'] : ['inner']));
    expect(await collect(vault.open().list!({}))).toEqual([{ name: 'good' }]);
  });

  test.each([{ keys: 'canary' }, { keys: null }, {}, []])('%j is no list', async (data) => {
    vault.script = atStore(() => Response.json({ data }));
    expect(await harmless(collect(vault.open().list!({})))).toMatchObject({ code: 'STORE_FAULT', step: 'list' });
  });

  test('a prefix that walks goes nowhere', async () => {
    for (const prefix of ['../', 'a/../b', '%2e%2e/', '//', './x', 'a\n/']) expect(await collect(vault.open().list!({ prefix }))).toEqual([]);
    expect(vault.requests).toEqual([]);
  });

  test('ten thousand names come in order', async () => {
    const keys = Array.from({ length: 10_000 }, (_, index) => `secret-${String(index).padStart(5, '0')}`);
    vault.script = folders(() => keys);
    expect((await collect(vault.open().list!({}))).map(({ name }) => name)).toEqual(keys);
  });
});

test('an address that the transport refuses is told in its own words', async () => {
  const { CarnetError } = await import('@carnet/provider');
  vault.script = () => Promise.reject(new CarnetError({ code: 'STORE_ADDRESS_REFUSED', message: 'It leads to 127.0.0.1.' }));
  expect(await failureOf(vault.open().read({ name: 'a' }, {}))).toMatchObject({ code: 'STORE_ADDRESS_REFUSED' });
});

test('a static token that is refused is told as such and no login is made', async () => {
  vault.script = ({ path }) => (/data|lookup/.test(path) ? errors(403, 'permission denied') : undefined);
  expect(await harmless(vault.openWithToken().read({ name: 'a' }, {}))).toMatchObject({ code: 'STATIC_SECRET_REJECTED', retryable: false });
  for (const token of ['hvs.canary\n', 'hvs.cané', ' hvs.canary']) expect(await harmless(vault.openWithToken(token).read({ name: 'a' }, {}))).toMatchObject({ code: 'STATIC_SECRET_REJECTED' });
  expect(vault.count(/login/)).toBe(0);
  vault.script = () => undefined;
  expect(text((await vault.openWithToken().read({ name: 'a' }, {})).bytes)).toBe('1');
});
