import { createHash, createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestAws, testRegion, type TestAws } from '../../testing/test-aws.ts';

let aws: TestAws & AsyncDisposable;
let key: { readonly accessKeyId: string; readonly secretAccessKey: string };
beforeEach(async () => {
  aws = await startTestAws();
  key = aws.account.user({ name: 'signer' }).createAccessKey();
});
afterEach(() => aws[Symbol.asyncDispose]());

interface Signed {
  /** As the caller lists them, in this order. */
  readonly signedHeaders?: readonly string[];
  /** What is signed as the value of a header that does not arrive. */
  readonly invented?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly canonicalQuery?: string;
}

const body = 'Action=GetCallerIdentity&Version=2011-06-15';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A signature written by hand, so that it can be wrong in ways that no SDK writes. */
async function identify({ signedHeaders = ['host', 'x-amz-date'], invented = {}, query = '', canonicalQuery = query }: Signed = {}): Promise<string> {
  const host = `sts.${testRegion}.amazonaws.com`;
  const date = new Date(aws.clock.time).toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${date.slice(0, 8)}/${testRegion}/sts/aws4_request`;
  const values: Record<string, string> = { host, 'x-amz-date': date, ...invented };
  const canonical = ['POST', '/', canonicalQuery, ...signedHeaders.map((name) => `${name}:${values[name] ?? ''}`), '', signedHeaders.join(';'), sha256(body)].join('\n');
  const signingKey = [...scope.split('/')].reduce<string | Buffer>((secret, part) => createHmac('sha256', secret).update(part).digest(), `AWS4${key.secretAccessKey}`);
  const signature = createHmac('sha256', signingKey).update(['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n')).digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-amz-date': date,
    authorization: `AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/${scope}, SignedHeaders=${signedHeaders.join(';')}, Signature=${signature}`,
  };
  const response = await aws.clouds.transport.fetch(new Request(`https://${host}/${query === '' ? '' : `?${query}`}`, { method: 'POST', headers, body }));
  const [, code = 'accepted'] = /<Code>(\w+)<\/Code>/.exec(await response.text()) ?? [];
  return `${response.status} ${code}`;
}

describe('a signature by hand', () => {
  test('is accepted where it is right', async () => {
    expect(await identify()).toBe('200 accepted');
    expect(await identify({ signedHeaders: ['content-type', 'host', 'x-amz-date'], invented: { 'content-type': 'application/x-www-form-urlencoded' } })).toBe('200 accepted');
  });

  test('covers a query by the order of its names, and of the values of one name', async () => {
    expect(await identify({ query: 'a-b=1&a=3&a=2', canonicalQuery: 'a=2&a=3&a-b=1' })).toBe('200 accepted');
    expect(await identify({ query: 'a=2&a=3' })).toBe('200 accepted');
    expect(await identify({ query: 'a=3&a=2' })).toBe('403 SignatureDoesNotMatch');
    expect(await identify({ query: 'a=2', canonicalQuery: '' })).toBe('403 SignatureDoesNotMatch');
  });

  test('hostile: headers out of order, ones that did not arrive, and names of Object.prototype', async () => {
    expect(await identify({ signedHeaders: ['x-amz-date', 'host'] })).toBe('403 SignatureDoesNotMatch');
    expect(await identify({ signedHeaders: ['host', 'x-absent', 'x-amz-date'] })).toBe('403 SignatureDoesNotMatch');
    expect(await identify({ signedHeaders: ['host', 'x-absent', 'x-amz-date'], invented: { 'x-absent': 'value' } })).toBe('403 SignatureDoesNotMatch');
    for (const name of ['constructor', '__proto__', 'tostring']) expect(await identify({ signedHeaders: [name, 'host', 'x-amz-date'] })).toBe('403 SignatureDoesNotMatch');
    expect(await identify({ signedHeaders: ['host', 'host', 'x-amz-date'] })).toBe('403 SignatureDoesNotMatch');
  });
});
