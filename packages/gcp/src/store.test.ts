import { CarnetError } from '@carnet/provider';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bytes, collect, failureOf, startTestGcp, text, type TestGcp } from './testing/test-gcp.ts';
import { testSubject as subject } from '@carnet/provider-testkit';

let gcp: TestGcp;
beforeEach(async () => { gcp = await startTestGcp(); });
afterEach(async () => { await gcp[Symbol.asyncDispose](); });

const accessor = 'roles/secretmanager.secretAccessor';

describe('read (B3)', () => {
  test('as the federated principal, in the name of a service account, and with its key', async () => {
    gcp.secrets.set('a', 'värde');
    gcp.account.grant({ member: gcp.principal, role: 'roles/iam.workloadIdentityUser' });
    gcp.project.grant({ member: `serviceAccount:${gcp.account.email}`, role: accessor });
    for (const store of [gcp.open(), gcp.openImpersonating(), gcp.openWithKey(gcp.account.createKey())]) {
      expect(text((await store.read({ name: 'a' }, {})).bytes)).toBe('värde');
    }
  });

  test('authenticate tells the member that roles are given to', async () => {
    gcp.account.grant({ member: gcp.principal, role: 'roles/iam.workloadIdentityUser' });
    const principals = [gcp.open(), gcp.openImpersonating(), gcp.openWithKey(gcp.account.createKey())].map(async (store) => (await store.authenticate({})).principal);
    expect(await Promise.all(principals)).toEqual([gcp.principal, `serviceAccount:${gcp.account.email}`, `serviceAccount:${gcp.account.email}`]);
    expect(gcp.principal).toBe(`principal://iam.googleapis.com/${gcp.pool.name}/subject/${subject}`);
  });

  test('a named version, and the latest without one', async () => {
    const [first, second] = [gcp.secrets.set('a', 'one'), gcp.secrets.set('a', 'two')];
    expect([first, second]).toEqual(['1', '2']);
    const store = gcp.open();
    expect(await store.read({ name: 'a', version: first }, {})).toEqual({ bytes: bytes('one'), version: first });
    expect(await store.read({ name: 'a' }, {})).toEqual({ bytes: bytes('two'), version: second });
  });

  test('a regional secret is read at the host of its location', async () => {
    gcp.project.secrets('europe-west3').set('a', 'near');
    gcp.secrets.set('a', 'global');
    expect(text((await gcp.open({ ...gcp.store, location: 'europe-west3' }).read({ name: 'a' }, {})).bytes)).toBe('near');
    expect(text((await gcp.open().read({ name: 'a' }, {})).bytes)).toBe('global');
    expect(gcp.clouds.requests.filter(({ service }) => service === 'secretmanager').map(({ host }) => host)).toEqual(['secretmanager.europe-west3.rep.googleapis.com', 'secretmanager.googleapis.com']);
    expect(gcp.tally().exchanges).toBe(1);
  });

  test.each(['..', '.', 'a/b', 'a\\b', '%2e%2e', 'a?b', 'a#b', 'a\nb', 'a b', 'é', 'ａ', '', 'a'.repeat(256), 'a.b', 'a:access', 'a\u200db', 'a\n', '{a}'])('SECRET REFS 36 the name %j never becomes a request', async (name) => {
    const store = gcp.open();
    for (const call of [store.read({ name }, {}), store.write!(name, bytes('x'), {}), store.remove!(name, {})]) {
      expect(await failureOf(call)).toMatchObject({ code: 'REFERENCE_INVALID', message: expect.not.stringContaining(name === '' ? '\u0000' : `'${name}'`) as string });
    }
    expect(gcp.clouds.requests).toEqual([]);
  });

  test.each(['..', 'latest', '0', '01', '-1', '1/../2', '1:access', '1\n', '1e3', '9'.repeat(20), ''])('the version %j never becomes a request', async (version) => {
    expect(await failureOf(gcp.open().read({ name: 'a', version }, {}))).toMatchObject({ code: 'REFERENCE_INVALID' });
    expect(gcp.clouds.requests).toEqual([]);
  });

  test('SECRET REFS 43 a disabled or destroyed version is an error, and the latest one never falls back to an older', async () => {
    const store = gcp.open();
    for (const spoil of ['disable', 'destroy'] as const) {
      gcp.secrets.set(spoil, 'older');
      const version = gcp.secrets.set(spoil, 'newer');
      gcp.secrets[spoil](spoil);
      for (const reference of [{ name: spoil }, { name: spoil, version }]) {
        expect(await failureOf(store.read(reference, {}))).toMatchObject({ code: 'SECRET_DISABLED', step: 'read', cloudCode: 'FAILED_PRECONDITION' });
      }
      expect(text((await store.read({ name: spoil, version: '1' }, {})).bytes)).toBe('older');
    }
  });

  test('a secret or a version that is not there is named, with the project', async () => {
    gcp.secrets.set('a', 'x');
    expect(await failureOf(gcp.open().read({ name: 'missing' }, {}))).toMatchObject({ code: 'SECRET_NOT_FOUND', step: 'read', cloudCode: 'NOT_FOUND', message: expect.stringMatching(/missing.*orders-project/) as string });
    expect(await failureOf(gcp.open().read({ name: 'a', version: '7' }, {}))).toMatchObject({ code: 'SECRET_NOT_FOUND', message: expect.stringContaining('version 7') as string });
  });
});

