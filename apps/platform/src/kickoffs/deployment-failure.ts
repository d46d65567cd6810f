import { CarnetError } from '@carnet/provider';
import { PlatformError } from '../errors/platform-error.ts';
import { HostedError, type HostedFailure } from '../provider-host/provider-host.ts';

/** Why one variable could not be made ready. */
export interface DeploymentFailure {
  readonly variable: string;
  readonly error: Pick<HostedFailure, 'code' | 'message' | 'hint'>;
}

/** All of them at once, one sentence each. */
export function variablesFailed(failures: readonly DeploymentFailure[], consequence: string): PlatformError {
  const [first] = failures;
  // A single cause keeps its own code, so that a program can act on it.
  const only = failures.length > 0 && failures.every(({ error }) => error instanceof PlatformError && error.code === first?.error.code) ? first?.error : undefined;
  const names = failures.map(({ variable }) => variable).join(', ');
  return new PlatformError({
    code: only instanceof PlatformError ? only.code : 'DEPLOYMENT_FAILED',
    message: only instanceof PlatformError ? only.message : `${failures.length === 1 ? 'A variable' : `${failures.length} variables`} could not be resolved: ${names}. ${consequence}`,
    problems: failures.map(({ variable, error: { code, message, hint } }) => ({ field: `variables.${variable}`, message: `${message} ${hint} (${code})` })),
  });
}

/** What may be said of an error of one credential; others go on. */
export function sayableError(error: unknown): Pick<HostedFailure, 'code' | 'message' | 'hint'> {
  if (error instanceof HostedError) return error.failure;
  if (CarnetError.isInstance(error) || error instanceof PlatformError) return error;
  throw error;
}
