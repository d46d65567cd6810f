import type { ListedSecret } from '@carnet/provider';
import { exitCodes } from '../exit-codes.ts';
import { oneLine } from '../one-line.ts';
import { withCarnet, type ConfigOptions } from '../open-carnet.ts';
import { printJson } from '../print-json.ts';
import { terminalOf } from '../provider/terminal-text.ts';
import { textTable } from '../text-table.ts';

export interface ListSecretsOptions extends ConfigOptions {
  readonly prefix?: string;
}

/** `carnet secrets ls`: all names, or none where the list fails. Returns the exit code. */
export async function listSecrets(credential: string, options: ListSecretsOptions, host: NodeJS.Process): Promise<number> {
  return await withCarnet(options, host, async ({ carnet, timeoutMs }) => {
    const secrets: ListedSecret[] = [];
    for await (const secret of carnet.list(credential, { prefix: options.prefix, timeoutMs })) secrets.push(secret);
    if (options.json) printJson(host, { credential, secrets: secrets.map((secret) => ({ ...secret, ...(secret.expiresAt !== undefined && { expiresAt: isoTime(secret.expiresAt) }) })) });
    else if (host.stdout.isTTY) host.stdout.write(textTable(['name', 'state', 'expires'], secrets.map(rowOf), terminalOf(host.stdout)));
    else host.stdout.write(secrets.map(({ name }) => `${oneLine(name)}\n`).join(''));
    return exitCodes.success;
  });
}

function rowOf({ name, enabled, expiresAt }: ListedSecret): readonly string[] {
  return [name, enabled === false ? 'disabled' : '', expiresAt === undefined ? '' : isoTime(expiresAt)];
}

/** A provider may give a number that is no date. */
export function isoTime(milliseconds: number): string {
  const time = new Date(milliseconds);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString();
}
