import { CarnetError, type SecretReference, type SubjectTokenSource } from '@carnet/provider';
import fc from 'fast-check';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ResolutionError } from '../index.ts';
import { memoryProvider } from '../memory.ts';
import { failureOf, fakeCarnet, variablesFor } from '../testing/fake-carnet.ts';
import { fakeProvider, fakeTokens, notFound, textBytes } from '../testing/fake-provider.ts';

describe('C5: what is read', () => {
  it('reads db#user and db#password once', async () => {
    const { provider, calls } = fakeProvider({ db: '{"user":"u","password":"p"}' });
    const { carnet, clock } = fakeCarnet({ providers: [provider], variables: { U: { credential: 'main', secret: 'db#user' }, P: { credential: 'main', secret: { name: 'db', jsonKey: 'password' } } } });
    const resolution = await clock.finish(carnet.resolve());
    expect(calls.reads).toEqual(['db']);
    expect(resolution.secret('U')?.reveal()).toBe('u');
    expect(resolution.secret('P')?.reveal()).toBe('p');
  });

  it('gives a file its bytes as they are, and a variable text alone', async () => {
    const binary = new Uint8Array([0, 255, 10]);
    const memory = { providers: [memoryProvider({ binary, json: '{"key":"picked"}' })], workloadIdentities: {}, credentials: { main: { provider: 'memory', method: 'none' } } };
    const form = { credential: 'main', as: 'file' } as const;
    const { carnet, clock } = fakeCarnet({ ...memory, variables: { STORE: { ...form, secret: 'binary' }, KEY: { ...form, secret: 'json#key' }, TEXT: { credential: 'main', secret: 'json', as: 'environment' } } });
    const { variables } = await clock.finish(carnet.resolve());
    expect(variables.map(({ secret, as, encoding }) => [secret?.revealBytes(), as, encoding])).toEqual([
      [binary, 'file', undefined], [textBytes('picked'), 'file', undefined], [textBytes('{"key":"picked"}'), 'environment', 'utf8'],
    ]);
    expect(carnet.plan().variables.map(({ as, encoding }) => [as, encoding])).toEqual([['file', undefined], ['file', undefined], ['environment', 'utf8']]);
    const text = fakeCarnet({ ...memory, variables: { STORE: { credential: 'main', secret: 'binary' } } });
    expect(await failureOf(text.clock.finish(text.carnet.resolve()))).toMatchObject({ failures: [{ error: { code: 'SECRET_NOT_TEXT' } }] });
  });

  it('reads two versions of one secret separately', async () => {
    const memory = memoryProvider({ key: 'old' });
    memory.set('key', 'new');
    const { carnet, clock } = fakeCarnet({
      providers: [memory],
      workloadIdentities: {},
      credentials: { main: { provider: 'memory', method: 'none' } },
      variables: { OLD: { credential: 'main', secret: 'key@1' }, NEW: { credential: 'main', secret: 'key' } },
    });
    const { variables } = await clock.finish(carnet.resolve());
    expect(variables.map(({ name, secret, version }) => [name, secret?.reveal(), version])).toEqual([['OLD', 'old', '1'], ['NEW', 'new', '2']]);
  });

  it('any list of references: one read for each secret and version, every variable its own value, in the order of definition', async () => {
    const names = fc.constantFrom('a', 'b', 'c', '__proto__');
    const reference: fc.Arbitrary<SecretReference> = fc.oneof(fc.record({ name: names }), fc.record({ name: names, version: fc.constantFrom('1', '2') }));
    await fc.assert(fc.asyncProperty(fc.array(reference, { maxLength: 20 }), async (references) => {
      const reads: string[] = [];
      const { provider } = fakeProvider({}, () => ({
        read: async ({ name, version }) => {
          reads.push(`${name}@${version ?? ''}`);
          return { bytes: textBytes(`${name}@${version ?? ''}`), version: version ?? '9' };
        },
      }));
      const variables = Object.fromEntries(references.map((secret, index) => [`V${index}`, { credential: 'main', secret }]));
      const { carnet, clock } = fakeCarnet({ providers: [provider], variables });
      const expected = references.map(({ name, version }) => `${name}@${version ?? ''}`);
      const resolution = await clock.finish(carnet.resolve());
      expect(resolution.variables.map(({ secret }) => secret?.reveal())).toEqual(expected);
      expect(reads.toSorted()).toEqual([...new Set(expected)].toSorted());
      expect(carnet.plan().reads).toHaveLength(reads.length);
    }), { numRuns: 50 });
  });

  it('tells every name that no store can hold: all of them in plan, and in resolve beside what was read', async () => {
    const canonicalName = (name: string): string => {
      if (!name.includes(' ')) return name;
      throw new CarnetError({ code: 'REFERENCE_INVALID', message: `The name '${name}' has a space.`, hint: 'Use a hyphen.' });
    };
    const { provider, calls } = fakeProvider({ good: 'x' }, () => ({ canonicalName }));
    const secrets = { ONE: 'a b', TWO: 'good', THREE: 'c d', FOUR: 'a b#key' };
    const { carnet, clock } = fakeCarnet({ providers: [provider], variables: Object.fromEntries(Object.entries(secrets).map(([name, secret]) => [name, { credential: 'main', secret }])) });
    expect(() => carnet.plan()).toThrow(expect.objectContaining({
      code: 'REFERENCE_INVALID', provider: 'fake', hint: 'Use a hyphen.', message: "ONE, FOUR: The name 'a b' has a space. THREE: The name 'c d' has a space.",
    }));
    const error = await failureOf(clock.finish(carnet.resolve()));
    expect((error as ResolutionError).failures.map(({ variables, error: { code } }) => [variables, code])).toEqual([[['ONE', 'FOUR'], 'REFERENCE_INVALID'], [['THREE'], 'REFERENCE_INVALID']]);
    expect(calls.reads).toEqual(['good']);
    // A selection without them is none of their business.
    expect((await clock.finish(carnet.resolve({ only: ['TWO'] }))).secret('TWO')?.reveal()).toBe('x');
  });

  it('refuses two spellings of one secret, in plan and in resolve, before anything is read', async () => {
    const { provider, calls } = fakeProvider({ 'a-b': 'x' }, () => ({ canonicalName: (name) => name.replaceAll('_', '-') }));
    const { carnet, clock } = fakeCarnet({ providers: [provider], variables: { ONE: { credential: 'main', secret: 'a_b#x' }, TWO: { credential: 'main', secret: 'a-b@2' } } });
    expect(() => carnet.plan()).toThrow(/'a_b' and 'a-b' of credential 'main' are the same secret 'a-b'/);
    // A selection does not hide it.
    expect(await failureOf(clock.finish(carnet.resolve({ only: ['ONE'] })))).toMatchObject({ code: 'SECRET_NAME_COLLISION', provider: 'fake' });
    expect(calls).toMatchObject({ authenticate: 0, reads: [] });
  });

  it('hands the store the canonical name', async () => {
    const { provider, calls } = fakeProvider({ 'a-b': 'x' }, () => ({ canonicalName: (name) => name.replaceAll('_', '-') }));
    const { carnet, clock } = fakeCarnet({ providers: [provider], variables: { ONE: { credential: 'main', secret: 'a_b' } } });
    expect((await clock.finish(carnet.resolve())).variables[0]?.reference).toEqual({ name: 'a_b' });
    expect(calls.reads).toEqual(['a-b']);
  });

  it('plans the whole once, and a provider that could not be opened anew', async () => {
    let asked = 0;
    let opened = 0;
    const { provider } = fakeProvider({ a: 'x' }, () => ({ canonicalName: (name) => {
      asked += 1;
      return name;
    } }));
    const { carnet, clock } = fakeCarnet({ providers: [{ ...provider, open: (connection, context) => {
      opened += 1;
      if (opened === 1) throw new CarnetError({ code: 'STORE_ADDRESS_REFUSED', message: 'Not yet.' });
      return provider.open(connection, context);
    } }], variables: variablesFor(['a']) });
    await failureOf(clock.finish(carnet.resolve()));
    for (const _ of [1, 2]) expect((await clock.finish(carnet.resolve())).secret('V0')?.reveal()).toBe('x');
    expect([opened, asked]).toEqual([2, 1]);
  });

  it('reads at most 20 at once, in parallel', async () => {
    let running = 0;
    let most = 0;
    const { provider } = fakeProvider({}, ({ clock }) => ({
      read: async () => {
        running += 1;
        most = Math.max(most, running);
        await clock.sleep(100);
        running -= 1;
        return { bytes: textBytes('x'), version: '1' };
      },
    }));
    const { carnet, clock } = fakeCarnet({ providers: [provider], variables: variablesFor(Array.from({ length: 50 }, (_, index) => `s${index}`)) });
    const startedAt = clock.now();
    await clock.finish(carnet.resolve());
    expect(most).toBe(20);
    expect(clock.now() - startedAt).toBe(300);
  });

  it('C1: every resolve reads fresh', async () => {
    const memory = memoryProvider({ key: 'old' });
    const { carnet, clock } = fakeCarnet({ providers: [memory], workloadIdentities: {}, credentials: { main: { provider: 'memory', method: 'none' } }, variables: variablesFor(['key']) });
    const before = await clock.finish(carnet.resolve());
    memory.set('key', 'new');
    const after = await clock.finish(carnet.resolve());
    expect([before, after].map(({ variables: [only] }) => [only?.secret?.reveal(), only?.version])).toEqual([['old', '1'], ['new', '2']]);
    // C7: the fingerprint alone shows the rotation.
    expect(before.variables[0]?.fingerprint).not.toBe(after.variables[0]?.fingerprint);
  });

  it('never expands a value that looks like a reference', async () => {
    const { provider } = fakeProvider({ a: '${secret:b}', b: 'reached' });
    const { carnet, clock } = fakeCarnet({ providers: [provider], variables: { A: { credential: 'main', secret: 'a' }, B: { value: '${A} a#b@c' } } });
    const resolution = await clock.finish(carnet.resolve());
    expect([resolution.secret('A')?.reveal(), resolution.secret('B')?.reveal()]).toEqual(['${secret:b}', '${A} a#b@c']);
  });

  it('finds no secret under a name of Object.prototype that is no variable', async () => {
    const { carnet, clock } = fakeCarnet({ providers: [fakeProvider().provider] });
    const resolution = await clock.finish(carnet.resolve());
    expect(resolution.secret('constructor')).toBeUndefined();
    expect(resolution.secret('__proto__')).toBeUndefined();
  });
});

