import { exitCodes } from './exit-codes.ts';

/** Tells wrong use that only shows once a command looks around. It has no error code of its own; a program sees `USAGE`. Returns the exit code. */
export function reportUsage(message: string, hint: string, { json = false, stream }: { readonly json?: boolean | undefined; readonly stream: NodeJS.WriteStream }): number {
  const exitCode = exitCodes.usage;
  stream.write(json ? `${JSON.stringify({ version: 1, code: 'USAGE', message, exitCode, failures: [], hint })}\n` : `carnet: ${message} ${hint}\n`);
  return exitCode;
}
