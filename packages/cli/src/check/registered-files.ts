import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { CarnetError } from '@carnet/provider';
import { withinDeadline } from '../deadline.ts';

export interface RegisteredDocument {
  /** As a sentence begins with it. */
  readonly name: string;
  readonly document: unknown;
}

const mostBytes = 4 * 1024 * 1024;

// The list command of a pipe may ask for a login first.
const pipedMs = 15 * 60_000;

/**
 * What the list commands of a cloud printed, parsed.
 *
 * @param timeoutMs - of `--timeout`, where it was given
 * @throws CarnetError `INPUT_INVALID` for a file that cannot be read or is no JSON; `DEADLINE_EXCEEDED` for one that does not end
 */
export async function readRegistered(files: readonly string[], host: NodeJS.Process, timeoutMs: number = pipedMs): Promise<readonly RegisteredDocument[]> {
  if (files.filter((file) => file === '-').length > 1) throw invalid('Standard input can be --registered only once.');
  return await Promise.all(files.map(async (file) => {
    const name = file === '-' ? 'Standard input' : `The file ${file.slice(0, 200)}`;
    if (file === '-' && host.stdin.isTTY) host.stderr.write('carnet: paste what the list command printed, then press Ctrl-D on a line of its own.\n');
    const stream = file === '-' ? host.stdin : createReadStream(resolve(host.cwd(), file));
    const text = await withinDeadline(contentOf(stream, name), timeoutMs, `${name} did not end`).finally(() => stream.destroy());
    try {
      return { name, document: JSON.parse(text.replace(/^\uFEFF/, '')) as unknown };
    } catch {
      throw invalid(`${name} is no JSON.`, 'Ask the list command for it: --output json, or --format=json.');
    }
  }));
}

async function contentOf(stream: AsyncIterable<unknown>, name: string): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of stream) {
      const part = Buffer.from(chunk as Uint8Array);
      chunks.push(part);
      bytes += part.length;
      if (bytes > mostBytes) break;
    }
  } catch {
    throw invalid(`${name} cannot be read.`, 'Give --registered the file into which the output of the list command was written.');
  }
  if (bytes > mostBytes) throw invalid(`${name} is larger than ${mostBytes / 1024 / 1024} MiB.`, 'Give it the output of one list command.');
  return Buffer.concat(chunks).toString('utf8');
}

function invalid(message: string, hint?: string): CarnetError {
  return new CarnetError({ code: 'INPUT_INVALID', step: 'configure', message, hint });
}
