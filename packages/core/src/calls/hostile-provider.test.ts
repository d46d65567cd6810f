import { CarnetError, type SecretStore } from '@carnet/provider';
import fc from 'fast-check';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ResolutionError } from '../index.ts';
import { memoryProvider } from '../memory.ts';
import { failureOf, fakeCarnet, variablesFor } from '../testing/fake-carnet.ts';
import { fakeProvider, textBytes } from '../testing/fake-provider.ts';

const canary = 'canary-eyJhbGciOiJSUzI1NiJ9';
const bytes = textBytes(canary);

class Trap {
  get ok(): never {
    throw new Error(canary);
  }
  get bytes(): never {
    throw new Error(canary);
  }
}

const explosive = new Proxy({}, {
  get: () => {
    throw new Error(canary);
  },
  getPrototypeOf: () => {
    throw new Error(canary);
  },
});

const throwing = (thrown: unknown) => () => {
  throw thrown;
};
const lyingError = Object.assign(new CarnetError({ code: 'ACCESS_DENIED', message: 'x' }), { code: canary });
const trappedError = Object.defineProperty(new CarnetError({ code: 'ACCESS_DENIED', message: 'x' }), 'message', { get: throwing(canary) });

/** What a provider may do in `read`, all of it against the contract. */
const hostileReads: readonly (readonly [string, () => unknown])[] = [
  ['throws a string', throwing(canary)],
  ['throws null', throwing(null)],
  ['throws undefined', throwing(undefined)],
  ['throws an Error with a secret in it', throwing(new Error(canary))],
  ['throws a proxy that throws', throwing(explosive)],
  ['throws a CarnetError with a made-up code', throwing(lyingError)],
  ['throws a CarnetError whose message is a trap', throwing(trappedError)],
  ['rejects with a string', () => Promise.reject(canary as unknown)],
  ['returns nothing', () => undefined],
  ['returns a string', () => canary],
  ['returns text for bytes', () => ({ bytes: canary, version: '1' })],
  ['returns an array for bytes', () => ({ bytes: [1, 2], version: '1' })],
  ['returns no version', () => ({ bytes })],
  ['returns an empty version', () => ({ bytes, version: '' })],
  ['returns getters that throw', () => new Trap()],
  ['returns a proxy that throws', () => explosive],
  ['returns a thenable that rejects', () => ({ then: (_: unknown, reject: (error: unknown) => void) => reject(canary) })],
  ['returns a thenable that throws', () => ({ then: throwing(canary) })],
  ['returns a thenable whose then is a trap', () => Object.defineProperty({}, 'then', { get: throwing(canary) })],
];

