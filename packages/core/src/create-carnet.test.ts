import { CarnetError, type ListedSecret } from '@carnet/provider';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { DiagnosedError, type CarnetOptions } from './index.ts';
import { memoryProvider } from './memory.ts';
import { failureOf, fakeCarnet, variablesFor, type FakeCarnet } from './testing/fake-carnet.ts';
import { fakeProvider, textBytes } from './testing/fake-provider.ts';

function inMemory(secrets: Record<string, string>, options: Partial<CarnetOptions> = {}): FakeCarnet & { readonly memory: ReturnType<typeof memoryProvider> } {
  const memory = memoryProvider(secrets);
  return { memory, ...fakeCarnet({
    providers: [memory], workloadIdentities: {}, credentials: { main: { provider: 'memory', method: 'none' }, open: { provider: 'memory', method: 'none', writable: true } }, ...options,
  }) };
}

async function collect(names: AsyncIterable<ListedSecret>): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { name } of names) found.push(name);
  return found;
}

describe('plan', () => {
  it('shows variables, credentials and reads after dedupe, without I/O', () => {
    const { provider, calls } = fakeProvider();
    const { carnet } = fakeCarnet({ providers: [provider], variables: { U: { credential: 'main', secret: 'db#user' }, P: { credential: 'main', secret: 'db#password', allow: true }, D: { value: 'canary' } } });
    const plan = carnet.plan();
    expect(plan.reads).toEqual([{ credential: 'main', name: 'db', variables: ['U', 'P'] }]);
    expect(plan.credentials).toEqual([{ name: 'main', provider: 'fake', method: 'workload-identity', workloadIdentity: 'wi', store: {}, writable: false, variables: ['U', 'P'], batchSize: 1, requests: 1 }]);
    expect(plan.workloadIdentities).toEqual([{ name: 'wi', kind: 'fake', audience: 'https://fake.example', settings: { tenant: expect.any(String) } }]);
    expect(plan.variables.map(({ name, source, allow }) => [name, source, allow])).toEqual([['U', 'secret', false], ['P', 'secret', true], ['D', 'direct', false]]);
    expect(JSON.stringify(plan)).not.toContain('canary');
    expect(calls).toMatchObject({ authenticate: 0, reads: [] });
  });

  it.each([[{}, 1, 45], [{ batchSize: 20 }, 20, 3], [{ batchSize: 45 }, 45, 1], [{ batchSize: 0 }, 20, 3]])('expects the requests that a resolve makes of a store with %j', async ({ batchSize }: { readonly batchSize?: number }, size, requests) => {
    const names = Array.from({ length: 45 }, (_, index) => `s${index}`);
    let made = 0;
    const { provider, calls } = fakeProvider(Object.fromEntries(names.map((name) => [name, 'x'])), () => (batchSize === undefined ? {} : {
      batchSize,
      readMany: async (references) => {
        made += 1;
        return references.map(() => ({ ok: true, bytes: new Uint8Array([120]), version: '1' }));
      },
    }));
    const { carnet, clock } = fakeCarnet({ providers: [provider], variables: variablesFor(names) });
    expect(carnet.plan().credentials).toMatchObject([{ batchSize: size, requests }]);
    await clock.finish(carnet.resolve());
    expect(made + calls.reads.length).toBe(requests);
  });
});

