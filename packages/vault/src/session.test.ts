import type { SecretStore } from '@carnet/provider';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { collect, failureOf, text } from './testing/outcomes.ts';
import { denied, entry, errors, identity, scriptedVault, unknownToken, type ScriptedVault } from './testing/scripted-vault.ts';

let vault: ScriptedVault;
beforeEach(() => { vault = scriptedVault(); });

const hour = 3_600_000;
const logins = (): number => vault.count(/\/login$/);
const renewals = (): number => vault.count(/renew-self$/);
const tokensOfReads = (): (string | null)[] => vault.requests.filter(({ path }) => path.includes('/data/')).map(({ token }) => token);

describe('one login', () => {
  test('for fifty cold reads of three stores of one identity', async () => {
    const stores = [vault.open(), vault.open({ mount: 'kv', field: 'value' }), vault.open({ path: 'teams', field: 'value' })];
    await Promise.all(Array.from({ length: 50 }, (_, index) => stores[index % 3]!.read({ name: `a-${index}` }, {})));
    expect(logins()).toBe(1);
    expect(vault.mints).toHaveLength(1);
    expect(vault.requests).toHaveLength(51);
    expect(vault.observations).toEqual([expect.objectContaining({ name: 'exchange', step: 'authenticate' })]);
  });

  test('for each role, mount, namespace and address, and for each session', async () => {
    const identities = [identity, { ...identity, mount: 'jwt' }, { ...identity, role: 'other' }, { ...identity, mount: 'oidc' }, { ...identity, namespace: 'team' }, { ...identity, address: 'https://other.example.test' }];
    await Promise.all(identities.map((each) => vault.open(undefined, vault.context, each).authenticate({})));
    // The second is the first: the mount is jwt where it is not set.
    expect(logins()).toBe(5);
    await vault.open(undefined, vault.freshContext()).authenticate({});
    expect(logins()).toBe(6);
  });

  test('with what the role wants, the namespace in its header, and the token nowhere else', async () => {
    await vault.open(undefined, vault.context, { ...identity, namespace: 'admin/team', mount: 'auth/in-folders' }).read({ name: 'a' }, {});
    const [login, read] = vault.requests;
    expect(login).toMatchObject({ method: 'POST', path: 'auth/auth/in-folders/login', token: null });
    expect(JSON.parse(login!.body)).toEqual({ role: 'reader', jwt: await vault.source({}) });
    expect(read).toMatchObject({ method: 'GET', path: 'secret/data/a', token: 'hvs.token-1', body: '' });
    for (const { headers } of [login!, read!]) expect(headers.get('x-vault-namespace')).toBe('admin/team');
  });

  test('that failed is told to all who waited, and not kept', async () => {
    vault.script = ({ path }) => (path.endsWith('/login') ? errors(400, 'role "reader" could not be found') : undefined);
    const store = vault.open();
    const failures = await Promise.all(Array.from({ length: 5 }, () => failureOf(store.read({ name: 'a' }, {}))));
    expect(failures.map(({ code }) => code)).toEqual(failures.map(() => 'PRINCIPAL_NOT_FOUND'));
    expect(logins()).toBe(1);
    vault.script = () => undefined;
    expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('1');
  });

  test('is not ended by one caller who leaves, and is by the last', async () => {
    const { promise, resolve } = Promise.withResolvers<Response>();
    vault.script = ({ path }) => (path.endsWith('/login') ? promise : undefined);
    const [first, second] = [new AbortController(), new AbortController()];
    const store = vault.open();
    const left = failureOf(store.authenticate({ signal: first.signal }));
    const stayed = store.authenticate({});
    first.abort();
    expect(await left).toMatchObject({ code: 'ABORTED' });
    expect(vault.requests[0]?.request.signal.aborted).toBe(false);
    resolve(Response.json({ auth: { client_token: 'hvs.x', lease_duration: 60 } }));
    await stayed;
    expect(logins()).toBe(1);

    vault.script = ({ path }) => (path.endsWith('/login') ? new Promise(() => undefined) : undefined);
    const alone = failureOf(vault.open(undefined, vault.freshContext()).authenticate({ signal: second.signal }));
    await expect.poll(() => logins()).toBe(2);
    second.abort(new DOMException('late', 'TimeoutError'));
    expect(await alone).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect(vault.requests.at(-1)?.request.signal.aborted).toBe(true);
  });

  test('tells who Vault takes us for, and until when', async () => {
    expect(await vault.open().authenticate({})).toEqual({ principal: 'e-1', expiresAt: vault.clock.time + hour });
  });
});

