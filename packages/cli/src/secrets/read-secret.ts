import { isUtf8 } from 'node:buffer';
import type { ReadSecret } from '@carnet/core';
import { exitCodes } from '../exit-codes.ts';
import { withCarnet, type ConfigOptions } from '../open-carnet.ts';
import { printJson } from '../print-json.ts';
import { reportUsage } from '../report-usage.ts';
import { isoTime } from './list-secrets.ts';

export interface ReadSecretOptions extends ConfigOptions {
  readonly reveal?: boolean;
}

/** `carnet secrets get`. Returns the exit code. */
export async function getSecret(credential: string, reference: string, options: ReadSecretOptions, host: NodeJS.Process): Promise<number> {
  const { stdout, stderr } = host;
  // Before anything is read.
  if (stdout.isTTY && !options.reveal) return reportUsage('A value does not go to a terminal.', 'Send the output to a program or a file, or say --reveal.', { json: options.json, stream: stderr });
  return await withCarnet(options, host, async ({ carnet, timeoutMs }) => {
    const read = await carnet.read(credential, reference, { timeoutMs });
    const bytes = Buffer.from(read.secret.revealBytes());
    const encoding = isUtf8(bytes) ? 'utf8' : 'base64';
    if (options.json) printJson(host, { ...described(credential, reference, read), encoding, value: bytes.toString(encoding) });
    else {
      stdout.write(bytes);
      if (stdout.isTTY) stdout.write('\n');
    }
    return exitCodes.success;
  });
}

/** `carnet secrets fingerprint`. Returns the exit code. */
export async function fingerprintSecret(credential: string, reference: string, options: ConfigOptions, host: NodeJS.Process): Promise<number> {
  return await withCarnet(options, host, async ({ carnet, timeoutMs }) => {
    const read = await carnet.read(credential, reference, { timeoutMs });
    if (options.json) printJson(host, described(credential, reference, read));
    else host.stdout.write(`${read.secret.fingerprint ?? ''}\n`);
    return exitCodes.success;
  });
}

function described(credential: string, reference: string, { secret, version, notAfter }: ReadSecret): object {
  return { credential, reference, secretVersion: version, ...(notAfter !== undefined && { notAfter: isoTime(notAfter) }), fingerprint: secret.fingerprint };
}