describe('get and read', () => {
  it('get reads one variable fresh, and nothing else', async () => {
    const { provider, calls } = fakeProvider({ a: 'x', b: 'y' });
    const { carnet, clock } = fakeCarnet({ providers: [provider], variables: variablesFor(['a', 'b']) });
    expect((await clock.finish(carnet.get('V1')))?.reveal()).toBe('y');
    expect(calls.reads).toEqual(['b']);
  });

  it('read gives a secret or its JSON key past the variables', async () => {
    const { carnet, clock } = inMemory({ db: '{"user":"u"}' });
    expect((await clock.finish(carnet.read('main', 'db#user'))).secret.reveal()).toBe('u');
    expect((await clock.finish(carnet.read('main', { name: 'db', version: '1' }))).version).toBe('1');
  });

  it('a failed read has its own code and a diagnosis', async () => {
    const { carnet, clock } = inMemory({});
    const error = await failureOf(clock.finish(carnet.read('main', 'gone')));
    expect(error).toBeInstanceOf(DiagnosedError);
    expect(error).toMatchObject({ code: 'SECRET_NOT_FOUND', credential: 'main', provider: 'memory', diagnosis: { cause: expect.stringContaining("'gone'") } });
  });

  it('printed, it shows cause, claims of our token, cure and page', async () => {
    const { provider } = fakeProvider({}, ({ subjectToken }) => ({ authenticate: async () => {
      await subjectToken();
      throw new CarnetError({ code: 'TRUST_REJECTED', message: 'Not trusted.' });
    } }));
    const { carnet, clock } = fakeCarnet({ providers: [provider] });
    expect(inspect(await failureOf(clock.finish(carnet.authenticate('main')))).split('\n').map((line) => line.trim())).toEqual([
      'DiagnosedError [TRUST_REJECTED]: Not trusted.',
      'Not trusted.',
      'issuer: https://issuer.example',
      'subject: organization:6f9619ff',
      'audience: https://fake.example',
      'Register the three values exactly as shown; upper and lower case and a trailing slash count.',
      'https://carnet.dev/errors/TRUST_REJECTED',
    ]);
  });

  it('F no credential found: the name, and the one near it', async () => {
    const { carnet, clock } = inMemory({});
    expect(await failureOf(clock.finish(carnet.read('mian', 'a')))).toMatchObject({ code: 'CREDENTIAL_NOT_FOUND', message: "No credential found under the name 'mian'. Did you mean 'main'?" });
  });

  it.each(['a#b#c', '../a', '', 'a'.repeat(2_000), 'a\u202eb'])('a reference like %j is refused before any call', async (reference) => {
    const { carnet } = inMemory({});
    expect(await failureOf(carnet.read('main', reference))).toMatchObject({ code: 'REFERENCE_INVALID' });
  });
});

describe('B8: writing', () => {
  it('is refused unless the credential is writable', async () => {
    const { carnet, clock, memory } = inMemory({ a: 'x' });
    expect(await failureOf(clock.finish(carnet.write('main', 'a', 'y')))).toMatchObject({ code: 'CREDENTIAL_READ_ONLY', step: 'write' });
    expect(await failureOf(clock.finish(carnet.remove('main', 'a')))).toMatchObject({ code: 'CREDENTIAL_READ_ONLY', step: 'remove' });
    expect(memory.set('a', 'z')).toBe('2');
  });

  it('writes, reads back and removes', async () => {
    const { carnet, clock } = inMemory({});
    expect(await clock.finish(carnet.write('open', 'a', 'x'))).toEqual({ version: '1' });
    expect((await clock.finish(carnet.read('main', 'a'))).secret.reveal()).toBe('x');
    await clock.finish(carnet.remove('open', 'a'));
    expect(await failureOf(clock.finish(carnet.read('main', 'a')))).toMatchObject({ code: 'SECRET_NOT_FOUND' });
  });

  it('writes under the canonical name, and never a second time after a failure that may have been a success', async () => {
    const written: string[] = [];
    const { provider } = fakeProvider({}, () => ({
      canonicalName: (name) => name.replaceAll('_', '-'),
      write: async (name) => {
        written.push(name);
        throw new CarnetError({ code: 'STORE_FAULT', message: 'Lost.' });
      },
    }));
    const { carnet, clock } = fakeCarnet({ providers: [provider], credentials: { main: { provider: 'fake', identity: 'wi', writable: true } } });
    expect(await failureOf(clock.finish(carnet.write('main', 'a_b', 'x')))).toMatchObject({ code: 'STORE_FAULT' });
    expect(written).toEqual(['a-b']);
    expect(await failureOf(clock.finish(carnet.remove('main', 'a')))).toMatchObject({ code: 'OPERATION_NOT_SUPPORTED' });
  });
});

