import { CarnetError, type BatchResult, type ErrorCode } from '@carnet/provider';
import { describe, expect, it } from 'vitest';
import { ResolutionError } from '../index.ts';
import { failureOf, fakeCarnet, variablesFor } from '../testing/fake-carnet.ts';
import { fakeProvider, textBytes } from '../testing/fake-provider.ts';

const failing = (code: ErrorCode, retryAfter?: number): CarnetError => new CarnetError({ code, message: 'It failed.', retryAfter });
const value = { bytes: textBytes('x'), version: '1' };

/** Answers with each step of the script, and with the last one for ever. */
function scripted(script: readonly (CarnetError | 'ok')[]): { readonly calls: number[]; readonly read: (now: number) => typeof value } {
  const calls: number[] = [];
  return {
    calls,
    read(now) {
      const step = script[Math.min(calls.length, script.length - 1)];
      calls.push(now);
      if (step instanceof CarnetError) throw step;
      return value;
    },
  };
}

function oneSecret(script: readonly (CarnetError | 'ok')[], timeouts?: { callMs?: number; totalMs?: number }) {
  const { calls, read } = scripted(script);
  const { provider, calls: made } = fakeProvider({}, ({ clock }) => ({ read: async () => read(clock.now()) }));
  return { calls, made, ...fakeCarnet({ providers: [provider], variables: variablesFor(['a']), timeouts }) };
}

describe('one retry policy, the host\'s', () => {
  it('503, 503, 200: the third try succeeds, after a pause that grows', async () => {
    const { carnet, clock, calls } = oneSecret([failing('STORE_FAULT'), failing('STORE_FAULT'), 'ok']);
    expect((await clock.finish(carnet.resolve())).secret('V0')?.reveal()).toBe('x');
    // Half of 250 ms and of 500 ms: full jitter from the injected randomness.
    expect(calls.map((at) => at - (calls[0] ?? 0))).toEqual([0, 125, 375]);
  });

  it('three tries and no fourth', async () => {
    const { carnet, clock, calls } = oneSecret([failing('STORE_UNREACHABLE')]);
    await failureOf(clock.finish(carnet.resolve()));
    expect(calls).toHaveLength(3);
  });

  it.each(['ACCESS_DENIED', 'TRUST_REJECTED', 'SECRET_NOT_FOUND'] as const)('%s is asked once', async (code) => {
    const { carnet, clock, calls } = oneSecret([failing(code)]);
    await failureOf(clock.finish(carnet.resolve()));
    expect(calls).toHaveLength(1);
  });

  it('TRUST_REJECTED is never repeated, even where a provider calls it retryable', async () => {
    const { carnet, clock, calls } = oneSecret([new CarnetError({ code: 'TRUST_REJECTED', message: 'No.', retryable: true })]);
    await failureOf(clock.finish(carnet.resolve()));
    expect(calls).toHaveLength(1);
  });

  it('waits as long as the store asks, where that is within the deadline', async () => {
    const { carnet, clock, calls } = oneSecret([failing('THROTTLED', 20_000), 'ok']);
    await clock.finish(carnet.resolve());
    expect((calls[1] ?? 0) - (calls[0] ?? 0)).toBe(20_000);
  });

  it('fails at once and names the wait where the store asks for more than is left', async () => {
    const { carnet, clock, calls } = oneSecret([failing('THROTTLED', 120_000)]);
    const startedAt = clock.now();
    const { failures } = await failureOf(clock.finish(carnet.resolve())) as ResolutionError;
    expect(failures[0]?.error).toMatchObject({ code: 'THROTTLED', retryAfter: 120_000, message: 'It failed. It asks to wait 120 s, and 60 s are left.' });
    expect([calls.length, clock.now() - startedAt]).toEqual([1, 0]);
  });

  it('all tries of one call end within 15 s', async () => {
    const { provider } = fakeProvider({}, () => ({ read: () => new Promise(() => undefined) }));
    const { carnet, clock } = fakeCarnet({ providers: [provider], variables: variablesFor(['a']) });
    const startedAt = clock.now();
    const { failures } = await failureOf(clock.finish(carnet.resolve())) as ResolutionError;
    expect(failures[0]?.error.code).toBe('DEADLINE_EXCEEDED');
    expect(clock.now() - startedAt).toBeLessThanOrEqual(15_000);
    expect(clock.pendingTimers).toBe(0);
  });

  it('50 secrets of a store that is down cost 20 repeats together, not 100', async () => {
    const { calls, read } = scripted([failing('STORE_FAULT')]);
    const { provider } = fakeProvider({}, ({ clock }) => ({ read: async () => read(clock.now()) }));
    const { carnet, clock } = fakeCarnet({ providers: [provider], variables: variablesFor(Array.from({ length: 50 }, (_, index) => `s${index}`)) });
    const { failures } = await failureOf(clock.finish(carnet.resolve())) as ResolutionError;
    expect(failures).toHaveLength(50);
    expect(calls).toHaveLength(70);
  });
});

