import { describe, expect, test } from 'vitest';
import type { Assertion, Theme } from './assertion.ts';
import type { Conformance } from './conformance.ts';
import good from './reference/conformance.ts';
import { runAssertion } from './run-assertion.ts';
import type { AssertionResult } from './scorecard/scorecard.ts';

interface Tried extends Partial<Assertion> {
  readonly conformance?: Partial<Conformance>;
  readonly theme?: Partial<Theme>;
  readonly patienceMs?: number;
}

// Only what is about the end of the patience waits for it: the start of a double takes its time, too.
const shortMs = 500;

async function run(holds: Assertion['holds'], { conformance = {}, theme = {}, patienceMs = 15_000, ...assertion }: Tried = {}): Promise<AssertionResult> {
  const whole = { id: 'tried.fact', fact: 'something is so', holds, ...assertion };
  return await runAssertion({ ...good, ...conformance }, { id: 'tried', title: 'Tried', assertions: [whole], ...theme }, whole, { patienceMs, startAt: 1_800_000_000_000 });
}

describe('an assertion', () => {
  test('that says true holds', async () => {
    expect(await run(() => true)).toEqual({ id: 'tried.fact', fact: 'something is so', verdict: 'holds' });
  });

  test('that says what it saw fails with it', async () => {
    expect(await run(() => Promise.resolve('it has 3 bytes'))).toMatchObject({ verdict: 'fails', problem: 'it has 3 bytes' });
  });

  test('that hangs fails after the patience', async () => {
    expect(await run(() => new Promise(() => undefined), { patienceMs: shortMs })).toMatchObject({ verdict: 'fails', problem: 'it did not end within 500 ms' });
  });

  test('that may take longer than the patience does', async () => {
    expect(await run(() => new Promise((resolve) => { setTimeout(() => resolve(true), shortMs + 50); }), { patienceMs: shortMs, atLeastMs: 15_000 })).toMatchObject({ verdict: 'holds' });
  });

  test.each([
    ['an error', () => { throw new RangeError('the token is hunter2'); }, 'it threw RangeError'],
    ['an error with a code', () => { throw Object.assign(new Error('hunter2'), { code: 'ECONNRESET' }); }, 'it threw Error ECONNRESET'],
    ['an error whose code is a text', () => { throw Object.assign(new Error('hunter2'), { code: 'the token is hunter2' }); }, 'it threw Error'],
    ['something else', () => { throw 'hunter2' as unknown as Error; }, 'it threw string'],
    ['a promise that rejects', () => Promise.reject(new TypeError('hunter2')), 'it threw TypeError'],
  ])('that throws %s fails, and shows nothing of its text', async (_, holds, problem) => {
    expect(await run(holds)).toMatchObject({ verdict: 'fails', problem });
  });

  test('whose double cannot do what it needs fails', async () => {
    const start: Conformance['start'] = async (parts) => {
      const { deny: _, ...rest } = await good.start(parts);
      return rest;
    };
    expect(await run(() => true, { needs: ['deny'], conformance: { start } })).toMatchObject({ verdict: 'fails', problem: "the double has no deny: implement it, or opt out of 'tried.fact' with the reason" });
  });

  test('whose store does not offer the member fails', async () => {
    expect(await run(() => true, { theme: { capability: 'check' } })).toMatchObject({ verdict: 'fails', problem: "the store has no check: offer it, or opt out of 'tried' with the reason" });
  });

  test('whose provider cannot be made, or whose double does not start, fails', async () => {
    const create = (): never => { throw new Error('hunter2'); };
    expect(await run(() => true, { conformance: { create } })).toMatchObject({ verdict: 'fails', problem: 'it threw Error' });
    expect(await run(() => true, { conformance: { start: () => new Promise(() => undefined) }, patienceMs: shortMs })).toMatchObject({ verdict: 'fails', problem: 'the start of the double did not end within 500 ms' });
  });
});

describe('an assertion about workload identity', () => {
  const { identity: _, ...withoutIdentity } = good.manifest;
  const ofKeys = { ...withoutIdentity, methods: [{ id: 'api-key' }] };

  test.each([
    ['itself', {}],
    ['its theme', { theme: { method: 'workload-identity' } }],
  ] as const)('is not asked of a provider without it, where %s says so', async (_what, { theme = {} }: { readonly theme?: Partial<Theme> }) => {
    const result = await run(() => 'no', { conformance: { manifest: ofKeys }, ...(theme.method === undefined && { method: 'workload-identity' }), theme });
    expect(result).toMatchObject({ verdict: 'opted-out', reason: 'The manifest has no workload identity.' });
  });

  test('is asked of a provider with it', async () => {
    expect(await run(() => 'no', { method: 'workload-identity' })).toMatchObject({ verdict: 'fails' });
  });
});

describe('an opt-out', () => {
  test.each(['tried.fact', 'tried'])('of %s, with a reason, stands for an assertion that fails', async (id) => {
    expect(await run(() => 'no', { conformance: { without: { [id]: 'The store is read-only.' } } })).toMatchObject({ verdict: 'opted-out', reason: 'The store is read-only.' });
  });

  test('of an assertion that holds fails', async () => {
    expect(await run(() => true, { conformance: { without: { 'tried.fact': 'The store is read-only.' } } })).toMatchObject({ verdict: 'fails', problem: 'it was opted out of, and it holds: remove the opt-out' });
  });

  test('of a theme leaves those of its assertions as they are that hold', async () => {
    expect(await run(() => true, { conformance: { without: { tried: 'The store is read-only.' } } })).toMatchObject({ verdict: 'holds' });
  });

  test.each(['', '  ', '-', '…'])('whose reason is %j is none', async (reason) => {
    expect(await run(() => 'no', { conformance: { without: { tried: reason } } })).toMatchObject({ verdict: 'fails', problem: 'no' });
  });

  test('of the rules for opting out is none', async () => {
    expect(await run(() => 'no', { theme: { id: 'opt-outs' }, conformance: { without: { 'opt-outs': 'We know better.', 'tried.fact': 'We know better.' } } })).toMatchObject({ verdict: 'fails' });
  });

  test('named like a member of every object is not found by accident', async () => {
    expect(await run(() => 'no', { id: 'constructor', conformance: { without: {} } })).toMatchObject({ verdict: 'fails' });
  });
});