describe('write and remove (B8)', () => {
  test('bytes come back as they were written, text and binary alike', async () => {
    const store = gcp.open();
    const all = Uint8Array.from({ length: 256 }, (_, index) => index);
    const samples = [bytes('text\nwith ü and 🎟'), bytes('\u0000'), bytes('\ufeffBOM'), all, Uint8Array.of(0xff), bytes('AAAA'), new Uint8Array(65_536).fill(0xa5)];
    for (const [index, sample] of samples.entries()) {
      const { version } = await store.write!('a', sample, {});
      expect(version).toBe(String(index + 1));
      expect(await store.read({ name: 'a' }, {})).toEqual({ bytes: sample, version });
    }
  });

  test('any bytes survive the way to the store and back, with their checksum', async () => {
    const store = gcp.open();
    await fc.assert(fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 200 }), async (sample) => {
      await store.write!('a', sample, {});
      expect((await store.read({ name: 'a' }, {})).bytes).toEqual(sample);
    }), { numRuns: 40 });
  });

  test('a secret that is missing is made first, in its location where one is set; one that exists gets a version', async () => {
    const store = gcp.open();
    const paths = (): string[] => gcp.clouds.requests.filter(({ service }) => service === 'secretmanager').map(({ method, path, status }) => `${method} ${path.replace('/v1/projects/orders-project/', '')} ${status}`);
    expect(await store.write!('a', bytes('1'), {})).toEqual({ version: '1' });
    expect(paths()).toEqual(['POST secrets/a:addVersion 404', 'POST secrets 200', 'POST secrets/a:addVersion 200']);
    gcp.clouds.clearRequests();
    expect(await store.write!('a', bytes('2'), {})).toEqual({ version: '2' });
    expect(paths()).toEqual(['POST secrets/a:addVersion 200']);
    const regional = gcp.open({ ...gcp.store, location: 'us-central1' });
    expect(await regional.write!('r', bytes('3'), {})).toEqual({ version: '1' });
    expect(text((await regional.read({ name: 'r' }, {})).bytes)).toBe('3');
    expect(await failureOf(store.read({ name: 'r' }, {}))).toMatchObject({ code: 'SECRET_NOT_FOUND' });
  });

  test('two first writes at once both end well', async () => {
    const store = gcp.open();
    const versions = await Promise.all([store.write!('a', bytes('1'), {}), store.write!('a', bytes('2'), {})]);
    expect(versions.map(({ version }) => version).sort()).toEqual(['1', '2']);
  });

  test('remove takes the secret away; a second time there is none', async () => {
    gcp.secrets.set('a', 'x');
    const store = gcp.open();
    await store.remove!('a', {});
    expect(await failureOf(store.read({ name: 'a' }, {}))).toMatchObject({ code: 'SECRET_NOT_FOUND' });
    expect(await failureOf(store.remove!('a', {}))).toMatchObject({ code: 'SECRET_NOT_FOUND', step: 'remove' });
  });

  test('a role that reads may not write, and no refusal repeats the value', async () => {
    gcp.project.revoke({ member: gcp.principal, role: 'roles/secretmanager.admin' });
    gcp.project.grant({ member: gcp.principal, role: accessor });
    gcp.secrets.set('a', 'x');
    expect(await failureOf(gcp.open().write!('a', bytes('canary-value'), {}))).toMatchObject({ code: 'ACCESS_DENIED', step: 'write' });
    for (const echo of ['canary-value', Buffer.from('canary-value').toString('base64')]) {
      const remove = gcp.clouds.fault({ method: 'POST', path: /:addVersion$/, fault: { kind: 'status', status: 400, body: { error: { code: 400, status: 'INVALID_ARGUMENT', message: `The value ${echo} is not allowed.` } } } });
      expect(await failureOf(gcp.open().write!('a', bytes('canary-value'), {}))).toMatchObject({ code: 'STORE_FAULT', retryable: false, cloudCode: 'INVALID_ARGUMENT', cloudMessage: undefined });
      remove();
    }
  });
});

