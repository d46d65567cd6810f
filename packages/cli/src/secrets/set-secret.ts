import { readInput } from '../bounded-input.ts';
import { canAsk } from '../can-ask.ts';
import { exitCodes } from '../exit-codes.ts';
import { oneLine } from '../one-line.ts';
import { withCarnet, type ConfigOptions } from '../open-carnet.ts';
import { printJson } from '../print-json.ts';
import { reportUsage } from '../report-usage.ts';
import { answerOf } from './answer-of.ts';

export interface SetSecretOptions extends ConfigOptions {
  readonly stdin?: boolean;
}

interface SecretToSet {
  readonly credential: string;
  readonly name: string;
  /** Whether there were more arguments than a name. */
  readonly excess: boolean;
}

/** `carnet secrets set`. Returns the exit code. */
export async function setSecret({ credential, name, excess }: SecretToSet, options: SetSecretOptions, host: NodeJS.Process): Promise<number> {
  const { stderr } = host;
  const refuse = (message: string, hint: string): number => reportUsage(message, hint, { json: options.json, stream: stderr });
  if (excess) return refuse('A value is never an argument: the list of processes and the history of the shell would have it.', 'Write it to standard input, with --stdin.');
  if (!options.stdin && !canAsk(host, options)) return refuse('There is nobody to ask for the value.', 'Write it to standard input, with --stdin.');
  return await withCarnet(options, host, async ({ carnet, config, timeoutMs }) => {
    // Nobody types what is refused: by a credential that is not there, or that only reads.
    const isWritable = config.credentials[credential]?.writable === true;
    const value = !isWritable ? new Uint8Array() : options.stdin ? await readInput(host, timeoutMs) : await asked(`Value of ${oneLine(name)}`, host);
    if (value === 'left') return exitCodes.interrupted;
    if (isWritable && value.length === 0) return refuse('The value is empty.', 'Nothing was stored.');
    const { version } = await carnet.write(credential, name, value, { timeoutMs });
    if (options.json) printJson(host, { credential, name, secretVersion: version });
    else {
      host.stdout.write(`Stored ${oneLine(name)} through credential ${credential}, version ${oneLine(version)}.\n`);
      if (value.at(-1) === 0x0a) stderr.write('carnet: the value ends with a line break, which was stored, too; printf %s writes none.\n');
    }
    return exitCodes.success;
  });
}

async function asked(message: string, host: NodeJS.Process): Promise<Uint8Array | 'left'> {
  const { password } = await import('@clack/prompts');
  const answer = await answerOf<string>(host, (signal) => password({ message, input: host.stdin, output: host.stderr, signal }));
  return answer === undefined ? 'left' : new TextEncoder().encode(answer);
}
