import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { errorCodes } from '@carnet/provider';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sourceFlags } from '../bootstrap/versions.mjs';
import { installFirstProvider } from './first-provider.ts';

const script = fileURLToPath(new URL('first-provider-run.ts', import.meta.url));

interface Outcome {
  readonly sameClass: boolean;
  readonly failures: readonly { readonly code: string; readonly got: string }[];
  readonly [fact: string]: unknown;
}

describe.each(['its-own', 'todays'] as const)('the provider that was packed with the first v1, under today\'s host, with %s contract', (contract) => {
  const { folder, url } = installFirstProvider(contract);
  afterAll(() => rmSync(folder, { recursive: true }));
  let outcome: Outcome;
  beforeAll(() => {
    outcome = JSON.parse(execFileSync(process.execPath, [...sourceFlags, script, url], { encoding: 'utf8', timeout: 50_000 })) as Outcome;
  }, 60_000);

  it('has the CarnetError it should have: another class of its own copy, and the host\'s own of the host\'s', () => {
    expect(outcome.sameClass).toBe(contract === 'todays');
    expect(outcome['isInstance']).toBe(true);
  });

  it('reads, in a batch and by a static method', () => {
    expect(outcome['values']).toEqual({ DEEP: 'value', OTHER: 'ö', THIRD: 'ö' });
    expect(outcome['principal']).toBe('team red');
  });

  it('lists, writes and removes', () => {
    expect(outcome['names']).toEqual(['other']);
    expect(outcome['written']).toEqual(['7', 'written']);
    expect(outcome['removed']).toBe('SECRET_NOT_FOUND');
  });

  it('fails with every code that v1 began with, and each arrives with its hint and the store\'s own words', () => {
    // A fault of the provider's own contract says so: it is no answer of a store.
    expect(outcome.failures.length).toBeGreaterThanOrEqual(55);
    expect(outcome.failures).toEqual(outcome.failures.map(({ code }) => ({
      code, got: code, hint: `Ask the ledger about ${code}.`, cloudCode: code, requestId: 'request-1', provider: 'ledger',
    })));
    expect(outcome.failures.filter(({ code }) => !Object.hasOwn(errorCodes, code))).toEqual([]);
  });

  it('diagnoses with all that a failure told it in the first v1', () => {
    expect(outcome['denied']).toEqual({
      cause: 'Team red may not read fault-ACCESS_DENIED on the upper shelf by workload-identity.',
      cure: 'Let the team in.',
      command: 'ledger admit red',
      sent: { audience: 'https://ledger.example.test' },
      severity: 'warning',
    });
  });

  it('has its names, its environment and its settings looked at before a start', () => {
    expect(outcome['canonical']).toBe('REFERENCE_INVALID');
    expect(outcome['refused']).toContain('LEDGER_DEBUG_ALL');
    expect(outcome['invalid']).toContain('team: is nobody');
  });
});