describe('list', () => {
  test('all pages, by prefix, with an end where there is one', async () => {
    for (let index = 0; index < 230; index += 1) gcp.secrets.set(`app-${index}`, 'x');
    gcp.secrets.set('my-app-other', 'x');
    const store = gcp.open();
    expect(await collect(store.list!({}))).toHaveLength(231);
    expect(gcp.tally().calls).toBe(3);
    expect(await collect(store.list!({ prefix: 'app-' }))).toHaveLength(230);
    expect(await collect(store.list!({ prefix: 'app-22' }))).toHaveLength(11);
    expect(await collect(store.list!({ prefix: 'APP-' }))).toEqual([]);
  });

  test.each(['-app', 'and', 'a b', 'a"', 'name:x OR y'])('the prefix %j is no filter of Google, and still one of ours', async (prefix) => {
    for (const name of ['-app', 'and-more', 'other']) gcp.secrets.set(name, 'x');
    const names = (await collect(gcp.open().list!({ prefix }))).map(({ name }) => name);
    expect(names).toEqual(['-app', 'and-more', 'other'].filter((name) => name.startsWith(prefix)));
  });

  test('an empty list is a list', async () => {
    expect(await collect(gcp.open().list!({}))).toEqual([]);
  });

  test('pages are fetched as they are asked for', async () => {
    for (let index = 0; index < 150; index += 1) gcp.secrets.set(`app-${index}`, 'x');
    for await (const { name } of gcp.open().list!({})) {
      expect(name).toMatch(/^app-/);
      break;
    }
    expect(gcp.tally().calls).toBe(1);
  });

  test('the SDK warns of nothing', async () => {
    const warnings: Error[] = [];
    const hear = (warning: Error): void => void warnings.push(warning);
    process.on('warning', hear);
    for (let index = 0; index < 150; index += 1) gcp.secrets.set(`app-${index}`, 'x');
    await collect(gcp.open().list!({}));
    await gcp.open().read({ name: 'app-1' }, {});
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', hear);
    expect(warnings).toEqual([]);
  });
});

describe('check (B7, B9)', () => {
  const statuses = async (name?: string): Promise<Record<string, string>> => {
    const rungs = await collect(gcp.open().check!(name === undefined ? {} : { reference: { name } }));
    return Object.fromEntries(rungs.map(({ id, status }) => [id, status]));
  };

  test('handshake, list, and a named secret', async () => {
    gcp.secrets.set('a', 'x');
    expect(await statuses()).toEqual({ authenticate: 'pass', list: 'pass', read: 'skip' });
    expect(await statuses('a')).toEqual({ authenticate: 'pass', list: 'pass', read: 'pass' });
  });

  test('a denied list is a warning, because a name can be typed', async () => {
    gcp.secrets.set('a', 'x');
    gcp.secrets.set('b', 'x');
    gcp.project.revoke({ member: gcp.principal, role: 'roles/secretmanager.admin' });
    gcp.secrets.grant('a', { member: gcp.principal, role: accessor });
    expect(await statuses('a')).toEqual({ authenticate: 'pass', list: 'warn', read: 'pass' });
    expect(await statuses('b')).toEqual({ authenticate: 'pass', list: 'warn', read: 'fail' });
  });

  test('a broken trust stops at the handshake', async () => {
    gcp.poolProvider.disabled = true;
    expect(await statuses('a')).toEqual({ authenticate: 'fail', list: 'skip', read: 'skip' });
  });
});

test('a closed store takes no more calls', async () => {
  const store = gcp.open();
  await store.close?.();
  await store.close?.();
  expect(await failureOf(store.read({ name: 'a' }, {}))).toSatisfy((error) => CarnetError.isInstance(error) && error.code === 'ABORTED');
});