describe('B9: listing', () => {
  it('gives the names under a prefix', async () => {
    const { carnet, clock } = inMemory({ 'a-1': 'x', 'a-2': 'x', b: 'x' });
    expect(await clock.finish(collect(carnet.list('main', { prefix: 'a-' })))).toEqual(['a-1', 'a-2']);
  });

  it('stops at 10,000 names, each once, where the pages go round in a circle', async () => {
    let steps = 0;
    const { provider } = fakeProvider({}, () => ({ list: async function* () {
      for (;;) {
        steps += 1;
        yield { name: `s${steps % 50}` };
      }
    } }));
    const { carnet, clock, lines } = fakeCarnet({ providers: [provider] });
    expect(await clock.finish(collect(carnet.list('main')))).toHaveLength(50);
    expect(steps).toBe(10_001);
    expect(lines).toEqual(["Credential 'main': the list of names stops at 10000."]);
  });

  it('a page that never comes ends at the deadline of one call, and the store is told', async () => {
    let told = false;
    const { provider } = fakeProvider({}, () => ({ list: async function* ({ signal }) {
      signal?.addEventListener('abort', () => { told = true; });
      yield { name: 'a' };
      await new Promise(() => undefined);
    } }));
    const { carnet, clock } = fakeCarnet({ providers: [provider] });
    const startedAt = clock.now();
    expect(await failureOf(clock.finish(collect(carnet.list('main'))))).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect([clock.now() - startedAt, told, clock.pendingTimers]).toEqual([10_000, true, 0]);
  });

  it.each([
    ['names no text', async function* () { yield { name: 3 } as never; }, 'PROVIDER_FAULT'],
    ['gives no iterable', () => 3 as never, 'PROVIDER_FAULT'],
    ['throws a string', () => { throw 'canary' as unknown; }, 'PROVIDER_FAULT'],
    ['is absent', undefined, 'OPERATION_NOT_SUPPORTED'],
  ])('a list that %s: %s', async (_, list, code) => {
    const { provider } = fakeProvider({}, () => (list ? { list } : {}));
    const { carnet, clock } = fakeCarnet({ providers: [provider] });
    expect(await failureOf(clock.finish(collect(carnet.list('main'))))).toMatchObject({ code });
  });

  it('a reader who stops early ends the store\'s work', async () => {
    let ended = false;
    const { provider } = fakeProvider({}, () => ({ list: async function* () {
      try {
        for (;;) yield { name: `s${Math.PI}` };
      } finally {
        ended = true;
      }
    } }));
    const { carnet, clock } = fakeCarnet({ providers: [provider] });
    await clock.finish((async () => { for await (const _ of carnet.list('main')) break; })());
    expect([ended, clock.pendingTimers]).toEqual([true, 0]);
  });
});

