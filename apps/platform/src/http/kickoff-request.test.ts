import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readInputs } from './kickoff-request.ts';

const requestOf = (body: string | Uint8Array<ArrayBuffer>, type = 'application/json'): Request =>
  new Request('http://127.0.0.1/', { method: 'POST', body, headers: { 'content-type': type } });
const refusal = (body: string | Uint8Array<ArrayBuffer>, type?: string): Promise<unknown> => readInputs(requestOf(body, type)).catch((error: unknown) => error);

test('inputs come out as the JSON that came in', async () => {
  await fc.assert(fc.asyncProperty(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 8 })), async (inputs) => {
    expect(JSON.parse(await readInputs(requestOf(JSON.stringify({ inputs }))))).toEqual(JSON.parse(JSON.stringify(inputs)));
  }));
});

test('no body and no inputs are empty inputs', async () => {
  expect(await readInputs(requestOf(''))).toBe('{}');
  expect(await readInputs(requestOf('{}'))).toBe('{}');
  expect(await readInputs(requestOf('{"inputs":{}}', 'application/json; charset=utf-8'))).toBe('{}');
});

test('a key __proto__ is data inside inputs and refused beside them, and changes no prototype', async () => {
  expect(await readInputs(requestOf('{"inputs":{"__proto__":{"polluted":true}}}'))).toBe('{"__proto__":{"polluted":true}}');
  expect(await refusal('{"__proto__":{"inputs":{}}}')).toMatchObject({ status: 400, error: { code: 'REQUEST_INVALID' } });
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test.each([
  ['not JSON', '{"inputs":', 400],
  ['a list', '[]', 400],
  ['null', 'null', 400],
  ['a field it does not know', '{"automation":"other"}', 400],
  ['inputs that are a list', '{"inputs":[]}', 400],
  ['inputs that are null', '{"inputs":null}', 400],
  ['inputs 20,000 levels deep', `{"inputs":{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`, 400],
  ['2 MB', JSON.stringify({ inputs: { a: 'x'.repeat(2_000_000) } }), 413],
] as const)('%s is refused', async (_, body, status) => {
  expect(await refusal(body)).toMatchObject({ status, error: { code: 'REQUEST_INVALID' } });
});

test('bytes that are not UTF-8 are refused', async () => {
  expect(await refusal(new Uint8Array([0x7b, 0xff, 0x7d]))).toMatchObject({ status: 400, error: { code: 'REQUEST_INVALID' } });
});

test.each(['', 'text/plain', 'application/x-www-form-urlencoded', 'application/json-patch', 'application/json; charset=latin1'])('the content-type %j is refused', async (type) => {
  expect(await refusal('{}', type)).toMatchObject({ status: 415 });
});