describe('renewal', () => {
  test('in the last third of the life, of the same token; until then nothing', async () => {
    const store = vault.open();
    await store.read({ name: 'a' }, {});
    vault.clock.time += hour * 2 / 3 - 1;
    await store.read({ name: 'a' }, {});
    expect(renewals()).toBe(0);
    vault.clock.time += 1;
    await Promise.all([store.read({ name: 'a' }, {}), store.read({ name: 'b' }, {})]);
    expect([logins(), renewals()]).toEqual([1, 1]);
    expect(new Set(tokensOfReads())).toEqual(new Set(['hvs.token-1']));
    expect((await store.authenticate({})).expiresAt).toBe(vault.clock.time + hour);
  });

  test.each([
    ['may not be renewed', { renewable: false }],
    ['is a batch token', { renewable: false, token_type: 'batch' }],
  ])('a token that %s is followed by a new login', async (_, auth) => {
    vault.auth = auth;
    const store = vault.open();
    await store.read({ name: 'a' }, {});
    vault.clock.time += hour * 2 / 3;
    await store.read({ name: 'a' }, {});
    expect([logins(), renewals()]).toEqual([2, 0]);
    expect(tokensOfReads()).toEqual(['hvs.token-1', 'hvs.token-2']);
  });

  test('that grants less than the login did has met the longest life: next comes a login', async () => {
    const store = vault.open();
    await store.read({ name: 'a' }, {});
    vault.clock.time += hour * 2 / 3;
    vault.auth = { lease_duration: 600 };
    await store.read({ name: 'a' }, {});
    vault.clock.time += 400_000;
    await store.read({ name: 'a' }, {});
    expect([logins(), renewals()]).toEqual([2, 1]);
  });

  test.each([
    ['refused', () => unknownToken()],
    ['not allowed by a policy', () => denied()],
    ['answered with another token', () => Response.json({ auth: { client_token: 'hvs.other', lease_duration: 3600, renewable: true } })],
  ])('%s is followed by a login within the same call', async (_, answer) => {
    const store = vault.open();
    await store.read({ name: 'a' }, {});
    vault.clock.time += hour * 2 / 3;
    vault.script = ({ path }) => (path.endsWith('/renew-self') ? answer() : undefined);
    await store.read({ name: 'a' }, {});
    expect(tokensOfReads()).toEqual(['hvs.token-1', 'hvs.token-2']);
  });

  test('that fails for a passing reason leaves the old token in use, is tried again after a pause, and ends with the token', async () => {
    const store = vault.open();
    await store.read({ name: 'a' }, {});
    vault.clock.time += hour * 2 / 3;
    vault.script = ({ path }) => (path.startsWith('auth/') ? errors(503, 'Vault is sealed') : undefined);
    await store.read({ name: 'a' }, {});
    vault.clock.time += 14_999;
    await store.read({ name: 'a' }, {});
    expect(renewals()).toBe(1);
    vault.clock.time += 1;
    await store.read({ name: 'a' }, {});
    expect(renewals()).toBe(2);
    expect(new Set(tokensOfReads())).toEqual(new Set(['hvs.token-1']));
    vault.clock.time += hour / 3;
    expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'TOKEN_ENDPOINT_FAULT', step: 'authenticate', retryable: true, message: 'vault.example.test:8200 is sealed.' });
    expect(logins()).toBe(2);
  });

  test('that hangs until the time of the call is over costs that call alone', async () => {
    const store = vault.open();
    await store.read({ name: 'a' }, {});
    vault.clock.time += hour * 2 / 3;
    vault.script = ({ path }) => (path.endsWith('/renew-self') ? new Promise(() => undefined) : undefined);
    const abort = new AbortController();
    const late = failureOf(store.read({ name: 'a' }, { signal: abort.signal }));
    await expect.poll(() => renewals()).toBe(1);
    abort.abort(new DOMException('late', 'TimeoutError'));
    expect(await late).toMatchObject({ code: 'DEADLINE_EXCEEDED', retryable: true });
    expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('1');
    expect(renewals()).toBe(1);
  });
});

