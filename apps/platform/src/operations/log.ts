import { CarnetError } from '@carnet/provider';
import { IssuerError } from '@carnet/oidc-issuer';
import { pino, type DestinationStream, type Logger } from 'pino';
import { HostedError } from '../provider-host/provider-host.ts';
import { PlatformError } from '../errors/platform-error.ts';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

// A second net: nothing is logged under these names.
const never = ['authorization', 'cookie', 'token', 'password', 'secret', 'secrets', 'value', 'key', 'privateKey', 'databaseUrl', 'body'];

/** One JSON object a line. Of an error that is none of ours only its kind and the places it came through are kept: its text could quote anything. */
export function createLog(level: string, destination: DestinationStream): Logger {
  return pino({
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: never.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
    serializers: { error: describeError },
  }, destination);
}

/** What may be said of an error. */
function describeError(error: unknown): object {
  if (error instanceof HostedError) return { code: error.failure.code, message: error.failure.message };
  if (error instanceof PlatformError || IssuerError.isInstance(error) || CarnetError.isInstance(error)) return { code: error.code, message: error.message };
  if (!(error instanceof Error)) return { kind: typeof error };
  const { code } = error as { readonly code?: unknown };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)).slice(0, 20).map((line) => line.trim());
  return { kind: error.constructor.name.slice(0, 80), ...(typeof code === 'string' && /^[\w-]{1,64}$/.test(code) && { code }), at: frames };
}