describe('C5: what fails', () => {
  it('lists every missing and denied secret at once, each with its diagnosis', async () => {
    const names = Array.from({ length: 50 }, (_, index) => `secret-${index}`);
    const { provider } = fakeProvider({}, () => ({
      read: async (reference) => {
        const number = Number(reference.name.slice(7));
        if (number < 3) throw notFound(reference);
        if (number > 47) throw new CarnetError({ code: 'ACCESS_DENIED', message: 'Denied.' });
        return { bytes: textBytes('x'), version: '1' };
      },
    }));
    const { carnet, clock } = fakeCarnet({ providers: [provider], variables: variablesFor(names) });
    const error = await failureOf(clock.finish(carnet.resolve()));
    expect(error).toBeInstanceOf(ResolutionError);
    const { failures, code } = error as ResolutionError;
    expect(code).toBe('RESOLUTION_FAILED');
    expect(failures.map((failure) => [failure.variables, failure.error.code])).toEqual([
      [['V0'], 'SECRET_NOT_FOUND'], [['V1'], 'SECRET_NOT_FOUND'], [['V2'], 'SECRET_NOT_FOUND'], [['V48'], 'ACCESS_DENIED'], [['V49'], 'ACCESS_DENIED'],
    ]);
    expect(failures[0]).toMatchObject({ credential: 'main', provider: 'fake', workloadIdentity: 'wi', reference: { name: 'secret-0' } });
    for (const { diagnosis } of failures) expect(diagnosis).toMatchObject({ cause: expect.any(String), cure: expect.any(String), severity: 'error' });
  });

  it('F secret not found: says the name, where it was looked for, and the name near it', async () => {
    const { provider } = fakeProvider({ 'api-key': 'x' });
    const { carnet, clock } = fakeCarnet({
      providers: [provider],
      credentials: { main: { provider: 'fake', identity: 'wi', store: { vault: 'north' } } },
      variables: { GOOD: { credential: 'main', secret: 'api-key' }, BAD: { credential: 'main', secret: 'api-kye' } },
    });
    const { failures } = await failureOf(clock.finish(carnet.resolve())) as ResolutionError;
    expect(failures[0]?.diagnosis.cause).toBe("Secret not found: 'api-kye', looked for through credential 'main' (fake, vault north).");
    expect(failures[0]?.diagnosis.cure).toContain("'api-key'");
  });

  it('optional covers what is not found and nothing else', async () => {
    const { provider } = fakeProvider({}, () => ({
      read: async (reference) => {
        if (reference.name === 'missing') throw notFound(reference);
        throw new CarnetError({ code: reference.name === 'denied' ? 'ACCESS_DENIED' : 'SECRET_DISABLED', message: 'No.' });
      },
    }));
    const optional = (secret: string) => ({ credential: 'main', secret, optional: true });
    const { carnet, clock } = fakeCarnet({ providers: [provider], variables: { M: optional('missing'), K: optional('missing#key'), D: optional('denied'), X: optional('disabled') } });
    const unset = await clock.finish(carnet.resolve({ only: ['M', 'K'] }));
    expect(unset.variables.map(({ secret, fingerprint }) => [secret, fingerprint])).toEqual([[undefined, undefined], [undefined, undefined]]);
    const { failures } = await failureOf(clock.finish(carnet.resolve())) as ResolutionError;
    expect(failures.map(({ variables, error }) => [variables, error.code])).toEqual([[['D'], 'ACCESS_DENIED'], [['X'], 'SECRET_DISABLED']]);
  });

  it('an optional variable beside one that is not: the missing secret fails the second alone', async () => {
    const { carnet, clock } = fakeCarnet({
      providers: [fakeProvider().provider],
      variables: { SOFT: { credential: 'main', secret: 'gone', optional: true }, HARD: { credential: 'main', secret: 'gone' } },
    });
    const { failures } = await failureOf(clock.finish(carnet.resolve())) as ResolutionError;
    expect(failures.map(({ variables }) => variables)).toEqual([['HARD']]);
  });

  it('takes the provider\'s own diagnosis, and ours where it throws or gives none', async () => {
    const causes: (string | undefined)[] = [];
    for (const answer of [() => ({ cause: 'own', cure: 'own cure', severity: 'warning' as const }), () => undefined, () => { throw new Error('broken'); }, () => ({ cause: 1 }) as never]) {
      const { provider } = fakeProvider({}, () => ({ read: async () => { throw new CarnetError({ code: 'ACCESS_DENIED', message: 'Denied.' }); } }), { diagnose: answer });
      const { carnet, clock } = fakeCarnet({ providers: [provider], variables: variablesFor(['a']) });
      const { failures } = await failureOf(clock.finish(carnet.resolve())) as ResolutionError;
      causes.push(failures[0]?.diagnosis.cause);
    }
    expect(causes).toEqual(['own', 'Denied.', 'Denied.', 'Denied.']);
  });

  it('gives the diagnosis the claims of our token, and never the token', async () => {
    let seen: unknown;
    const { provider } = fakeProvider({}, ({ subjectToken }) => ({
      authenticate: async ({ signal }) => {
        await subjectToken({ signal });
        throw new CarnetError({ code: 'TRUST_REJECTED', message: 'Not trusted.' });
      },
    }), { diagnose: (failure) => { seen = failure; return undefined; } });
    const { carnet, clock } = fakeCarnet({ providers: [provider], variables: variablesFor(['a']) });
    const error = await failureOf(clock.finish(carnet.resolve())) as ResolutionError;
    expect(seen).toMatchObject({
      operation: 'authenticate', method: 'workload-identity', identity: { tenant: 't' },
      token: { issuer: 'https://issuer.example', subject: 'organization:6f9619ff', audience: 'https://fake.example', keyId: 'key-1', issuedAt: 1, expiresAt: 2 },
    });
    expect(error.failures[0]?.diagnosis.sent).toEqual({ issuer: 'https://issuer.example', subject: 'organization:6f9619ff', audience: 'https://fake.example' });
    expect(inspect(error)).toContain('subject: organization:6f9619ff');
    expect(inspect(error) + JSON.stringify([seen, error])).not.toContain('eyJ');
  });

  it('B6 JSON key not found: names the key and the secret, never the value', async () => {
    const { carnet, clock } = fakeCarnet({ providers: [fakeProvider({ db: '{"password":"canary-value"}' }).provider], variables: variablesFor(['db#pasword']) });
    const error = await failureOf(clock.finish(carnet.resolve())) as ResolutionError;
    expect(error.failures[0]?.error).toMatchObject({ code: 'JSON_KEY_NOT_FOUND', message: "JSON key not found: 'pasword' in secret 'db' of credential 'main', which has no such key and has 'password': was that meant?" });
    expect(inspect(error) + JSON.stringify(error)).not.toContain('canary-value');
  });

  it('names an unknown variable and the one near it', async () => {
    const { carnet, clock } = fakeCarnet({ providers: [fakeProvider().provider], variables: { API_KEY: { value: 'x' } } });
    expect(await failureOf(clock.finish(carnet.resolve({ only: ['API_KYE'] })))).toMatchObject({ code: 'VARIABLE_NOT_FOUND', message: expect.stringContaining("'API_KEY'") });
  });
});