describe('a 403 is about the token or about a policy', () => {
  const whenRead = (answer: (token: string | null) => Response | undefined, lookUp?: () => Response): void => {
    vault.script = ({ path, token }) => (path.includes('/data/') ? answer(token) : path.endsWith('lookup-self') ? lookUp?.() : undefined);
  };

  test('a server that names the token is believed: it is dropped for all, once, and nothing is looked up', async () => {
    const stores = [vault.open(), vault.open({ path: 'x', field: 'value' })];
    await Promise.all(stores.map((store) => store.read({ name: 'a' }, {})));
    whenRead((token) => (token === 'hvs.token-1' ? unknownToken() : undefined));
    const failures = await Promise.all(stores.map((store) => failureOf(store.read({ name: 'a' }, {}))));
    expect(failures).toEqual(failures.map(() => expect.objectContaining({ code: 'CREDENTIAL_EXPIRED', retryable: true, step: 'read' }) as unknown));
    await Promise.all(stores.map((store) => store.read({ name: 'a' }, {})));
    expect([logins(), vault.count(/lookup-self/)]).toEqual([2, 0]);
  });

  test('without a name the token is looked up: alive, it is the policy', async () => {
    whenRead(() => denied());
    const store = vault.open();
    for (let index = 0; index < 3; index += 1) expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'ACCESS_DENIED', cloudMessage: 'permission denied' });
    expect([logins(), vault.count(/lookup-self/)]).toEqual([1, 3]);
  });

  test('an older server that refuses both: the token has ended, each time, as the next login may look itself up', async () => {
    const live = new Set(['hvs.token-2', 'hvs.token-3']);
    vault.script = ({ path, token }) => (/\/data\/|lookup-self$/.test(path) && !live.has(token ?? '') ? errors(403, 'permission denied') : undefined);
    const store = vault.open();
    expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'CREDENTIAL_EXPIRED' });
    await store.read({ name: 'a' }, {});
    live.delete('hvs.token-2');
    expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'CREDENTIAL_EXPIRED' });
    await store.read({ name: 'a' }, {});
    expect(logins()).toBe(3);
  });

  test('policies without default, which refuse every lookup: one new login, and then it is the policy for good', async () => {
    whenRead(() => denied(), () => denied());
    const store = vault.open();
    expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'CREDENTIAL_EXPIRED' });
    for (let index = 0; index < 3; index += 1) expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'ACCESS_DENIED' });
    expect(logins()).toBe(2);
  });

  test('a lookup that has no answer leaves it to a new login', async () => {
    whenRead(() => denied(), () => errors(500, 'x'));
    expect(await failureOf(vault.open().read({ name: 'a' }, {}))).toMatchObject({ code: 'CREDENTIAL_EXPIRED' });
  });

  test('fifty refusals at once look the token up once: a policy, a revocation, and an operator\'s token', async () => {
    const lost = async (store: SecretStore): Promise<string[]> => {
      vault.requests.splice(0);
      return (await Promise.all(Array.from({ length: 50 }, (_, index) => failureOf(store.read({ name: `a-${index}` }, {}))))).map(({ code }) => code);
    };
    whenRead(() => denied());
    const store = vault.open();
    await store.authenticate({});
    expect(new Set(await lost(store))).toEqual(new Set(['ACCESS_DENIED']));
    expect(vault.requests).toHaveLength(51);
    expect(new Set(await lost(vault.openWithToken()))).toEqual(new Set(['ACCESS_DENIED']));
    expect(vault.requests).toHaveLength(51);

    whenRead((token) => (token === 'hvs.token-1' ? errors(403, 'permission denied') : undefined), () => errors(403, 'permission denied'));
    expect(new Set(await lost(store))).toEqual(new Set(['CREDENTIAL_EXPIRED']));
    expect(vault.requests).toHaveLength(51);
    whenRead((token) => (token === 'hvs.token-1' ? errors(403, 'permission denied') : undefined));
    await Promise.all(Array.from({ length: 50 }, (_, index) => store.read({ name: `a-${index}` }, {})));
    expect([vault.requests.length, logins()]).toEqual([51 + 51, 1]);
  });

  test('ten reads that lose the token together cost one login more, however late the refusals come', async () => {
    const store = vault.open();
    await store.authenticate({});
    whenRead((token) => (token === 'hvs.token-1' ? unknownToken() : undefined));
    const again = async (index: number): Promise<string> => {
      const name = `a-${index}`;
      await Promise.resolve().then(() => (index > 5 ? new Promise((resolve) => setImmediate(resolve)) : undefined));
      try {
        return text((await store.read({ name }, {})).bytes);
      } catch {
        return text((await store.read({ name }, {})).bytes);
      }
    };
    expect(new Set(await Promise.all(Array.from({ length: 10 }, (_, index) => again(index))))).toEqual(new Set(['1']));
    expect(logins()).toBe(2);
  });
});