describe('the end of an operation', () => {
  it('a caller\'s abort gives ABORTED at once, whatever the provider does, and shows no reason of the caller', async () => {
    const { provider } = fakeProvider({}, () => ({ read: () => new Promise(() => undefined) }));
    const { carnet, clock } = fakeCarnet({ providers: [provider], variables: variablesFor(['a', 'b']) });
    const controller = new AbortController();
    const pending = carnet.resolve({ signal: controller.signal });
    setImmediate(() => controller.abort(new Error('canary')));
    const startedAt = clock.now();
    const error = await failureOf(pending);
    expect(error).toMatchObject({ code: 'ABORTED', message: 'The caller ended the call.' });
    expect([clock.now() - startedAt, clock.pendingTimers]).toEqual([0, 0]);
  });

  it('an aborted signal ends a call before its first step', async () => {
    const { provider, calls } = fakeProvider({ a: 'x' });
    const { carnet, clock } = fakeCarnet({ providers: [provider], variables: variablesFor(['a']) });
    expect(await failureOf(clock.finish(carnet.resolve({ signal: AbortSignal.abort() })))).toMatchObject({ code: 'ABORTED' });
    expect(calls.authenticate).toBe(0);
  });

  it('timeoutMs is the time of the whole operation', async () => {
    const { provider } = fakeProvider({}, ({ clock }) => ({ read: async () => { await clock.sleep(9_000); throw new CarnetError({ code: 'STORE_FAULT', message: 'x' }); } }));
    const { carnet, clock } = fakeCarnet({ providers: [provider], variables: variablesFor(['a']) });
    const startedAt = clock.now();
    await failureOf(clock.finish(carnet.resolve({ timeoutMs: 500 })));
    expect(clock.now() - startedAt).toBe(500);
    expect(await failureOf(carnet.resolve({ timeoutMs: 0 }))).toMatchObject({ code: 'CONFIG_INVALID' });
  });

  it('close ends what is under way, closes the stores once, drops the sessions, and every later call is ABORTED', async () => {
    let closed = 0;
    const { provider, calls } = fakeProvider({}, () => ({ read: () => new Promise(() => undefined), close: async () => { closed += 1; throw new Error('canary'); } }));
    const { carnet, clock } = fakeCarnet({ providers: [provider], variables: variablesFor(['a']) });
    const pending = failureOf(carnet.resolve());
    await new Promise((resolve) => setImmediate(resolve));
    await clock.finish(Promise.all([carnet.close(), carnet.close()]));
    expect(await pending).toMatchObject({ code: 'ABORTED' });
    expect([closed, calls.contexts[0]?.session.size]).toEqual([1, 0]);
    expect(await failureOf(carnet.resolve())).toMatchObject({ code: 'ABORTED', message: 'This Carnet is closed.' });
    expect(await failureOf(collect(carnet.list('main')))).toMatchObject({ code: 'ABORTED' });
    for (const call of [() => carnet.plan(), () => carnet.identity('wi')]) expect(call).toThrow(expect.objectContaining({ code: 'ABORTED' }));
  });
});

describe('story 4: the escape hatch', () => {
  it('gives settings, transport and tokens of the config\'s audience, and names the config near a wrong one', async () => {
    const { provider } = fakeProvider();
    const { carnet } = fakeCarnet({ providers: [provider], workloadIdentities: { production: { kind: 'fake', tenant: 't' } }, credentials: {} });
    const identity = carnet.identity('production');
    expect([identity.kind, { ...identity.settings }]).toEqual(['fake', { tenant: 't' }]);
    const [, claims = ''] = (await identity.subjectToken()).split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ aud: 'https://fake.example' });
    expect(() => carnet.identity('prodution')).toThrow(expect.objectContaining({ code: 'IDENTITY_NOT_FOUND', message: expect.stringContaining("'production'") }));
  });
});

describe('the handshake alone', () => {
  it('authenticate reads nothing', async () => {
    const { provider, calls } = fakeProvider({ a: 'x' });
    const { carnet, clock } = fakeCarnet({ providers: [provider] });
    expect(await clock.finish(carnet.authenticate('main'))).toEqual({ principal: 'fake' });
    expect(calls.reads).toEqual([]);
  });
});

describe('the caller\'s own functions', () => {
  it('a log or observe that throws costs nothing, and observe never hears the name of a secret', async () => {
    const heard: unknown[] = [];
    const { provider } = fakeProvider({ 'canary-name': 'canary-value' });
    const { carnet, clock } = fakeCarnet({
      providers: [provider], variables: variablesFor(['canary-name']), log: () => { throw new Error('x'); }, observe: (observation) => { heard.push(observation); throw new Error('x'); },
    });
    await clock.finish(carnet.resolve());
    expect(heard).toHaveLength(2);
    expect(JSON.stringify(heard)).not.toContain('canary');
  });

  it('options that change after creation change nothing', async () => {
    const key = new Uint8Array(32).fill(1);
    const value = textBytes('x');
    const { carnet, clock } = inMemory({}, { fingerprintKey: key, variables: { A: { value: new TextDecoder().decode(value) } } });
    const before = (await clock.finish(carnet.resolve())).variables[0]?.fingerprint;
    key.fill(2);
    expect((await clock.finish(carnet.resolve())).variables[0]?.fingerprint).toBe(before);
  });
});
