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

  it('that a provider cannot tell, or tells in another shape, is no list of the cloud and ends nothing', async () => {
    const fail = (): never => { throw new Error('canary'); };
    const shapes: readonly unknown[] = ['text', [null], [{ name: 1 }], [{ name: 'a', audiences: 'x' }], [{ name: 'a', problems: [{}] }]];
    for (const read of [fail, ...shapes.map((shape) => () => shape as ReturnType<Registrations['read']>)]) {
      const last = await climbWith({ commands: fail, read });
      expect(last.get('registration')).toMatchObject({ error: { code: 'INPUT_INVALID' }, commands: [] });
      expect(last.get('exchange')?.status).toBe('fail');
    }
  });

  it('in one of two places is found there, whatever the other place has not', async () => {
    const registrations: Registrations = { commands: () => [], read: () => [{ name: 'a', ...ours }] };
    const { last } = await told(climb(fakeRequest({ provider: { registrations } }, { registered: [[], [{}]] })));
    expect(last.get('registration')?.status).toBe('pass');
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

  it('is waited for 5 minutes in all, by exchange and secret together, so that the cloud has the last word', async () => {
    const clock = waitingClock();
    const carnet = { authenticate: refusing(20), read: () => Promise.reject(refusal('ACCESS_DENIED')) };
    const { last } = await told(climb(fakeRequest({ carnet }, { clock, createdAt: startMs, references: [{ name: 'api-key' }] })));
    expect(last.get('secret')).toMatchObject({ status: 'warn', error: { code: 'ACCESS_DENIED' } });
    expect(clock.waits).toHaveLength(30);
  });

  it.each([['15 minutes old', startMs - 900_000], ['of unknown age', undefined]])('is not waited for by a trust that is %s', async (_, createdAt) => {
    const clock = waitingClock();
    await told(climb(fakeRequest({ carnet: { authenticate: refusing(1) } }, { clock, createdAt })));
    expect(clock.waits).toEqual([]);
  });

  it('is not waited for where the list of what is registered says that our values are not there', async () => {
    const clock = waitingClock();
    const { last } = await told(climb(fakeRequest({ provider: { registrations: { commands: () => [], read: () => [] } }, carnet: { authenticate: refusing(Infinity) } }, { clock, createdAt: startMs, registered: [[]] })));
    expect(last.get('exchange')?.status).toBe('fail');
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

  it('that was accepted is told, whatever closing the store does', async () => {
    for (const close of [() => { throw new Error('canary'); }, () => Promise.reject(new Error('canary')), () => new Promise<void>(() => undefined)]) {
      const result = await probed({ open: (_, { subjectToken }) => ({ authenticate: async () => { await subjectToken(); return {}; }, read: () => Promise.reject(new Error('read')), close }) });
      expect(result.subject).toMatchObject({ status: 'fail', error: { code: 'TRUST_TOO_WIDE' } });
    }
  });

  it('that no cloud was shown is no trust that is too wide', async () => {
    const result = await probed({ open: () => ({ authenticate: async () => ({}), read: () => Promise.reject(new Error('read')) }) });
    expect(result.subject).toMatchObject({ status: 'warn', message: expect.stringContaining('the provider showed it no token') });
  });

  it('that is accepted is TRUST_TOO_WIDE, and the answer is thrown away', async () => {
    const sessions: Map<string, unknown>[] = [];
    let closed = 0;
    const result = await probed({ open: (_, { session, subjectToken }) => ({
      async authenticate() {
        await subjectToken();
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

  it('counts nothing where the provider fails to read, and goes on', async () => {
    const registrations: Registrations = { exactMatch: true, commands: () => [], read: () => { throw new Error('canary'); } };
    expect((await probed({ registrations }, { registered: [{}] })).subject).toMatchObject({ status: 'skip', message: 'Not needed: this cloud compares all three values exactly.' });
  });

  it('is left out where nothing was asked for, no decoy can be minted, or the real token is refused', async () => {
    expect((await told(climb(fakeRequest()))).last.has('probe.subject')).toBe(false);
    expect((await probed({}, { probe: { random: (size: number) => new Uint8Array(size) } })).subject).toMatchObject({ status: 'skip', message: expect.stringContaining('mints no decoys') });
    const { carnet } = fakeRequest();
    const refused = await probed({}, { probe: { mint: async () => { throw new Error('No decoy is minted.'); }, refusal: async () => 'Not within the hour.', random: (size: number) => new Uint8Array(size) } });
    expect(refused.subject).toMatchObject({ status: 'skip', message: 'Not within the hour.' });
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