describe('a token of a number of uses', () => {
  test('is used as often as it may be, and no more', async () => {
    vault.auth = { num_uses: 3 };
    const store = vault.open();
    await Promise.all(Array.from({ length: 10 }, (_, index) => store.read({ name: `a-${index}` }, {})));
    expect(logins()).toBe(4);
    const uses = Object.values(Object.groupBy(tokensOfReads(), (token) => token ?? '')).map((reads) => reads?.length);
    expect(uses).toEqual([3, 3, 3, 1]);
    vault.clock.time += hour * 2 / 3;
    await store.read({ name: 'a' }, {});
    expect(renewals()).toBe(0);
  });

  test('that is used up is not revoked: it is gone', async () => {
    vault.auth = { num_uses: 1 };
    const store = vault.open();
    await store.read({ name: 'a' }, {});
    await store.close!();
    expect(vault.count(/revoke-self/)).toBe(0);
  });
});

describe('close', () => {
  test('of the last store revokes the token, once; of another one it does not', async () => {
    const [first, second] = [vault.open(), vault.open({ mount: 'kv' })];
    await first.authenticate({});
    await first.close!();
    await first.close!();
    expect(vault.count(/revoke-self/)).toBe(0);
    await second.close!();
    expect(vault.requests.at(-1)).toMatchObject({ method: 'POST', path: 'auth/token/revoke-self', token: 'hvs.token-1' });
    expect(vault.count(/revoke-self/)).toBe(1);
  });

  test('without a login, of a batch token, of a token that has ended and of a static one sends nothing', async () => {
    await vault.open().close!();
    vault.auth = { token_type: 'batch', renewable: false };
    const batch = vault.open();
    await batch.authenticate({});
    await batch.close!();
    vault.auth = {};
    const ended = vault.open();
    await ended.authenticate({});
    vault.clock.time += hour;
    await ended.close!();
    const fixed = vault.openWithToken();
    await fixed.read({ name: 'a' }, {});
    await fixed.close!();
    expect(vault.count(/revoke-self/)).toBe(0);
  });

  test.each([
    ['a refusal', () => denied()],
    ['a page', () => new Response('<html>', { status: 502 })],
    ['a broken connection', () => Promise.reject(new TypeError('canary'))],
  ])('with %s ends all the same', async (_, answer) => {
    const store = vault.open();
    await store.authenticate({});
    vault.script = () => answer();
    expect(await store.close!()).toBeUndefined();
  });

  test('with a server that is silent ends after five seconds', async () => {
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => AbortSignal.abort(new DOMException('late', 'TimeoutError')));
    const store = vault.open();
    await store.authenticate({});
    vault.script = () => new Promise(() => undefined);
    expect(await store.close!()).toBeUndefined();
    expect(timeout).toHaveBeenCalledWith(5_000);
    timeout.mockRestore();
  });

  test('ends a login that is under way, and every later call', async () => {
    vault.script = ({ path }) => (path.endsWith('/login') ? new Promise(() => undefined) : undefined);
    const store = vault.open();
    const waiting = failureOf(store.authenticate({}));
    await expect.poll(() => logins()).toBe(1);
    await store.close!();
    expect(await waiting).toMatchObject({ code: 'ABORTED' });
    vault.script = () => undefined;
    for (const call of [() => store.read({ name: 'a' }, {}), () => store.authenticate({}), () => store.write!('a', new Uint8Array(), {}), () => store.remove!('a', {}), () => collect(store.list!({}))]) {
      expect(await failureOf(call())).toMatchObject({ code: 'ABORTED', message: 'The store is closed.' });
    }
    expect(logins()).toBe(1);
  });

  test.each([true, false])('ends a list and a write that are under way at their next request; another store is open: %s', async (isAnotherOpen) => {
    if (isAnotherOpen) vault.open({ mount: 'kv' });
    const answered = Promise.withResolvers<Response>();
    vault.script = ({ path, method }) => (method === 'PATCH' ? answered.promise : path.includes('metadata') ? Response.json({ data: { keys: ['a', 'folder/'] } }) : undefined);
    const store = vault.open();
    const names = store.list!({})[Symbol.asyncIterator]();
    expect(await names.next()).toEqual({ done: false, value: { name: 'a' } });
    const written = failureOf(store.write!('b', new Uint8Array(), {}));
    await expect.poll(() => vault.requests.at(-1)?.method).toBe('PATCH');
    await store.close!();
    const sent = vault.requests.length;
    answered.resolve(new Response(null, { status: 404 }));
    expect(await written).toMatchObject({ code: 'ABORTED' });
    expect(await failureOf(names.next())).toMatchObject({ code: 'ABORTED' });
    expect(vault.requests).toHaveLength(sent);
  });

  test('a store that is opened after the last one was closed logs in anew', async () => {
    const first = vault.open();
    await first.authenticate({});
    await first.close!();
    vault.script = ({ token }) => (token === 'hvs.token-1' ? unknownToken() : undefined);
    expect(text((await vault.open().read({ name: 'a' }, {})).bytes)).toBe('1');
  });
});

