import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestGoogle, type TestGoogle } from '../testing/test-google.ts';

let google: TestGoogle & AsyncDisposable;
let token: string;
beforeEach(async () => {
  google = await startTestGoogle();
  token = await google.accessToken();
});
afterEach(() => google[Symbol.asyncDispose]());

interface Body {
  readonly [field: string]: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly status: string; readonly details?: readonly { readonly reason: string; readonly metadata: object }[] };
}

const project = '/v1/projects/orders-project';
const send = async (method: string, path: string, body?: object | string): Promise<[number, Body]> => {
  const response = await google.call(path.startsWith('/') ? path : `${project}/${path}`, { method, token, ...(body === undefined ? {} : { body }) });
  const text = await response.text();
  return [response.status, text === '' ? {} : (JSON.parse(text) as Body)];
};
const get = (path: string): Promise<[number, Body]> => send('GET', path);
const refusal = async (answer: Promise<[number, Body]>): Promise<string> => {
  const [status, { error }] = await answer;
  return `${status} ${error?.status ?? ''}: ${error?.message ?? ''}`;
};
const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString('base64');

describe('E3 versions of a secret', () => {
  beforeEach(() => {
    google.secrets.set('database', 'first value');
    google.secrets.set('database', 'second value');
  });

  test('are named by the project’s number, however the project was named', async () => {
    for (const path of [`${project}/secrets/database/versions/latest:access`, '/v1/projects/123456789012/secrets/database/versions/2:access']) {
      const [status, body] = await get(path);
      expect([status, body['name']]).toEqual([200, 'projects/123456789012/secrets/database/versions/2']);
    }
  });

  test('latest is the newest, whatever its state', async () => {
    google.secrets.disable('database');
    expect(await refusal(get('secrets/database/versions/latest:access'))).toBe(
      '400 FAILED_PRECONDITION: Secret Version [projects/123456789012/secrets/database/versions/2] is in DISABLED state.',
    );
    google.secrets.destroy('database');
    expect(await refusal(get('secrets/database/versions/latest:access'))).toContain('versions/2] is in DESTROYED state.');
    expect((await get('secrets/database/versions/1:access'))[0]).toBe(200);
  });

  test('change their state, and a destroyed one never again', async () => {
    expect((await send('POST', 'secrets/database/versions/1:disable', {}))[1]).toMatchObject({ state: 'DISABLED' });
    expect((await send('POST', 'secrets/database/versions/1:enable', {}))[1]).toMatchObject({ state: 'ENABLED' });
    expect((await send('POST', 'secrets/database/versions/1:destroy', {}))[1]).toMatchObject({ state: 'DESTROYED', destroyTime: expect.any(String) as string });
    for (const verb of ['enable', 'disable', 'destroy']) expect(await refusal(send('POST', `secrets/database/versions/1:${verb}`, {}))).toContain('is in DESTROYED state.');
    expect(() => google.secrets.enable('database', '1')).toThrow(TypeError);
  });

  test('an etag that is another one changes nothing', async () => {
    const [, { etag }] = await get('secrets/database/versions/1');
    expect(await refusal(send('POST', 'secrets/database/versions/1:disable', { etag: '"other"' }))).toContain('400 FAILED_PRECONDITION');
    expect((await send('POST', 'secrets/database/versions/1:disable', { etag }))[0]).toBe(200);
    expect(await refusal(send('DELETE', 'secrets/database?etag=%22other%22'))).toContain('400 FAILED_PRECONDITION');
  });

  test('what there is not', async () => {
    expect(await refusal(get('secrets/database/versions/3:access'))).toBe('404 NOT_FOUND: Secret Version [projects/123456789012/secrets/database/versions/3] not found.');
    expect(await refusal(get('secrets/absent/versions/latest:access'))).toBe('404 NOT_FOUND: Secret [projects/123456789012/secrets/absent] not found or has no versions.');
    expect(await refusal(get('secrets/absent'))).toBe('404 NOT_FOUND: Secret [projects/123456789012/secrets/absent] not found.');
    for (const version of ['0', '01', '-1', '1e0', 'LATEST', 'first']) expect((await get(`secrets/database/versions/${version}:access`))[0]).toBe(404);
  });

  test('states are numbers where the client asks for numbers', async () => {
    expect((await get('secrets/database/versions/1?$alt=json%3Benum-encoding=int'))[1]).toMatchObject({ state: 1 });
    const [, body] = await get('secrets/database/versions?$alt=json%3Benum-encoding=int');
    expect(body).toMatchObject({ versions: [{ state: 1 }, { state: 1 }], totalSize: 2 });
  });

  test('are listed newest first, by state where that is asked', async () => {
    google.secrets.disable('database', '1');
    const numbers = async (filter: string): Promise<unknown> => ((await get(`secrets/database/versions?filter=${encodeURIComponent(filter)}`))[1]['versions'] as { name: string }[] | undefined)?.map(({ name }) => name.split('/').at(-1));
    expect(await numbers('')).toEqual(['2', '1']);
    expect(await numbers('state:ENABLED')).toEqual(['2']);
    expect(await numbers('state:DESTROYED')).toBeUndefined();
  });
});

