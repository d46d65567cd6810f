import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { CarnetError } from '@carnet/provider';

const mostBytes = 4 * 1024 * 1024;

/** The text of standard input. */
export async function readInput({ stdin, stderr }: NodeJS.Process): Promise<string> {
  if (stdin.isTTY) stderr.write('carnet: paste what the set-up printed, then press Ctrl-D on a line of its own.\n');
  return await textOf(stdin, 'Standard input');
}

/** The JSON of a file, or of standard input where it is `-`; a list as its elements. */
export async function readRegistered(file: string, host: NodeJS.Process): Promise<readonly unknown[]> {
  const text = file === '-' ? await readInput(host) : await textOf(createReadStream(resolve(host.cwd(), file)), 'The file of --registered');
  try {
    const document: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return Array.isArray(document) ? (document as readonly unknown[]) : [document];
  } catch {
    throw wrong('--registered holds no JSON.', "Give it the output of the cloud's list command, whole and as JSON.");
  }
}

async function textOf(stream: AsyncIterable<unknown>, what: string): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      const bytes = Buffer.from(chunk as Uint8Array | string);
      size += bytes.length;
      if (size > mostBytes) throw wrong(`${what} is longer than 4 MiB.`);
      chunks.push(bytes);
    }
  } catch (error) {
    if (error instanceof CarnetError) throw error;
    throw wrong(`${what} cannot be read.`);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function wrong(message: string, hint?: string): CarnetError {
  return new CarnetError({ code: 'INPUT_INVALID', step: 'configure', message, hint });
}
