import { IssuerError } from '@carnet/oidc-issuer';
import { PlatformError } from '../errors/platform-error.ts';

/** Of an error that is none of ours only its code is told: an address that is taken, a port that may not be used. */
export function tellFailure(stderr: NodeJS.WritableStream, error: unknown): void {
  if (error instanceof PlatformError || IssuerError.isInstance(error)) {
    stderr.write(`${error.message} ${error.hint} (${error.code})\n`);
    return;
  }
  const { code } = error instanceof Error ? (error as NodeJS.ErrnoException) : {};
  stderr.write(`It failed${typeof code === 'string' && /^[A-Z_]{2,40}$/.test(code) ? ` (${code})` : ''}.\n`);
}