describe('a cloud credential that expires in the middle', () => {
  it('is renewed once, and only the failed reads are repeated', async () => {
    const tries = new Map<string, number>();
    let good = true;
    const { provider, calls } = fakeProvider({}, ({ session }) => ({
      authenticate: async () => {
        calls.authenticate += 1;
        good = true;
        session.set('credential', calls.authenticate);
        return {};
      },
      read: async ({ name }) => {
        tries.set(name, (tries.get(name) ?? 0) + 1);
        if (tries.size > 5 && calls.authenticate === 1) good = false;
        if (!good) throw failing('CREDENTIAL_EXPIRED');
        return value;
      },
    }));
    const names = Array.from({ length: 10 }, (_, index) => `s${index}`);
    const { carnet, clock } = fakeCarnet({ providers: [provider], variables: variablesFor(names), concurrency: 20 });
    await clock.finish(carnet.resolve());
    expect(calls.authenticate).toBe(2);
    expect(names.map((name) => tries.get(name))).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 2, 2]);
  });

  it('fails where the new one is refused as well', async () => {
    const { carnet, clock, calls, made } = oneSecret([failing('CREDENTIAL_EXPIRED')]);
    const { failures } = await failureOf(clock.finish(carnet.resolve())) as ResolutionError;
    expect(failures[0]?.error.code).toBe('CREDENTIAL_EXPIRED');
    expect([calls.length, made.authenticate]).toEqual([2, 2]);
  });
});

describe('stores with batches', () => {
  const names = Array.from({ length: 45 }, (_, index) => `s${index}`);

  it('C5: are asked in batches of the size they take, and only failed references are asked again', async () => {
    const batches: string[][] = [];
    const { provider, calls } = fakeProvider({}, () => ({
      batchSize: 20,
      readMany: async (references) => {
        batches.push(references.map(({ name }) => name));
        return references.map(({ name }): BatchResult => (name === 's7' && batches.length < 4 ? { ok: false, error: failing('THROTTLED') } : { ok: true, ...value }));
      },
    }));
    const { carnet, clock } = fakeCarnet({ providers: [provider], variables: variablesFor(names) });
    expect((await clock.finish(carnet.resolve())).variables).toHaveLength(45);
    expect(batches.map(({ length }) => length)).toEqual([20, 20, 5, 1]);
    expect(calls.reads).toEqual([]);
  });

  it('BATCH_DENIED: goes on one by one and logs the hint once', async () => {
    let denied = 0;
    const { provider, calls } = fakeProvider(Object.fromEntries(names.map((name) => [name, 'x'])), () => ({
      readMany: async () => {
        denied += 1;
        throw new CarnetError({ code: 'BATCH_DENIED', message: 'Denied.', hint: 'Grant BatchGet.' });
      },
    }));
    const { carnet, clock, lines } = fakeCarnet({ providers: [provider], variables: variablesFor(names), concurrency: 1 });
    await clock.finish(carnet.resolve());
    expect([denied, calls.reads.length]).toEqual([1, 45]);
    expect(lines).toEqual(["Credential 'main' reads secrets one by one: Grant BatchGet.", "Workload identity config 'wi' (fake): 45 secret(s) resolved"]);
  });

  it('one reference that fails fails alone', async () => {
    const { provider } = fakeProvider({}, () => ({
      readMany: async (references) => references.map(({ name }): BatchResult => (name === 's3' ? { ok: false, error: failing('ACCESS_DENIED') } : { ok: true, ...value })),
    }));
    const { carnet, clock } = fakeCarnet({ providers: [provider], variables: variablesFor(names) });
    const { failures } = await failureOf(clock.finish(carnet.resolve())) as ResolutionError;
    expect(failures.map(({ variables }) => variables)).toEqual([['V3']]);
  });
});

it('a clock that ignores the signal does not keep a caller who leaves between two tries', async () => {
  const { provider } = fakeProvider({}, () => ({ read: () => Promise.reject(failing('STORE_FAULT')) }));
  const now = 1_800_000_000_000;
  const paused = Promise.withResolvers<void>();
  const sleep = (milliseconds: number): Promise<void> => {
    // Full jitter of the first pause; deadlines are longer.
    if (milliseconds < 250) paused.resolve();
    return new Promise(() => undefined);
  };
  const { carnet } = fakeCarnet({ providers: [provider], variables: variablesFor(['a']), clock: { now: () => now, sleep } });
  const controller = new AbortController();
  const failure = failureOf(carnet.resolve({ signal: controller.signal }));
  await paused.promise;
  controller.abort();
  expect(await failure).toMatchObject({ code: 'ABORTED' });
});
