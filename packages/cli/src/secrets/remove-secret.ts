import { canAsk } from '../can-ask.ts';
import { exitCodes } from '../exit-codes.ts';
import { oneLine } from '../one-line.ts';
import { withCarnet, type ConfigOptions } from '../open-carnet.ts';
import { printJson } from '../print-json.ts';
import { reportUsage } from '../report-usage.ts';
import { answerOf } from './answer-of.ts';

export interface RemoveSecretOptions extends ConfigOptions {
  readonly yes?: boolean;
}

/** `carnet secrets rm`. Returns the exit code. */
export async function removeSecret(credential: string, name: string, options: RemoveSecretOptions, host: NodeJS.Process): Promise<number> {
  if (!options.yes && !canAsk(host, options)) return reportUsage('There is nobody to ask.', 'Say --yes to remove the secret.', { json: options.json, stream: host.stderr });
  return await withCarnet(options, host, async ({ carnet, config, timeoutMs }) => {
    // Nobody is asked about what is refused.
    const isWritable = config.credentials[credential]?.writable === true;
    if (isWritable && !options.yes && !(await agreed(`Remove ${oneLine(name)} through credential ${oneLine(credential)}?`, host))) return exitCodes.interrupted;
    await carnet.remove(credential, name, { timeoutMs });
    if (options.json) printJson(host, { credential, name, removed: true });
    else host.stdout.write(`Removed ${oneLine(name)} through credential ${credential}.\n`);
    return exitCodes.success;
  });
}

async function agreed(message: string, host: NodeJS.Process): Promise<boolean> {
  const { confirm } = await import('@clack/prompts');
  return (await answerOf<boolean>(host, (signal) => confirm({ message, initialValue: false, input: host.stdin, output: host.stderr, signal }))) ?? false;
}
