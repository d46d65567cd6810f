import { describe, expect, it } from 'vitest';
import { climb } from './climb.ts';
import { answered, discoveryDocument, fakeRequest, issuerUrl, publicKey, refusal, startMs, told, tokenWith } from './testing/fake-ladder.ts';

describe('our own documents', () => {
  const refused = { authenticate: () => Promise.reject(refusal('SIGNATURE_REJECTED', 'CODE-2')) };

  it.each([
    ['another key', { keys: [{ ...publicKey, kid: 'key-2' }] }, /does not hold the key that signed our token \(key-1\)/],
    ['no key', { keys: [] }, /does not hold/],
    ['no list', { keys: 'none' }, /does not hold/],
    ['another algorithm', { keys: [{ ...publicKey, alg: 'RS512' }] }, /another alg than RS256/],
    ['another key under the same id', { keys: [publicKey, { ...publicKey, n: 'other' }] }, /holds 2 keys with the id key-1/],
    ['an encryption key', { keys: [{ ...publicKey, use: 'enc' }] }, /another use than sig/],
    ['a private member', { keys: [{ ...publicKey, d: 'canary' }] }, /publishes the private half/],
  ])('a JWKS with %s is named as the cause before what the cloud says', async (_, document, sentence) => {
    const { last, all } = await told(climb(fakeRequest({ keys: () => answered(document), carnet: refused })));
    expect(last.get('issuer.keys')).toMatchObject({ status: 'fail', message: expect.stringMatching(sentence) });
    expect(last.get('exchange')?.diagnosis?.cause).toMatch(new RegExp(`^The cause is on our side\\. .*${sentence.source}`));
    expect(last.get('exchange')?.error?.cloudCode).toBe('CODE-2');
    expect(JSON.stringify(all)).not.toContain('canary');
  });

  it('a private key in the JWKS stays red although the cloud accepts; a missing key becomes amber', async () => {
    const leaked = await told(climb(fakeRequest({ keys: () => answered({ keys: [{ ...publicKey, p: 'canary' }] }) })));
    expect(leaked.last.get('issuer.keys')?.status).toBe('fail');
    const missing = await told(climb(fakeRequest({ keys: () => answered({ keys: [] }) })));
    expect(missing.last.get('issuer.keys')).toMatchObject({ status: 'warn', message: expect.stringContaining('accepted the exchange all the same') });
  });

  const error = (code: string): (() => never) => () => { throw Object.assign(new Error('canary'), { code }); };
  it.each([
    ['a name that does not resolve', error('ENOTFOUND'), /does not resolve \(DNS\) \(ENOTFOUND\)/],
    ['an expired certificate', error('CERT_HAS_EXPIRED'), /certificate that has expired/],
    ['a certificate of another host', error('ERR_TLS_CERT_ALTNAME_INVALID'), /certificate of another host/],
    ['a private certificate', error('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), /certificate that this host does not trust/],
    ['a refused connection', error('ECONNREFUSED'), /cannot be reached \(ECONNREFUSED\)/],
    ['a private address', () => { throw refusal('STORE_ADDRESS_REFUSED'); }, /public address/],
    ['404', () => answered('no', { status: 404 }), /answers 404\./],
    ['a foreign error page', () => answered({ code: 'SIGNING_KEY_MISSING', title: 'canary', hint: 'canary' }, { status: 503 }), /answers 503\./],
    ['our issuer without a key', () => answered({ type: 'https://carnet.dev/errors/SIGNING_KEY_MISSING', code: 'SIGNING_KEY_MISSING', title: 'No signing key.', hint: 'Set OIDC_PRIVATE_KEY.' }, { status: 503 }), /answers 503: No signing key\.[^]*Set OIDC_PRIVATE_KEY/],
    ['a redirect', () => answered('', { status: 301, headers: { location: 'https://other.example/x' } }), /redirect \(301\) to other\.example/],
    ['a page', () => answered('<html>canary</html>'), /no JSON object/],
    ['a list', () => answered('[]'), /no JSON object/],
    ['a megabyte', () => answered(`{"a":"${'x'.repeat(1_000_000)}"}`), /more than 256 KiB/],
  ])('%s instead of the discovery document', async (_, discovery, sentence) => {
    const { last, all } = await told(climb(fakeRequest({ discovery, carnet: refused })));
    const rung = last.get('issuer.discovery');
    expect(rung).toMatchObject({ status: 'fail', error: { code: 'ISSUER_UNREACHABLE' } });
    expect(`${rung?.message} ${rung?.diagnosis?.cure}`).toMatch(sentence);
    expect(last.get('issuer.name')?.status).toBe('skip');
    expect(JSON.stringify(all)).not.toContain('canary');
  });

  it('that never answer end with the deadline', async () => {
    const { last } = await told(climb(fakeRequest({ discovery: () => new Promise(() => undefined) })));
    expect(last.get('issuer.discovery')?.message).toContain('no answer within 10 s');
  });

  it('that begin to answer and go on byte by byte end with the deadline, too', async () => {
    const slow = new ReadableStream({ start(controller) { controller.enqueue(new Uint8Array(1)); } });
    const { last } = await told(climb(fakeRequest({ keys: () => new Response(slow), carnet: refused })));
    expect(last.get('issuer.keys')?.message).toContain('no answer within 10 s');
  });

  it('without an end are read no further than a cloud would', async () => {
    let chunks = 0;
    let isCancelled = false;
    const endless = new ReadableStream({ pull(controller) { chunks += 1; controller.enqueue(new Uint8Array(65_536).fill(32)); }, cancel() { isCancelled = true; } });
    const { last } = await told(climb(fakeRequest({ keys: () => new Response(endless), carnet: refused })));
    expect(last.get('issuer.keys')).toMatchObject({ status: 'fail', message: expect.stringContaining('more than 256 KiB') });
    expect(isCancelled).toBe(true);
    expect(chunks).toBeLessThan(8);
  });

  it('that name an address with a password in it, or of any length, are not followed and not repeated', async () => {
    const address = `https://user:canary@issuer.example.com/jwks/${'x'.repeat(100_000)}`;
    const { last, all } = await told(climb(fakeRequest({ discovery: () => answered({ ...discoveryDocument, jwks_uri: address }), keys: () => { throw new Error('fetched'); }, carnet: refused })));
    expect(last.get('issuer.keys')?.message).toContain('a user or a password in front of its host');
    expect(JSON.stringify(all)).not.toContain('canary');
    expect(JSON.stringify(all).length).toBeLessThan(10_000);
  });

  it('with thousands of keys are told by the first few', async () => {
    const { last } = await told(climb(fakeRequest({ keys: () => answered({ keys: Array.from({ length: 2_000 }, (_, index) => ({ kty: 'RSA', kid: `other-${index}` })) }), carnet: refused })));
    expect(last.get('issuer.keys')?.expected?.['keyIds']).toMatch(/other-9 and 1990 more$/);
  });

  it('are not fetched from an issuer that is no https address', async () => {
    const { last } = await told(climb(fakeRequest({ token: tokenWith({ iss: 'http://169.254.169.254' }), discovery: () => { throw new Error('fetched'); }, carnet: refused })));
    expect(last.get('issuer.discovery')?.message).toContain('is no https address');
  });

  it('with a slash more are told by their last character', async () => {
    const { last } = await told(climb(fakeRequest({ discovery: () => answered({ ...discoveryDocument, issuer: `${issuerUrl}/` }), carnet: { authenticate: () => Promise.reject(refusal('TRUST_REJECTED')) } })));
    expect(last.get('issuer.name')).toMatchObject({ status: 'fail', difference: { position: issuerUrl.length + 1 }, message: expect.stringContaining('the document ends with a slash, and ours does not') });
    expect(last.get('exchange')?.diagnosis?.cause).toContain('on our side');
  });
});

describe('clock skew', () => {
  const clockOf = async (date: number, claims: object = {}, headers: Readonly<Record<string, string>> = {}) => {
    const at = (document: unknown) => () => answered(document, { headers: { date: new Date(date).toUTCString(), ...headers } });
    return (await told(climb(fakeRequest({ token: tokenWith(claims), discovery: at(discoveryDocument), keys: at({ keys: [publicKey] }), carnet: { authenticate: () => Promise.reject(refusal('CLOCK_SKEW')) } })))).last;
  };

  it.each([
    ['none', 0, 'pass', /agrees|does no harm/],
    ['a few seconds', -20_000, 'pass', /does no harm/],
    ['two minutes, within the life of the token', 120_000, 'warn', /120 s behind that of the issuer's host/],
    ['612 s ahead: the token begins later', -612_000, 'fail', /begins to be valid in 55[12] s only: our clock is 61[12] s ahead/],
    ['two hours behind: the token has ended', 7_200_000, 'fail', /ended 3600 s ago: our clock is 7200 s behind/],
  ])('of %s', async (_, shift, status, sentence) => {
    const last = await clockOf(startMs + shift);
    expect(last.get('clock')).toMatchObject({ status, message: expect.stringMatching(sentence) });
    if (status !== 'pass') expect(last.get('exchange')?.diagnosis).toMatchObject({ cause: expect.stringContaining('on our side'), command: 'timedatectl set-ntp true' });
  });

  it('is not taken from the age of a cached answer', async () => {
    expect((await clockOf(startMs - 600_000, {}, { age: '600' })).get('clock')?.status).toBe('pass');
  });

  it('is not what an old token, or one from the future, suffers from where both clocks agree', async () => {
    const old = (await clockOf(startMs, { exp: startMs / 1000 - 30 })).get('clock');
    expect(old).toMatchObject({ status: 'fail', message: expect.stringMatching(/ended 30 s ago, and the clock of this host is right/), diagnosis: { cure: expect.stringContaining('renewed') } });
    expect(old?.diagnosis?.command).toBeUndefined();
    expect((await clockOf(startMs, { nbf: startMs / 1000 + 900 })).get('clock')).toMatchObject({ status: 'fail', message: expect.stringMatching(/in 900 s only.*which signed it is ahead/) });
  });
});