describe('E3 writing', () => {
  const automatic = { replication: { automatic: {} } };

  test('a secret is made once, by a legal name', async () => {
    expect((await send('POST', 'secrets?secretId=database', automatic))[1]).toMatchObject({ name: 'projects/123456789012/secrets/database', replication: { automatic: {} } });
    expect(await refusal(send('POST', 'secrets?secretId=database', automatic))).toBe('409 ALREADY_EXISTS: Secret [projects/123456789012/secrets/database] already exists.');
    for (const id of ['', 'a.b', 'a%2Fb', '..', 'é', 'x'.repeat(256)]) expect(await refusal(send('POST', `secrets?secretId=${id}`, automatic))).toContain('400 INVALID_ARGUMENT');
    expect(await refusal(send('POST', 'secrets?secretId=other', {}))).toContain('400 INVALID_ARGUMENT');
    expect(await refusal(send('POST', 'secrets?secretId=other', { ...automatic, ttl: '60s' }))).toContain('ttl');
  });

  test('a payload has 1 byte to 64 KiB and is base64', async () => {
    await send('POST', 'secrets?secretId=database', automatic);
    const add = (payload: object): Promise<[number, Body]> => send('POST', 'secrets/database:addVersion', { payload });
    expect((await add({ data: base64(new Uint8Array(65_536)) }))[0]).toBe(200);
    expect(await refusal(add({ data: base64(new Uint8Array(65_537)) }))).toContain('400 INVALID_ARGUMENT');
    expect(await refusal(add({ data: '' }))).toBe('400 INVALID_ARGUMENT: Secret Payload cannot be empty.');
    expect(await refusal(add({}))).toContain('400 INVALID_ARGUMENT');
    for (const data of ['a*b', 'YWJjZ', 'A', 'YQ=a', 'YQ===']) expect(await refusal(add({ data })), data).toContain('400 INVALID_ARGUMENT');
    expect(await refusal(send('POST', 'secrets/database:addVersion', 'not json'))).toContain('400 INVALID_ARGUMENT');
    expect((await add({ data: Buffer.from([251, 255]).toString('base64url') }))[0]).toBe(200);
    expect((await get('secrets/database/versions/2:access'))[1]).toMatchObject({ payload: { data: base64(Uint8Array.from([251, 255])) } });
  });

  test('hostile: a field with a spelling mistake is not taken for one that was left out', async () => {
    await send('POST', 'secrets?secretId=database', automatic);
    const payload = { data: base64('123456789'), dataCRC32C: '0' };
    expect(await refusal(send('POST', 'secrets/database:addVersion', { payload }))).toBe(`400 INVALID_ARGUMENT: Invalid JSON payload received. Unknown name "dataCRC32C" at 'payload': Cannot find field.`);
    expect(await refusal(send('POST', 'secrets/database:addVersion', { payload: { data: base64('x') }, etag: '' }))).toBe('400 INVALID_ARGUMENT: Invalid JSON payload received. Unknown name "etag": Cannot find field.');
  });

  test('a checksum that was sent is verified, and none is needed', async () => {
    await send('POST', 'secrets?secretId=database', automatic);
    const add = (dataCrc32c: unknown): Promise<[number, Body]> => send('POST', 'secrets/database:addVersion', { payload: { data: base64('123456789'), dataCrc32c } });
    expect((await add('3808858755'))[1]).toMatchObject({ clientSpecifiedPayloadChecksum: true });
    expect((await add(3_808_858_755))[0]).toBe(200);
    for (const wrong of ['0', 3_808_858_756, 'x', '3421780262']) expect(await refusal(add(wrong))).toContain('400 INVALID_ARGUMENT');
    expect((await add(undefined))[1]).not.toHaveProperty('clientSpecifiedPayloadChecksum');
    expect(((await get('secrets/database/versions'))[1]['versions'] as unknown[]).length).toBe(3);
  });

  test('labels are changed by the update’s mask alone', async () => {
    await send('POST', 'secrets?secretId=database', { ...automatic, labels: { team: 'orders' } });
    expect((await send('PATCH', 'secrets/database?updateMask=labels', { labels: { team: 'bills' }, annotations: { a: 'b' } }))[1]).toMatchObject({ labels: { team: 'bills' } });
    expect((await get('secrets/database'))[1]).not.toHaveProperty('annotations');
    expect(await refusal(send('PATCH', 'secrets/database?updateMask=', {}))).toContain('400 INVALID_ARGUMENT');
    expect(await refusal(send('PATCH', 'secrets/database?updateMask=labels', { labels: { Team: 'x' } }))).toContain('400 INVALID_ARGUMENT');
  });

  test('a secret that was deleted is gone with its versions and its bindings', async () => {
    google.secrets.set('database', 'a value');
    expect(await send('DELETE', 'secrets/database')).toEqual([200, {}]);
    expect((await get('secrets/database/versions/1:access'))[0]).toBe(404);
    expect(google.secrets.set('database', 'again')).toBe('1');
  });
});

