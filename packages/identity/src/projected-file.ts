import { CarnetError, type SubjectTokenSource } from '@carnet/provider';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { longestToken, tokenClaims } from './token-claims.ts';
import { untilAborted } from './until-aborted.ts';

export interface ProjectedFileOptions {
  /** Default: a plain file of at most 64 KiB, as UTF-8. */
  readonly readFile?: ((path: string, options: { readonly signal?: AbortSignal | undefined }) => Promise<string>) | undefined;
  /** Milliseconds since 1970. Default: the system's clock. */
  readonly clock?: { now(): number } | undefined;
}

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
  const { readFile = readText, clock = { now: () => Date.now() } } = options;
  const invalid = (what: string): CarnetError => new CarnetError({ code: 'SUBJECT_TOKEN_INVALID', message: `The file ${path} ${what}.`, step: 'mint' });
  return {
    async subjectToken({ audience, signal }) {
      const text = await untilAborted(signal, () => readFile(path, { signal })).catch((error: unknown) => {
        throw unreadable(path, error, signal);
      });
      const token = typeof text === 'string' ? text.replace(/\r?\n$/, '') : '';
      const claims = tokenClaims(token);
      if (!claims) throw invalid('holds no token');
      const { audiences: [sole], expiresAt } = claims;
      if (claims.audiences.length !== 1 || sole !== audience) {
        throw invalid(`holds a token for ${claims.audiences.slice(0, 5).map(shown).join(', ')}, and this identity needs '${audience}'`);
      }
      if (expiresAt === undefined) throw invalid('holds a token that never expires, which no cloud takes');
      const expiredFor = Math.floor(clock.now() / 1_000) - expiresAt;
      if (expiredFor >= 0) throw invalid(`holds a token that expired ${expiredFor} s ago: the platform has stopped renewing it, or the clock of this host is wrong`);
      return token;
    },
  };
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

function shown(audience: unknown): string {
  return typeof audience === 'string' ? `'${audience.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 200)}'` : 'no audience';
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
