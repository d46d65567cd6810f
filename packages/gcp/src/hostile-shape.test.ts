import { CarnetError } from '@carnet/provider';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { collect, startTestGcp, type TestGcp } from './testing/test-gcp.ts';

let gcp: TestGcp;
beforeEach(async () => { gcp = await startTestGcp(); gcp.secrets.set('a', '1'); });
afterEach(async () => { await gcp[Symbol.asyncDispose](); });

type Operation = 'read' | 'list' | 'write' | 'remove';
const name = 'projects/1/secrets/a/versions/1';
const payload = { data: 'MQ==', dataCrc32c: '2432014819' };
const answered = (fields: object): string => JSON.stringify({ name, payload, ...fields });
const withPayload = (fields: object): string => answered({ payload: { ...payload, ...fields } });
const listed = (...secrets: unknown[]): string => JSON.stringify({ secrets });
const nested = (opening: string, closing: string): string => `${opening.repeat(200_000)}${closing.repeat(200_000)}`;

/** What each call ends as, and who heard of a failure that nobody waits for. */
async function endings(body: string): Promise<Record<Operation | 'unheard', unknown>> {
  gcp.clouds.fault({ host: 'secretmanager.googleapis.com', fault: { kind: 'status', status: 200, headers: { 'content-type': 'application/json' }, body } });
  const unheard: unknown[] = [];
  const hear = (reason: unknown): void => void unheard.push(reason);
  process.on('unhandledRejection', hear);
  const store = gcp.open();
  const end = (call: Promise<unknown>): Promise<unknown> => call.then((value) => value, (error: unknown) => (CarnetError.isInstance(error) ? error.code : error));
  const ended = {
    read: await end(store.read({ name: 'a' }, {})),
    list: await end(collect(store.list!({}))),
    write: await end(store.write!('a', new Uint8Array([65]), {})),
    remove: await end(store.remove!('a', {})),
  };
  await new Promise((resolve) => setImmediate(resolve));
  process.off('unhandledRejection', hear);
  return { ...ended, unheard };
}

describe('an answer of a wrong shape ends in a closed code or is left out, and in nothing else', () => {
  test.each<readonly [string, string, Partial<Record<Operation, unknown>>]>([
    ['secrets that are null', listed(null), { list: 'STORE_FAULT', read: 'STORE_FAULT' }],
    ['secrets that are numbers, text, lists', listed(7, 'x', true, [{ name: 'projects/1/secrets/a' }]), { list: [] }],
    ['secrets in an object', '{"secrets":{"name":"projects/1/secrets/a"}}', { list: 'STORE_FAULT' }],
    ['secrets in a text', '{"secrets":"abc"}', { list: 'STORE_FAULT' }],
    ['names that are lists', answered({ name: [name], secrets: [{ name: ['projects/1/secrets/a'] }] }), { read: 'STORE_FAULT', list: 'STORE_FAULT', write: 'STORE_FAULT' }],
    ['names that are objects', answered({ name: {}, secrets: [{ name: {} }] }), { read: 'STORE_FAULT', list: 'STORE_FAULT', write: 'STORE_FAULT' }],
    ['an end that is an object', listed({ name: 'projects/1/secrets/a', expireTime: { seconds: Number.MAX_SAFE_INTEGER } }), { list: 'STORE_FAULT' }],
    ['an end that is a number', listed({ name: 'projects/1/secrets/a', expireTime: 1e300 }), { list: 'STORE_FAULT' }],
    ['an end beyond all dates', listed({ name: 'projects/1/secrets/a', expireTime: '+275761-01-01T00:00:00Z' }), { list: 'STORE_FAULT' }],
    ['a token of a page that is a number', '{"nextPageToken":7}', { list: 'STORE_FAULT' }],
    ['a token of a page with half a character', String.raw`{"nextPageToken":"\ud800"}`, { list: 'STORE_FAULT' }],
    ['a token of a page of 3 MB', JSON.stringify({ nextPageToken: 'x'.repeat(3_000_000) }), { list: 'STORE_UNREACHABLE' }],
    ['keys of the prototype', '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}', { read: 'STORE_FAULT' }],
    ['a payload behind the prototype', `{"name":"${name}","payload":{"__proto__":{"data":"MQ=="},"dataCrc32c":"2432014819"}}`, { read: 'STORE_FAULT' }],
    ['no payload', answered({ payload: undefined }), { read: 'STORE_FAULT' }],
    ['a payload that is null', answered({ payload: null }), { read: 'STORE_FAULT' }],
    ['a payload that is a list', answered({ payload: [] }), { read: 'STORE_FAULT' }],
    ['data that is a list of bytes', withPayload({ data: [49] }), { read: 'STORE_FAULT' }],
    ['no checksum', withPayload({ dataCrc32c: undefined }), { read: 'STORE_FAULT' }],
    ['a checksum in snake case alone', withPayload({ dataCrc32c: undefined, data_crc32c: '2432014819' }), { read: 'STORE_FAULT' }],
    ['a checksum without end', `{"name":"${name}","payload":{"data":"MQ==","dataCrc32c":1e400}}`, { read: 'STORE_FAULT' }],
    ['a version of twenty digits', answered({ name: `projects/1/secrets/a/versions/${'9'.repeat(20)}` }), { read: 'STORE_FAULT', write: 'STORE_FAULT' }],
    ['objects 200,000 deep', `{"payload":${nested('{"payload":', '}').replace('}', '1}')}}`, { read: 'STORE_FAULT' }],
    ['lists 200,000 deep', `{"secrets":${nested('[', ']')}}`, { list: [] }],
    ['a mark of byte order', `\uFEFF${answered({})}`, { read: 'STORE_FAULT', remove: 'STORE_FAULT' }],
    // The SDK's own library for numbers of 64 bits takes both for the right one. The bytes fit it.
    ['a checksum that is no integer', withPayload({ dataCrc32c: 2432014819.5 }), { read: { bytes: Uint8Array.of(49), version: '1' } }],
    ['a checksum that is right but for 2^64', withPayload({ dataCrc32c: String(2_432_014_819n + (1n << 64n)) }), { read: { bytes: Uint8Array.of(49), version: '1' } }],
    ['a checksum as a number, which proto3 JSON allows', withPayload({ dataCrc32c: 2_432_014_819 }), { read: { bytes: Uint8Array.of(49), version: '1' }, write: { version: '1' } }],
    ['a value without a byte, which proto3 JSON leaves out', answered({ payload: { dataCrc32c: '0' } }), { read: { bytes: new Uint8Array(), version: '1' } }],
  ])('%s', async (_, body, expected) => {
    const ended = await endings(body);
    expect(ended).toMatchObject({ ...expected, unheard: [] });
    for (const ending of Object.values(ended)) expect(ending).not.toBeInstanceOf(Error);
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  test('no content at all is no list and no value', async () => {
    gcp.clouds.fault({ host: 'secretmanager.googleapis.com', fault: { kind: 'status', status: 204, body: '' } });
    for (const call of [() => gcp.open().read({ name: 'a' }, {}), () => collect(gcp.open().list!({}))]) await expect(call()).rejects.toMatchObject({ code: 'STORE_FAULT' });
  });
});
