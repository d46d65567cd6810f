import { CarnetError, type SubjectTokenSource } from '@carnet/provider';
import { chosenSource } from './chosen-source.ts';
import type { Environment } from './environment.ts';
import { systemClock } from './projected-file.ts';
import { untilAborted } from './until-aborted.ts';
import { usableToken } from './usable-token.ts';

export interface GitlabOptions {
  /**
   * The variable under `id_tokens` of the job, whose `aud` is the audience of your cloud. Several: by the name of the
   * workload identity config, or by the audience.
   */
  readonly variable: string | Readonly<Record<string, string>>;
  /** Of the job: `process.env`. */
  readonly environment: Environment;
  /** Milliseconds since 1970. Default: the system's clock. */
  readonly clock?: { now(): number } | undefined;
}

/**
 * Subject tokens that GitLab gives to a job. They are minted when the job starts and end with it, so none is renewed.
 *
 * @throws CarnetError from `subjectToken`: `SUBJECT_TOKEN_UNAVAILABLE` where the job has no such variable,
 *   `SUBJECT_TOKEN_INVALID` where it holds no JWT, one for another audience, or an expired one; `ABORTED`
 * @see https://docs.gitlab.com/ci/secrets/id_token_authentication/
 * @example
 * ```ts
 * import { gitlab } from '@carnet/identity';
 * const identity = gitlab({ variable: 'CARNET_ID_TOKEN', environment: process.env });
 * ```
 */
export function gitlab({ variable, environment, clock = systemClock }: GitlabOptions): SubjectTokenSource {
  const source = (name: string): SubjectTokenSource => ({
    subjectToken: async ({ audience, signal }) => await untilAborted(signal, async () => {
      const token = environment[name];
      if (token === undefined || token === '') {
        throw new CarnetError({
          code: 'SUBJECT_TOKEN_UNAVAILABLE', step: 'mint', retryable: false,
          message: `The job has no variable ${name}.`,
          hint: `Add to the job: id_tokens: { ${name}: { aud: '${audience}' } }`,
        });
      }
      return usableToken(token, { audience, now: clock.now(), place: `The variable ${name}` });
    }),
  });
  return typeof variable === 'string' ? source(variable) : chosenSource(variable, 'variable', source);
}
