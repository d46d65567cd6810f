import { exitCodes } from './exit-codes.ts';

interface ReportUsageOptions {
  /** Default: 2. */
  readonly exitCode?: number;
  readonly json?: boolean | undefined;
  readonly stream: NodeJS.WriteStream;
}

/** Tells wrong use. It has no error code of its own; a program sees `USAGE`. Returns the exit code. */
export function reportUsage(message: string, hint: string, { exitCode = exitCodes.usage, json = false, stream }: ReportUsageOptions): number {
  stream.write(json ? `${JSON.stringify({ version: 1, code: 'USAGE', message, exitCode, failures: [], hint })}\n` : `carnet: ${message} ${hint}\n`);
  return exitCode;
}