describe('a subject token that is refused is renewed once, where that can help', () => {
  test.each([
    ['error validating token: invalid expiration time (exp) claim: token is expired', 'CLOCK_SKEW', 2],
    ['error validating token: error verifying token signature: failed to verify id token signature', 'SIGNATURE_REJECTED', 2],
    ['error validating token: invalid subject (sub) claim', 'TRUST_REJECTED', 1],
  ])('%s', async (message, code, attempts) => {
    let minted = 0;
    vault.source = () => `eyJ${minted += 1}`;
    vault.script = ({ path }) => (path.endsWith('/login') ? errors(400, message) : undefined);
    expect(await failureOf(vault.open().authenticate({}))).toMatchObject({ code });
    expect(logins()).toBe(attempts);
    expect(vault.mints.map(({ renew }) => renew ?? false)).toEqual([false, true].slice(0, attempts));
  });

  test('the fresh one passes; the same one again is not sent twice', async () => {
    vault.source = ({ renew }) => (renew === true ? 'eyJfresh' : 'eyJold');
    vault.script = ({ path, body }) => (path.endsWith('/login') && body.includes('eyJold') ? errors(400, 'error validating token: invalid expiration time (exp) claim: token is expired') : undefined);
    await vault.open().authenticate({});
    vault.source = () => 'eyJold';
    expect(await failureOf(vault.open(undefined, vault.freshContext()).authenticate({}))).toMatchObject({ code: 'CLOCK_SKEW' });
    expect(logins()).toBe(3);
  });

  test('a source that fails is told as such, with nothing of its error', async () => {
    vault.source = () => Promise.reject(new Error('canary'));
    expect(await failureOf(vault.open().authenticate({}))).toMatchObject({ code: 'SUBJECT_TOKEN_UNAVAILABLE', step: 'mint', message: expect.not.stringContaining('canary') });
    expect(vault.requests).toEqual([]);
  });
});

test('no value and no subject token is kept: in the session is one login', async () => {
  vault.script = ({ path }) => (path.includes('/data/') ? entry({ value: 'value-canary' }) : undefined);
  await vault.open().read({ name: 'a' }, {});
  const { inspect } = await import('node:util');
  expect(inspect(vault.context.session, { depth: Infinity, showHidden: true })).not.toMatch(/canary|hvs\./);
  expect(vault.context.session.size).toBe(1);
});