describe('F a provider that breaks the contract', () => {
  it.each(hostileReads)('read %s: PROVIDER_FAULT with the provider, without its message; the other provider is read', async (_, read) => {
    const { provider } = fakeProvider({}, () => ({ read: read as SecretStore['read'] }));
    const memory = memoryProvider({ fine: 'y' });
    let memoryReads = 0;
    const { carnet, clock } = fakeCarnet({
      providers: [provider, { ...memory, open: (connection, context) => {
        const store = memory.open(connection, context);
        return { ...store, read: (reference, options) => {
          memoryReads += 1;
          return store.read(reference, options);
        } };
      } }],
      credentials: { main: { provider: 'fake', identity: 'wi' }, local: { provider: 'memory', method: 'none' } },
      variables: { A: { credential: 'main', secret: 'a' }, L: { credential: 'local', secret: 'fine' } },
    });
    const error = await failureOf(clock.finish(carnet.resolve())) as ResolutionError;
    expect(error.failures.map((failure) => [failure.variables, failure.error.code, failure.error.provider, failure.error.step])).toEqual([[['A'], 'PROVIDER_FAULT', 'fake', 'read']]);
    expect(memoryReads).toBe(1);
    expect(inspect(error, { depth: 9 }) + JSON.stringify(error) + error.message).not.toContain('canary');
  });

  it.each([
    ['throws in open', { open: throwing(canary) }],
    ['opens nothing', { open: () => undefined as never }],
    ['opens a store without read', { open: () => ({ authenticate: async () => ({}) }) as never }],
    ['opens a proxy that throws', { open: () => explosive as never }],
  ])('%s: PROVIDER_FAULT in resolve and in plan', async (_, parts) => {
    const { provider } = fakeProvider({}, undefined, parts);
    const { carnet, clock } = fakeCarnet({ providers: [provider], variables: variablesFor(['a', 'b']) });
    const { failures } = await failureOf(clock.finish(carnet.resolve())) as ResolutionError;
    expect(failures.map(({ variables, error }) => [variables, error.code])).toEqual([[['V0', 'V1'], 'PROVIDER_FAULT']]);
    expect(() => carnet.plan()).toThrow(expect.objectContaining({ code: 'PROVIDER_FAULT' }));
  });

  it.each([
    ['throws', throwing(canary)],
    ['gives no text', () => 3 as never],
    ['gives a path', () => '../x'],
  ])('canonicalName %s: a failure of its credential', async (_, canonicalName) => {
    const { provider } = fakeProvider({}, () => ({ canonicalName }));
    const { carnet, clock } = fakeCarnet({ providers: [provider], variables: variablesFor(['a']) });
    const { failures } = await failureOf(clock.finish(carnet.resolve())) as ResolutionError;
    expect(failures[0]?.error.code).toMatch(/^(?:PROVIDER_FAULT|REFERENCE_INVALID)$/);
  });

  it.each([
    ['of the wrong length', [{ ok: true, bytes, version: '1' }], 'PROVIDER_FAULT PROVIDER_FAULT'],
    ['that is none', { length: 2 }, 'PROVIDER_FAULT PROVIDER_FAULT'],
    ['with one wrong entry', [{ ok: true, bytes, version: '1' }, null], ' PROVIDER_FAULT'],
    ['with an entry that is a trap', [new Trap(), { ok: true, bytes, version: '1' }], 'PROVIDER_FAULT '],
    ['with a failure that is no error', [{ ok: false, error: canary }, { ok: false }], 'PROVIDER_FAULT PROVIDER_FAULT'],
  ])('a batch %s', async (_, answer, codes) => {
    const { provider } = fakeProvider({}, () => ({ readMany: async () => answer as never }));
    const { carnet, clock } = fakeCarnet({ providers: [provider], variables: variablesFor(['a', 'b']) });
    const { failures } = await failureOf(clock.finish(carnet.resolve())) as ResolutionError;
    expect(['V0', 'V1'].map((name) => failures.find(({ variables }) => variables.includes(name))?.error.code ?? '').join(' ')).toBe(codes);
  });

  it('a CarnetError passes, with the provider that we know and not the one it claims', async () => {
    const { provider } = fakeProvider({}, () => ({ read: async () => { throw new CarnetError({ code: 'ACCESS_DENIED', message: 'No\nway.', provider: 'azure', cloudCode: 'Forbidden', requestId: 'r-1' }); } }));
    const { carnet, clock } = fakeCarnet({ providers: [provider], variables: variablesFor(['a']) });
    const { failures } = await failureOf(clock.finish(carnet.resolve())) as ResolutionError;
    expect(failures[0]?.error).toMatchObject({ code: 'ACCESS_DENIED', message: 'No way.', provider: 'fake', step: 'read', cloudCode: 'Forbidden', requestId: 'r-1' });
  });

  it('bytes that the provider changes while other reads are under way are not ours', async () => {
    const kept = textBytes('before');
    const { provider } = fakeProvider({}, ({ clock }) => ({ read: async ({ name }) => {
      if (name === 'b') await clock.sleep(100).then(() => kept.fill(0));
      return { bytes: kept, version: '1' };
    } }));
    const { carnet, clock } = fakeCarnet({ providers: [provider], variables: variablesFor(['a', 'b']) });
    expect((await clock.finish(carnet.resolve())).secret('V0')?.reveal()).toBe('before');
  });

  it.each([
    ['throws a string', throwing(canary)], ['returns nothing', () => undefined], ['rejects with a trap', () => Promise.reject(explosive as unknown)], ['is a trap', () => explosive],
  ])('authenticate %s: one PROVIDER_FAULT for all its variables, and nothing is read', async (_, authenticate) => {
    const { provider, calls } = fakeProvider({}, () => ({ authenticate: authenticate as unknown as SecretStore['authenticate'] }));
    const { carnet, clock } = fakeCarnet({ providers: [provider], variables: variablesFor(['a', 'b']) });
    const { failures } = await failureOf(clock.finish(carnet.resolve())) as ResolutionError;
    expect(failures.map(({ variables, error }) => [variables, error.code, error.step])).toEqual([[['V0', 'V1'], 'PROVIDER_FAULT', 'authenticate']]);
    expect(calls.reads).toEqual([]);
  });

  it('a late rejection after the deadline is swallowed, and a late value is ignored', async () => {
    let rejectLate: (error: Error) => void = () => undefined;
    const { provider } = fakeProvider({}, () => ({ read: () => new Promise((_, reject) => { rejectLate = reject; }) }));
    const { carnet, clock } = fakeCarnet({ providers: [provider], variables: variablesFor(['a']), timeouts: { callMs: 10, totalMs: 20 } });
    const { failures } = await failureOf(clock.finish(carnet.resolve())) as ResolutionError;
    expect(failures[0]?.error.code).toBe('DEADLINE_EXCEEDED');
    // An unhandled rejection would fail this run.
    rejectLate(new Error(canary));
    await new Promise((resolve) => setImmediate(resolve));
  });

  it.each(['authenticate', 'read'] as const)('%s that never settles and ignores its signal: DEADLINE_EXCEEDED within the whole time, nothing left pending', async (step) => {
    const signals: AbortSignal[] = [];
    const { provider } = fakeProvider({}, () => ({ [step]: (...given: readonly { signal: AbortSignal }[]) => {
      signals.push(given.at(-1)?.signal as AbortSignal);
      return new Promise(() => undefined);
    } }));
    const { carnet, clock } = fakeCarnet({ providers: [provider], variables: variablesFor(['a', 'b', 'c']), timeouts: { totalMs: 12_000 } });
    const startedAt = clock.now();
    const { failures } = await failureOf(clock.finish(carnet.resolve())) as ResolutionError;
    expect(failures.flatMap(({ variables }) => variables)).toEqual(['V0', 'V1', 'V2']);
    expect(new Set(failures.map(({ error }) => error.code))).toEqual(new Set(['DEADLINE_EXCEEDED']));
    expect(clock.now() - startedAt).toBeLessThanOrEqual(12_000);
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
    expect(clock.pendingTimers).toBe(0);
  });

  it('whatever one provider throws or answers, the other one\'s secret is read', async () => {
    await fc.assert(fc.asyncProperty(fc.anything({ withNullPrototype: true, withMap: true, withTypedArray: true }), fc.boolean(), async (thing, thrown) => {
      const { provider } = fakeProvider({}, () => ({ read: async () => {
        if (thrown) throw thing;
        return thing as never;
      } }));
      const { carnet, clock } = fakeCarnet({
        providers: [provider, memoryProvider({ fine: 'y' })],
        credentials: { main: { provider: 'fake', identity: 'wi' }, local: { provider: 'memory', method: 'none' } },
        variables: { A: { credential: 'main', secret: 'a' }, L: { credential: 'local', secret: 'fine' } },
      });
      const { failures } = await failureOf(clock.finish(carnet.resolve())) as ResolutionError;
      expect(failures.map(({ variables, error }) => [variables, error.code])).toEqual([[['A'], 'PROVIDER_FAULT']]);
    }), { numRuns: 60 });
  });
});
