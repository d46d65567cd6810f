import { setTimeout as delay } from 'node:timers/promises';
import type { Registrations } from '@carnet/provider';
import { describe, expect, it } from 'vitest';
import { climb } from './climb.ts';
import { answered, discoveryDocument, fakeRequest, issuerUrl, publicKey, refusal, startMs, subject, told, tokenWith, waitingClock } from './testing/fake-ladder.ts';
import { rungTitles } from './rung.ts';

const order = ['issuer.discovery', 'issuer.name', 'issuer.keys', 'clock', 'mint', 'registration', 'exchange', 'identity', 'secret', 'json-key', 'list'];
const reference = { name: 'database', jsonKey: 'password' };

describe('the ladder', () => {
  it('tells every rung in its order, and the issuer a second time once an exchange was accepted', async () => {
    const { all, last } = await told(climb(fakeRequest({}, { references: [reference] })));
    expect(all.map(({ id }) => id)).toEqual([...order, 'issuer.discovery', 'issuer.name', 'issuer.keys']);
    expect(all.slice(0, 3).map(({ status }) => status)).toEqual(['unproven', 'unproven', 'unproven']);
    expect([...last.values()].filter(({ status }) => status !== 'pass').map(({ id }) => id)).toEqual(['registration']);
    expect(Object.keys(rungTitles).filter((id) => !id.startsWith('probe.'))).toEqual(order);
  });

  it('leaves the issuer unproven where the exchange is refused, and skips what comes after', async () => {
    const { last } = await told(climb(fakeRequest({ carnet: { authenticate: () => Promise.reject(refusal('TRUST_REJECTED', 'CODE-1')) } }, { references: [reference] })));
    expect(order.map((id) => last.get(id)?.status)).toEqual(['unproven', 'unproven', 'unproven', 'pass', 'pass', 'skip', 'fail', 'skip', 'skip', 'skip', 'skip']);
    expect(last.get('exchange')).toMatchObject({ error: { code: 'TRUST_REJECTED', cloudCode: 'CODE-1' }, sent: { issuer: issuerUrl, subject, audience: 'urn:cloud' } });
  });

  it('shows the claims and never the token', async () => {
    const { all, last } = await told(climb(fakeRequest()));
    expect(last.get('mint')?.sent).toEqual({ issuer: issuerUrl, subject, audience: 'urn:cloud', keyId: 'key-1', issuedAt: '2027-01-15T08:00:00.000Z', expiresAt: '2027-01-15T09:00:00.000Z' });
    expect(JSON.stringify(all)).not.toContain(tokenWith().split('.')[1]);
  });

  it('skips the issuer of a static credential, with the reason', async () => {
    const request = fakeRequest();
    const { last } = await told(climb({ ...request, credential: { ...request.credential, workloadIdentity: undefined } }));
    for (const id of [...order.slice(0, 6)]) expect(last.get(id)).toMatchObject({ status: 'skip', message: expect.stringMatching(/static credential/) });
    expect(last.get('exchange')?.status).toBe('pass');
  });

  it('leaves a static credential unproven until the store has been asked', async () => {
    const silent = { authenticate: async () => ({}), list: () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(refusal('ACCESS_DENIED')) }) }) };
    const request = fakeRequest({ carnet: silent });
    const credential = { ...request.credential, workloadIdentity: undefined };
    expect((await told(climb({ ...request, credential }))).last.get('exchange')?.status).toBe('unproven');
    expect((await told(climb({ ...request, credential, references: [reference] }))).last.get('exchange')?.status).toBe('pass');
  });

  it('that cannot mint tells why, and asks no cloud', async () => {
    const request = fakeRequest({ carnet: { authenticate: () => Promise.reject(new Error('asked')) } });
    const identity = { ...request.carnet.identity(''), subjectToken: () => Promise.reject(refusal('SUBJECT_TOKEN_UNAVAILABLE', 'SIGNING_KEY_MISSING')) };
    const { last } = await told(climb({ ...request, carnet: { ...request.carnet, identity: () => identity } }));
    expect(last.get('mint')).toMatchObject({ status: 'fail', error: { cloudCode: 'SIGNING_KEY_MISSING' } });
    expect(last.get('exchange')).toMatchObject({ status: 'skip', message: 'There is no token.' });
  });

  it('asks the cloud while the issuer still answers, and reads while it lists', async () => {
    const events: string[] = [];
    const noted = async <T>(name: string, value: T): Promise<T> => {
      events.push(`${name} asked`);
      await delay(5);
      events.push(`${name} answered`);
      return value;
    };
    const request = fakeRequest({
      discovery: () => noted('discovery', answered(discoveryDocument)),
      keys: () => noted('keys', answered({ keys: [publicKey] })),
      carnet: {
        authenticate: () => noted('exchange', {}),
        read: () => noted('read', { secret: {} as never, version: '1' }),
        async* list() { yield await noted('list', { name: 'a' }); },
      },
    }, { references: [reference], clock: { now: () => startMs, sleep: () => new Promise(() => undefined) } });
    await told(climb(request));
    const before = (first: string, second: string): boolean => events.indexOf(first) < events.indexOf(second);
    expect(before('exchange asked', 'discovery answered')).toBe(true);
    expect(before('list asked', 'read answered') && before('read asked', 'list answered')).toBe(true);
  });

  it('keeps nothing of a foreign error', async () => {
    const { all } = await told(climb(fakeRequest({ carnet: { authenticate: () => Promise.reject(new Error('canary')) } })));
    expect(JSON.stringify(all)).not.toContain('canary');
    expect(all.find(({ id }) => id === 'exchange')?.error?.code).toBe('PROVIDER_FAULT');
  });
});

