import { canAsk } from '../can-ask.ts';
import { exitCodes } from '../exit-codes.ts';
import { oneLine } from '../one-line.ts';
import { withCarnet, type ConfigOptions } from '../open-carnet.ts';
import { printJson } from '../print-json.ts';
import { reportUsage } from '../report-usage.ts';

export interface SetSecretOptions extends ConfigOptions {
  readonly stdin?: boolean;
}

interface SecretToSet {
  readonly credential: string;
  readonly name: string;
  /** Whether there were more arguments than a name. */
  readonly excess: boolean;
}

// More than any store takes.
const mostBytes = 4 * 1024 * 1024;

/** `carnet secrets set`. Returns the exit code. */
export async function setSecret({ credential, name, excess }: SecretToSet, options: SetSecretOptions, host: NodeJS.Process): Promise<number> {
  const { stderr } = host;
  const refuse = (message: string, hint: string): number => reportUsage(message, hint, { json: options.json, stream: stderr });
  if (excess) return refuse('A value is never an argument: the list of processes and the history of the shell would have it.', 'Write it to standard input, with --stdin.');
  if (!options.stdin && !canAsk(host)) return refuse('There is no terminal to ask for the value on.', 'Write it to standard input, with --stdin.');
  return await withCarnet(options, host, async ({ carnet, timeoutMs }) => {
    const value = options.stdin ? await bytesOf(host.stdin) : await asked(`Value of ${oneLine(name)}`, host);
    if (value === 'left') return exitCodes.interrupted;
    if (value === 'too much') return refuse(`The value has more than ${mostBytes} bytes.`, 'No store takes that much.');
    if (value.length === 0) return refuse('The value is empty.', 'Nothing was stored.');
    const { version } = await carnet.write(credential, name, value, { timeoutMs });
    if (options.json) printJson(host, { credential, name, secretVersion: version });
    else {
      host.stdout.write(`Stored ${oneLine(name)} through credential ${credential}, version ${oneLine(version)}.\n`);
      if (value.at(-1) === 0x0a) stderr.write('carnet: the value ends with a line break, which was stored, too; printf %s writes none.\n');
    }
    return exitCodes.success;
  });
}

async function bytesOf(stream: NodeJS.ReadStream): Promise<Uint8Array | 'too much'> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBytes) return 'too much';
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

async function asked(message: string, { stdin, stderr }: NodeJS.Process): Promise<Uint8Array | 'left'> {
  const { isCancel, password } = await import('@clack/prompts');
  const answer = await password({ message, input: stdin, output: stderr });
  return isCancel(answer) ? 'left' : new TextEncoder().encode(answer);
}
