import { CarnetError, type SubjectTokenSource } from '@carnet/provider';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { chosenSource } from './chosen-source.ts';
import { longestToken } from './token-claims.ts';
import { untilAborted } from './until-aborted.ts';
import { usableToken } from './usable-token.ts';

export interface ProjectedFileOptions {
  /** Default: a plain file of at most 64 KiB, as UTF-8. */
  readonly readFile?: ((path: string, options: { readonly signal?: AbortSignal | undefined }) => Promise<string>) | undefined;
  /** Milliseconds since 1970. Default: the system's clock. */
  readonly clock?: { now(): number } | undefined;
}

/** For every source that is given none. */
export const systemClock: { now(): number } = { now: () => Date.now() };

/**
 * Subject tokens from a file that the platform keeps fresh, such as a projected service account token on Kubernetes. It
 * is read at every use and never kept; its audience is fixed by the platform, so it serves exactly one cloud.
 *
 * @throws CarnetError from `subjectToken`: `SUBJECT_TOKEN_UNAVAILABLE` where the file cannot be read,
 *   `SUBJECT_TOKEN_INVALID` where it holds no JWT, one for another audience, or an expired one; `ABORTED`
 * @see https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken
 * @example
 * ```ts
 * import { projectedFile } from '@carnet/identity';
 * const identity = projectedFile('/var/run/secrets/azure/tokens/azure-identity-token');
 * ```
 */
export function projectedFile(path: string, options: ProjectedFileOptions = {}): SubjectTokenSource {
  const { readFile = readText, clock = systemClock } = options;
  return {
    async subjectToken({ audience, signal }) {
      const text = await untilAborted(signal, () => readFile(path, { signal })).catch((error: unknown) => {
        throw unreadable(path, error, signal);
      });
      const token = typeof text === 'string' ? text.replace(/\r?\n$/, '') : '';
      return usableToken(token, { audience, now: clock.now(), place: `The file ${path}` });
    },
  };
}

/**
 * Subject tokens from several such files, one for each cloud: by the name of the workload identity config, or by the
 * audience of its tokens.
 *
 * @throws CarnetError as {@link projectedFile}; `SUBJECT_TOKEN_UNAVAILABLE` where no file is named for an identity
 * @example
 * ```ts
 * import { projectedFiles } from '@carnet/identity';
 * const identity = projectedFiles({
 *   'api://AzureADTokenExchange': '/var/run/secrets/azure/tokens/azure-identity-token',
 *   'sts.amazonaws.com': '/var/run/secrets/eks.amazonaws.com/serviceaccount/token',
 * });
 * ```
 */
export function projectedFiles(paths: Readonly<Record<string, string>>, options: ProjectedFileOptions = {}): SubjectTokenSource {
  return chosenSource(paths, 'file', (path) => projectedFile(path, options));
}

/** A named pipe would hold a thread for ever, and a huge file the memory: only what can be a token is read. */
async function readText(path: string): Promise<string> {
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    if (!(await file.stat()).isFile()) throw new CarnetError({ code: 'SUBJECT_TOKEN_UNAVAILABLE', message: `The token file ${path} is no plain file.`, step: 'mint' });
    // With its newline a token is a little longer; more than fits is told as no token.
    const bytes = Buffer.alloc(longestToken + 3);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read) read = (await file.read(bytes, length, bytes.length - length, length)).bytesRead;
    return bytes.toString('utf8', 0, length);
  } finally {
    await file.close();
  }
}

function unreadable(path: string, error: unknown, signal: AbortSignal | undefined): CarnetError {
  if (CarnetError.isInstance(error)) return error;
  if (signal?.aborted) return new CarnetError({ code: 'ABORTED', message: 'The caller ended the call.', step: 'mint' });
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return new CarnetError({
    code: 'SUBJECT_TOKEN_UNAVAILABLE',
    message: `The token file ${path} cannot be read${typeof code === 'string' && /^[A-Z_0-9]{1,40}$/.test(code) ? ` (${code})` : ''}.`,
    step: 'mint',
  });
}