describe('our own documents', () => {
  const refused = { authenticate: () => Promise.reject(refusal('SIGNATURE_REJECTED', 'CODE-2')) };

  it.each([
    ['another key', { keys: [{ ...publicKey, kid: 'key-2' }] }, /does not hold the key that signed our token \(key-1\)/],
    ['no key', { keys: [] }, /does not hold/],
    ['no list', { keys: 'none' }, /does not hold/],
    ['another algorithm', { keys: [{ ...publicKey, alg: 'RS512' }] }, /another alg than RS256/],
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
    ['a megabyte', () => answered(`{"a":"${'x'.repeat(1_000_000)}"}`), /no JSON object/],
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

  it('are not fetched from an issuer that is no https address', async () => {
    const { last } = await told(climb(fakeRequest({ token: tokenWith({ iss: 'http://169.254.169.254' }), discovery: () => { throw new Error('fetched'); }, carnet: refused })));
    expect(last.get('issuer.discovery')?.message).toContain('is no https address');
  });

  it('with a slash more are told by their last character', async () => {
    const { last } = await told(climb(fakeRequest({ discovery: () => answered({ ...discoveryDocument, issuer: `${issuerUrl}/` }), carnet: { authenticate: () => Promise.reject(refusal('TRUST_REJECTED')) } })));
    expect(last.get('issuer.name')).toMatchObject({ status: 'fail', difference: { position: issuerUrl.length + 1 }, message: expect.stringContaining('ends with a slash') });
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

  it('of a token that others have signed', async () => {
    expect((await clockOf(startMs, { exp: startMs / 1000 - 30 })).get('clock')).toMatchObject({ status: 'fail', message: expect.stringContaining('ended 30 s ago') });
  });
});

describe('what is registered', () => {
  const trusts = (...all: readonly object[]): Registrations => ({ commands: () => ['list them'], read: () => all as ReturnType<Registrations['read']> });
  const climbWith = async (registrations: Registrations, parts: Parameters<typeof fakeRequest>[0] = {}) =>
    (await told(climb(fakeRequest({ carnet: { authenticate: () => Promise.reject(refusal('TRUST_REJECTED')) }, ...parts, provider: { registrations } }, { registered: [{}] })))).last;
  const ours = { issuer: issuerUrl, subject, audiences: ['urn:cloud'] };

  it('is compared with the nearest, and the command mends that one', async () => {
    const last = await climbWith(trusts(
      { name: 'far', issuer: 'https://other.example', subject: 'x', audiences: ['y'], command: 'mend far' },
      { name: 'near', ...ours, subject: `${subject}0`, command: 'mend near' },
    ));
    expect(last.get('registration')).toMatchObject({ status: 'fail', message: expect.stringMatching(/None of 2 registered trusts fits; near is the nearest/), expected: { subject: `${subject}0` } });
    expect(last.get('exchange')).toMatchObject({ difference: { value: 'subject', registration: 'near', position: subject.length + 1 }, diagnosis: { command: 'mend near' } });
  });

  it('fits by one of several audiences, and by what is not told at all', async () => {
    expect((await climbWith(trusts({ name: 'a', subject, audiences: ['x', 'urn:cloud'] }))).get('registration')?.status).toBe('pass');
    expect((await climbWith(trusts({ name: 'a' }))).get('registration')?.status).toBe('pass');
  });

  it('that fits and has a problem is told with it', async () => {
    expect((await climbWith(trusts({ name: 'a', ...ours, problems: ['It names no subject.'] }))).get('registration')).toMatchObject({ status: 'fail', message: expect.stringContaining('It names no subject.') });
  });

  it('and does not fit a token that was accepted is amber', async () => {
    const last = await climbWith(trusts({ name: 'a', ...ours, subject: 'x' }), { carnet: {} });
    expect(last.get('registration')).toMatchObject({ status: 'warn', message: expect.stringMatching(/^The cloud took our token all the same/) });
  });

  it('is no list of the cloud, or makes its reader fail: INPUT_INVALID, and the commands', async () => {
    for (const read of [() => [], () => { throw new Error('canary'); }]) {
      expect((await climbWith({ commands: () => ['list them'], read })).get('registration')).toMatchObject({ error: { code: 'INPUT_INVALID' }, commands: ['list them'] });
    }
  });

  it('is nothing, as an empty list says', async () => {
    const { last } = await told(climb(fakeRequest({ provider: { registrations: trusts() }, carnet: { authenticate: () => Promise.reject(refusal('TRUST_REJECTED')) } }, { registered: [[]] })));
    expect(last.get('registration')).toMatchObject({ status: 'fail', message: 'Nothing is registered: the list is empty.' });
  });

  it('is asked for by command where nobody gave it', async () => {
    const { last } = await told(climb(fakeRequest({ provider: { registrations: trusts() }, carnet: { authenticate: () => Promise.reject(refusal('TRUST_REJECTED')) } })));
    expect(last.get('exchange')).toMatchObject({ commands: ['list them'], sent: { subject } });
  });
});

describe('propagation', () => {
  const refusing = (times: number) => {
    let calls = 0;
    return async () => {
      calls += 1;
      if (calls <= times) throw refusal('TRUST_REJECTED', 'CODE-3');
      return {};
    };
  };

  it('is waited for every 10 s, each attempt shown, where the trust is young', async () => {
    const clock = waitingClock();
    const attempts: number[] = [];
    const { last } = await told(climb(fakeRequest({ carnet: { authenticate: refusing(3) } }, { clock, createdAt: startMs - 60_000, onAttempt: ({ number }) => attempts.push(number) })));
    expect(last.get('exchange')?.status).toBe('pass');
    expect(attempts).toEqual([1, 2, 3]);
    expect(clock.waits).toEqual([10_000, 10_000, 10_000]);
  });

  it('ends after 5 minutes', async () => {
    const clock = waitingClock();
    const { last } = await told(climb(fakeRequest({ carnet: { authenticate: refusing(Infinity) } }, { clock, createdAt: startMs })));
    expect(last.get('exchange')?.status).toBe('fail');
    expect(clock.waits).toHaveLength(30);
  });

  it.each([['15 minutes old', startMs - 900_000], ['of unknown age', undefined]])('is not waited for by a trust that is %s', async (_, createdAt) => {
    const clock = waitingClock();
    await told(climb(fakeRequest({ carnet: { authenticate: refusing(1) } }, { clock, createdAt })));
    expect(clock.waits).toEqual([]);
  });

  it('is not what a wrong signature waits for', async () => {
    const clock = waitingClock();
    await told(climb(fakeRequest({ carnet: { authenticate: () => Promise.reject(refusal('SIGNATURE_REJECTED')) } }, { clock, createdAt: startMs })));
    expect(clock.waits).toEqual([]);
  });

  it('can be cancelled between two attempts', async () => {
    const controller = new AbortController();
    const { last } = await told(climb(fakeRequest({ carnet: { authenticate: refusing(Infinity) } }, { createdAt: startMs, signal: controller.signal, onAttempt: ({ number }) => { if (number === 2) controller.abort(); } })));
    expect(last.get('exchange')).toMatchObject({ status: 'fail', error: { code: 'ABORTED' } });
  });
});

describe('the negative probe', () => {
  const probed = async (open: NonNullable<Parameters<typeof fakeRequest>[0]>['provider'], changes: object = {}) => {
    const decoys: { readonly audience: string; readonly organization?: string | undefined }[] = [];
    const mint = async (decoy: (typeof decoys)[number]): Promise<string> => {
      decoys.push(decoy);
      return tokenWith({ aud: decoy.audience, ...(decoy.organization !== undefined && { sub: `organization:${decoy.organization}` }) });
    };
    const { last } = await told(climb(fakeRequest({ provider: { ...open } }, { probe: { mint, random: (size) => new Uint8Array(size).fill(255) }, ...changes })));
    return { decoys, subject: last.get('probe.subject'), audience: last.get('probe.audience') };
  };

  it('shows a stranger\'s token and one for another audience, in sessions of their own, and both are refused', async () => {
    const shown: string[] = [];
    const sessions = new Set<unknown>();
    const result = await probed({ open: (_, { subjectToken, session }) => ({
      async authenticate() {
        sessions.add(session);
        shown.push(await subjectToken());
        throw refusal('TRUST_REJECTED', 'CODE-4');
      },
      read: () => Promise.reject(new Error('read')),
    }) });
    expect(result.subject).toMatchObject({ status: 'pass', message: 'The cloud refused it (CODE-4).', sent: { subject: 'organization:ffffffff-ffff-4fff-bfff-ffffffffffff', audience: 'urn:cloud' } });
    expect(result.audience).toMatchObject({ status: 'pass', sent: { subject, audience: 'urn:carnet:probe:ffffffff-ffff-4fff-bfff-ffffffffffff' } });
    expect(shown).toHaveLength(2);
    expect(sessions.size).toBe(2);
  });

  it('that is accepted is TRUST_TOO_WIDE, and the answer is thrown away', async () => {
    const sessions: Map<string, unknown>[] = [];
    let closed = 0;
    const result = await probed({ open: (_, { session }) => ({
      async authenticate() {
        session.set('credential', 'canary');
        sessions.push(session);
        return { principal: 'canary' };
      },
      read: () => Promise.reject(new Error('read')),
      close: async () => { closed += 1; },
    }) });
    expect(result.subject).toMatchObject({ status: 'fail', error: { code: 'TRUST_TOO_WIDE' } });
    expect(result.audience).toMatchObject({ status: 'fail', error: { code: 'TRUST_TOO_WIDE' } });
    expect(JSON.stringify(result)).not.toContain('canary');
    expect(sessions.map(({ size }) => size)).toEqual([0, 0]);
    expect(closed).toBe(2);
  });

  it('that is not answered proves nothing', async () => {
    const result = await probed({ open: () => ({ authenticate: () => Promise.reject(refusal('TOKEN_ENDPOINT_UNREACHABLE')), read: () => Promise.reject(new Error('read')) }) });
    expect(result.subject).toMatchObject({ status: 'warn', message: expect.stringMatching(/not known/) });
  });

  it('is not needed where the cloud compares exactly; what is registered is counted', async () => {
    const registrations: Registrations = { exactMatch: true, commands: () => [], read: () => [{ name: 'a' }, { name: 'b' }] };
    const { subject: rung, decoys } = await probed({ registrations }, { registered: [{}] });
    expect(rung).toMatchObject({ status: 'skip', message: 'Not needed: this cloud compares all three values exactly; 2 registered.' });
    expect(decoys).toEqual([]);
  });

  it('is left out where nothing was asked for, no decoy can be minted, or the real token is refused', async () => {
    expect((await told(climb(fakeRequest()))).last.has('probe.subject')).toBe(false);
    expect((await probed({}, { probe: { random: (size: number) => new Uint8Array(size) } })).subject).toMatchObject({ status: 'skip', message: expect.stringContaining('mints no decoys') });
    const { carnet } = fakeRequest();
    expect((await probed({}, { carnet: { ...carnet, authenticate: () => Promise.reject(refusal('TRUST_REJECTED')) } })).subject).toMatchObject({ status: 'skip', message: expect.stringContaining('Without an accepted exchange') });
  });
});

describe('the store', () => {
  const deniedList = () => ({ [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(refusal('ACCESS_DENIED')) }) });

  it('a denied secret is amber, a denied list too, and neither is a broken trust', async () => {
    const { last } = await told(climb(fakeRequest({ carnet: { read: () => Promise.reject(refusal('ACCESS_DENIED')), list: deniedList } }, { references: [reference] })));
    expect(['exchange', 'secret', 'json-key', 'list'].map((id) => last.get(id)?.status)).toEqual(['pass', 'warn', 'skip', 'warn']);
  });

  it('a missing secret names what is near it', async () => {
    const { last } = await told(climb(fakeRequest({ carnet: { read: () => Promise.reject(refusal('SECRET_NOT_FOUND')) } }, { references: [{ name: 'api-kye' }], nearName: (_, known) => known.find((name) => name === 'api-key') })));
    expect(last.get('secret')?.diagnosis?.cure).toContain("The store holds 'api-key'");
  });

  it('a missing JSON key is told apart from the secret, which is read once', async () => {
    let reads = 0;
    const read = () => {
      reads += 1;
      return Promise.reject(refusal('JSON_KEY_NOT_FOUND'));
    };
    const { last } = await told(climb(fakeRequest({ carnet: { read } }, { references: [reference] })));
    expect([last.get('secret')?.status, last.get('json-key')?.status, reads]).toEqual(['pass', 'fail', 1]);
  });
});
