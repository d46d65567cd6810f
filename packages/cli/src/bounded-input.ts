import { closeSync, constants, createReadStream, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { CarnetError } from '@carnet/provider';
import { withinDeadline } from './deadline.ts';

const mostBytes = 4 * 1024 * 1024;

// A person may be typing, a set-up asks for a login first, and clouds take their time.
const usualMs = 15 * 60_000;

/**
 * The bytes of standard input, at most 4 MiB.
 *
 * @throws CarnetError `INPUT_INVALID`, `DEADLINE_EXCEEDED`
 */
export async function readInput({ stdin }: NodeJS.Process, timeoutMs?: number): Promise<Buffer> {
  return await wholeOf(stdin, 'Standard input', timeoutMs);
}

/** Text that a person may also paste: on a terminal it says what is waited for. Throws as {@link readInput}. */
export async function readText(host: NodeJS.Process, what: string, timeoutMs?: number): Promise<string> {
  if (host.stdin.isTTY) host.stderr.write(`carnet: paste ${what}, then press Ctrl-D on a line of its own.\n`);
  return (await readInput(host, timeoutMs)).toString('utf8');
}

/** The text of a file. A pipe, as `<(az …)` is one, is not waited for by a thread: that would outlive its deadline. Throws as {@link readInput}. */
export async function readTextFile(path: string, name: string, timeoutMs?: number): Promise<string> {
  let stream: Readable;
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    stream = fstatSync(file).isFIFO() ? new Socket({ fd: file, writable: false }) : createReadStream(path, { fd: file });
  } catch {
    if (file !== undefined) closeSync(file);
    throw unreadable(name);
  }
  return (await wholeOf(stream, name, timeoutMs)).toString('utf8');
}

async function wholeOf(stream: Readable, name: string, timeoutMs: number = usualMs): Promise<Buffer> {
  try {
    return await withinDeadline(bytesOf(stream, name), timeoutMs, `${name} did not end`);
  } finally {
    stream.destroy();
  }
}

async function bytesOf(stream: AsyncIterable<unknown>, name: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      const bytes = Buffer.from(chunk as Uint8Array | string);
      size += bytes.length;
      if (size > mostBytes) break;
      chunks.push(bytes);
    }
  } catch {
    throw unreadable(name);
  }
  if (size > mostBytes) throw new CarnetError({ code: 'INPUT_INVALID', step: 'configure', message: `${name} is larger than ${mostBytes / 1024 / 1024} MiB.`, hint: 'Nothing that is taken here is: give the output of one command, or one value.' });
  return Buffer.concat(chunks);
}

function unreadable(name: string): CarnetError {
  return new CarnetError({ code: 'INPUT_INVALID', step: 'configure', message: `${name} cannot be read.`, hint: 'Name a file that is there and that you may read, or - for standard input.' });
}
