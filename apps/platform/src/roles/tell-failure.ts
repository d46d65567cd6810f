import { IssuerError } from '@carnet/oidc-issuer';
import { PlatformError } from '../errors/platform-error.ts';

/** Of an error that is none of ours only what the system says is told: a file that is not there, an address that is taken. */
export function tellFailure(stderr: NodeJS.WritableStream, error: unknown): void {
  if (error instanceof PlatformError || IssuerError.isInstance(error)) {
    stderr.write(`${error.message} ${error.hint} (${error.code})\n`);
    return;
  }
  const { code, syscall, path, address, port } = (error instanceof Error ? error : {}) as SystemError;
  if (typeof code !== 'string' || !/^[A-Z_]{2,40}$/.test(code)) return void stderr.write('It failed.\n');
  const what = [syscall, path ?? address, port].filter((part) => part !== undefined).join(' ').replace(/\p{Cc}+/gu, ' ').slice(0, 300);
  stderr.write(`It failed${what === '' ? '' : `: ${what}`} (${code}).\n`);
}

interface SystemError {
  readonly code?: unknown;
  readonly syscall?: string;
  readonly path?: string;
  readonly address?: string;
  readonly port?: number;
}
