import type { Resolution, ResolutionError } from '@carnet/core';
import type { RunResult } from '@carnet/runner';
import { isCarnetError } from '../../thrown-value.ts';
import type { Schema } from '../connection/api-types.ts';
import type { LocalRun } from './local-run.ts';

type LocalRunResult = Schema<'LocalRunResult'>;

/** How a local run ended, as the platform records it: fingerprints and versions, never a value. */
export function resultOf({ variables, credentials }: LocalRun, resolution: Resolution | undefined, result: RunResult | undefined, lines: readonly string[]): LocalRunResult {
  const exitCode = result?.exitCode ?? null;
  const read = resolution?.variables ?? [];
  return {
    outcome: exitCode === 0 ? 'succeeded' : 'failed', exitCode, steps: [], lines,
    variables: variables.flatMap(({ name, credential }) => read.filter((each) => each.name === name).map(({ fingerprint = null, version = null, durationMs }) => ({
      name, fingerprint, version, credential: Object.hasOwn(credentials, credential) ? credential : null, durationMs: durationMs ?? null,
    }))),
    ...(result?.error !== undefined && { error: errorOf(result.error) }),
  };
}

export function failedResult({ credentials }: LocalRun, thrown: unknown, lines: readonly string[]): LocalRunResult {
  const failures = isResolutionError(thrown) ? thrown.failures : [];
  const idOf = (name: string | undefined): string | null => Object.entries(credentials).find(([, credential]) => credential.name === name)?.[0] ?? null;
  return {
    outcome: 'failed', exitCode: null, steps: [], lines, variables: [], error: errorOf(thrown),
    ...(failures.length > 0 && { failures: failures.map(({ variables, credential, error, diagnosis }) => ({ ...errorOf(error), variables, credential: idOf(credential), diagnosis })) }),
  };
}

/** Of what is no error of ours nothing is repeated. */
function errorOf(thrown: unknown): Schema<'JobError'> {
  if (!isCarnetError(thrown)) return { code: 'PROVIDER_FAULT', message: 'Something that a provider brought in failed.', hint: 'Look at the provider.', docsUrl: 'https://carnet.dev/errors/PROVIDER_FAULT' };
  const { code, message, hint, docsUrl } = thrown;
  return { code, message, hint, docsUrl };
}

function isResolutionError(thrown: unknown): thrown is ResolutionError {
  return isCarnetError(thrown) && thrown.code === 'RESOLUTION_FAILED' && 'failures' in thrown;
}