describe('C3 and C4: one exchange for a workload identity config', () => {
  it('serves all its credentials by one exchange and logs one line', async () => {
    const { provider, calls } = fakeProvider({ a: '{"x":"1","y":"2"}', b: '3' });
    const { carnet, clock, lines } = fakeCarnet({
      providers: [provider],
      credentials: { one: { provider: 'fake', identity: 'wi' }, two: { provider: 'fake', identity: 'wi' } },
      variables: { X: { credential: 'one', secret: 'a#x' }, Y: { credential: 'one', secret: 'a#y' }, B: { credential: 'two', secret: 'b' }, D: { value: 'direct' } },
    });
    const { exchanges } = await clock.finish(carnet.resolve());
    expect(calls).toMatchObject({ authenticate: 1, tokens: 1 });
    expect(calls.contexts[0]?.session).toBe(calls.contexts[1]?.session);
    expect(exchanges).toEqual([{ workloadIdentity: 'wi', provider: 'fake', durationMs: 0, origin: 'new' }]);
    expect(lines).toEqual(["Workload identity config 'wi' (fake): 2 secret(s) resolved"]);
    // The cloud credential is still good: nothing is exchanged again, and everything is read again.
    expect((await clock.finish(carnet.resolve())).exchanges).toEqual([]);
    expect(calls).toMatchObject({ tokens: 1, reads: ['a', 'b', 'a', 'b'] });
  });

  it('a refused exchange is one failure that lists all its variables, and no read is tried', async () => {
    const { provider, calls } = fakeProvider({}, () => ({ authenticate: async () => { throw new CarnetError({ code: 'TRUST_REJECTED', message: 'Not trusted.', retryable: true }); } }));
    const { carnet, clock } = fakeCarnet({
      providers: [provider, memoryProvider({ m: 'x' })],
      credentials: { one: { provider: 'fake', identity: 'wi' }, two: { provider: 'fake', identity: 'wi' }, local: { provider: 'memory', method: 'none' } },
      variables: { A: { credential: 'one', secret: 'a' }, L: { credential: 'local', secret: 'gone' }, B: { credential: 'two', secret: 'b' }, C: { credential: 'one', secret: 'c' } },
    });
    const { failures } = await failureOf(clock.finish(carnet.resolve())) as ResolutionError;
    // The other provider's failure stands in the same list.
    expect(failures.map(({ variables, error }) => [variables, error.code])).toEqual([[['A', 'C', 'B'], 'TRUST_REJECTED'], [['L'], 'SECRET_NOT_FOUND']]);
    expect(calls.reads).toEqual([]);
  });

  it.each([
    ['the cloud refuses the token', 'TRUST_REJECTED', [['wi', 'TRUST_REJECTED', 250], ['good', undefined, 0]]],
    ['no token is there to trade', 'SUBJECT_TOKEN_UNAVAILABLE', [['good', undefined, 0]]],
  ] as const)('a failed resolve tells its exchanges, too, a refused one with its code and time: %s', async (_, code, expected) => {
    const refused = new CarnetError({ code, message: 'No.', retryable: false });
    const identity: SubjectTokenSource = {
      subjectToken: (request) => (code === 'SUBJECT_TOKEN_UNAVAILABLE' && request.workloadIdentity === 'wi' ? Promise.reject(refused) : fakeTokens.subjectToken(request)),
    };
    const { provider, calls } = fakeProvider({ b: 'x' }, (context) => ({
      async authenticate({ signal }) {
        await context.subjectToken({ signal });
        if (context !== calls.contexts[0]) return {};
        await context.clock.sleep(250);
        throw refused;
      },
    }));
    const { carnet, clock } = fakeCarnet({
      providers: [provider], identity,
      workloadIdentities: { wi: { kind: 'fake', tenant: 't' }, good: { kind: 'fake', tenant: 'u' } },
      credentials: { one: { provider: 'fake', identity: 'wi' }, two: { provider: 'fake', identity: 'good' } },
      variables: { A: { credential: 'one', secret: 'a' }, B: { credential: 'two', secret: 'b' } },
    });
    const { exchanges } = await failureOf(clock.finish(carnet.resolve())) as ResolutionError;
    expect(new Set(exchanges)).toEqual(new Set(expected.map(([workloadIdentity, errorCode, durationMs]) => ({ workloadIdentity, provider: 'fake', durationMs, origin: 'new', ...(errorCode && { errorCode }) }))));
  });

  it('a store that cannot be reached does not stand in the way of the next one', async () => {
    let asked = 0;
    const { provider } = fakeProvider({ a: 'x' }, () => {
      asked += 1;
      const first = asked === 1;
      return { authenticate: async () => { if (first) throw new CarnetError({ code: 'STORE_ADDRESS_REFUSED', message: 'Refused.' }); return {}; } };
    });
    const { carnet, clock } = fakeCarnet({
      providers: [provider],
      credentials: { one: { provider: 'fake', identity: 'wi' }, two: { provider: 'fake', identity: 'wi' } },
      variables: { A: { credential: 'one', secret: 'a' }, B: { credential: 'two', secret: 'a' } },
    });
    const { failures } = await failureOf(clock.finish(carnet.resolve())) as ResolutionError;
    expect(failures.map(({ variables, credential }) => [variables, credential])).toEqual([[['A'], 'one']]);
  });

  it('a static credential never gets a subject token, and has a session of its own', async () => {
    const { provider, calls } = fakeProvider({}, (context) => ({ read: async () => ({ bytes: textBytes(await context.subjectToken()), version: '1' }) }));
    const { carnet, clock } = fakeCarnet({
      providers: [provider],
      credentials: { main: { provider: 'fake', method: 'key', secrets: { key: 'k' } }, other: { provider: 'fake', method: 'key', secrets: { key: 'k' } } },
      variables: { A: { credential: 'main', secret: 'a' }, B: { credential: 'other', secret: 'a' } },
    });
    const { failures } = await failureOf(clock.finish(carnet.resolve())) as ResolutionError;
    expect(failures.map(({ error }) => error.code)).toEqual(['SUBJECT_TOKEN_UNAVAILABLE', 'SUBJECT_TOKEN_UNAVAILABLE']);
    expect(calls.contexts[0]?.session).not.toBe(calls.contexts[1]?.session);
  });

  it('hands a provider no token for another audience, nor one for several', async () => {
    for (const audience of ['sts.amazonaws.com', ['https://fake.example', 'sts.amazonaws.com']]) {
      const { provider } = fakeProvider({ a: 'x' });
      const identity = { subjectToken: async () => fakeTokens.subjectToken({ audience: audience as string, workloadIdentity: 'wi' }) };
      const { carnet, clock } = fakeCarnet({ providers: [provider], identity, variables: variablesFor(['a']) });
      const { failures } = await failureOf(clock.finish(carnet.resolve())) as ResolutionError;
      expect(failures[0]?.error).toMatchObject({ code: 'SUBJECT_TOKEN_INVALID', step: 'mint', message: expect.stringContaining('https://fake.example') });
    }
  });

  it('asks the source for the audience of the config, whatever the provider passes', async () => {
    const asked: unknown[] = [];
    const { provider } = fakeProvider({ a: 'x' }, ({ subjectToken }) => ({
      authenticate: async () => {
        await subjectToken({ audience: 'sts.amazonaws.com', workloadIdentity: 'other', renew: true, signal: 'no signal' } as never);
        return {};
      },
    }));
    const identity = { subjectToken: async ({ signal, ...request }: Parameters<typeof fakeTokens.subjectToken>[0]) => {
      asked.push({ ...request, hasSignal: signal instanceof AbortSignal });
      return fakeTokens.subjectToken(request);
    } };
    const { carnet, clock } = fakeCarnet({ providers: [provider], identity, variables: variablesFor(['a']) });
    await clock.finish(carnet.resolve());
    expect(asked).toEqual([{ audience: 'https://fake.example', workloadIdentity: 'wi', renew: true, hasSignal: true }]);
  });
});