describe('E3 lists of secrets', () => {
  beforeEach(() => {
    for (const name of ['orders-database', 'orders-key', 'bills-key']) google.secrets.set(name, 'a value');
  });
  const list = async (query: string): Promise<readonly string[]> => ((await get(`secrets?${query}`))[1]['secrets'] as { name: string }[] | undefined ?? []).map(({ name }) => name.split('/').at(-1) ?? '');

  test.each([
    ['', ['bills-key', 'orders-database', 'orders-key']],
    ['name:orders', ['orders-database', 'orders-key']],
    ['name:ORDERS', ['orders-database', 'orders-key']],
    ['name:projects', []],
    ['name:"orders-key"', ['orders-key']],
    ['name=projects/123456789012/secrets/bills-key', ['bills-key']],
    ['name:orders AND name:key', ['orders-key']],
    ['name:bills OR name:database', ['bills-key', 'orders-database']],
    ['NOT name:orders', ['bills-key']],
    ['-name:orders', ['bills-key']],
    ['labels.team=orders', []],
  ])('filter %j', async (filter, expected) => {
    expect(await list(`filter=${encodeURIComponent(filter)}`)).toEqual(expected);
  });

  test.each(['name', 'orders', 'name>a', 'constructor:a', '__proto__=a', 'create_time:2020', '(name:a)', 'name:'])('hostile: the filter %j is refused', async (filter) => {
    expect(await refusal(get(`secrets?filter=${encodeURIComponent(filter)}`))).toContain('400 INVALID_ARGUMENT');
  });

  test('pages say how many there are and where they go on', async () => {
    const [, first] = await get('secrets?pageSize=2');
    expect(first).toMatchObject({ totalSize: 3, nextPageToken: expect.any(String) as string });
    const [, last] = await get(`secrets?pageSize=2&pageToken=${String(first['nextPageToken'])}`);
    expect(last).toMatchObject({ secrets: [{ name: 'projects/123456789012/secrets/orders-key' }] });
    expect(last).not.toHaveProperty('nextPageToken');
    expect(await refusal(get(`secrets?filter=name:orders&pageToken=${String(first['nextPageToken'])}`))).toContain('400 INVALID_ARGUMENT');
  });

  test('hostile: the token of another list is none', async () => {
    google.secrets.set('orders-key', 'second value');
    google.clouds.google.project({ id: 'other-project' }).grant({ member: google.member, role: 'roles/secretmanager.viewer' });
    const tokenOf = async (path: string): Promise<string> => String((await get(path))[1]['nextPageToken']);
    const ofSecrets = await tokenOf('secrets?pageSize=1');
    const ofVersions = await tokenOf('secrets/orders-key/versions?pageSize=1');
    for (const path of [`secrets?pageToken=${ofVersions}`, `secrets/orders-key/versions?pageToken=${ofSecrets}`, `secrets/bills-key/versions?pageToken=${ofVersions}`, `/v1/projects/other-project/secrets?pageToken=${ofSecrets}`]) {
      expect(await refusal(get(path)), path).toContain('400 INVALID_ARGUMENT');
    }
    expect((await get(`/v1/projects/123456789012/secrets?pageToken=${ofSecrets}`))[0]).toBe(200);
  });

  test('a page goes on where the one before ended, though its last secret was deleted meanwhile', async () => {
    const [, first] = await get('secrets?pageSize=2');
    google.secrets.remove('orders-database');
    expect(await list(`pageSize=2&pageToken=${String(first['nextPageToken'])}`)).toEqual(['orders-key']);
  });

  test.each(['pageSize=-1', 'pageSize=x', 'pageToken=x', 'pageToken=bnVsbA'])('%s is refused', async (query) => {
    expect(await refusal(get(`secrets?${query}`))).toContain('400 INVALID_ARGUMENT');
  });
});

describe('hostile paths', () => {
  beforeEach(() => {
    google.secrets.set('database', 'a value');
    google.clouds.google.project({ id: 'other-project' }).secrets().set('database', 'of another');
  });

  test.each([
    'secrets/../../other-project/secrets/database/versions/1:access',
    'secrets/..%2F..%2Fother-project%2Fsecrets%2Fdatabase/versions/1:access',
    'secrets/%2e%2e/%2e%2e/other-project/secrets/database/versions/1:access',
    'secrets%2Fdatabase/versions/1:access',
    'secrets/database%2Fversions%2F1:access',
    'secrets/database/versions/1%2F..%2F1:access',
    'secrets/database/versions/1/:access',
    'secrets//database/versions/1:access',
    'secrets/database/versions/1:access:access',
    'secrets/database/versions/1:Access',
    'secrets/database/versions/1:constructor',
    'locations/global/secrets/database/versions/1:access',
    'locations/europe-west3/secrets/database/versions/1:access',
    'secrets/database%00/versions/1:access',
    'secrets/%ff/versions/1:access',
  ])('%s reads nothing', async (path) => {
    const [status, body] = await get(path);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(body).not.toHaveProperty('payload');
  });
});
