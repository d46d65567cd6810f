import { closeSync, constants, createReadStream, fstatSync, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { CarnetError } from '@carnet/provider';
import { withinDeadline } from '../deadline.ts';

const mostBytes = 4 * 1024 * 1024;

// A set-up asks for the value of a secret, and clouds take their time.
const usualMs = 15 * 60 * 1000;

/** The text of standard input, which somebody may still be typing. */
export async function readInput({ stdin, stderr }: NodeJS.Process, what: string, timeoutMs: number = usualMs): Promise<string> {
  if (stdin.isTTY) stderr.write(`carnet: paste ${what}, then press Ctrl-D on a line of its own.\n`);
  return await textOf(stdin, 'Standard input', timeoutMs);
}

/** The JSON of a file, or of standard input where it is `-`; a list as its elements. */
export async function readRegistered(file: string, host: NodeJS.Process, timeoutMs: number = usualMs): Promise<readonly unknown[]> {
  const text = file === '-' ? await readInput(host, 'what the list command printed', timeoutMs) : await textOf(streamOf(resolve(host.cwd(), file)), 'The file of --registered', timeoutMs);
  try {
    const document: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return Array.isArray(document) ? (document as readonly unknown[]) : [document];
  } catch {
    throw wrong('--registered holds no JSON.', "Give it the output of the cloud's list command, whole and as JSON.");
  }
}

/** A pipe, as `<(az …)` is one, is not waited for by a thread: that would outlive its deadline. */
function streamOf(path: string): Readable {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    return fstatSync(file).isFIFO() ? new Socket({ fd: file, writable: false }) : createReadStream(path, { fd: file });
  } catch {
    if (file !== undefined) closeSync(file);
    throw wrong('The file of --registered cannot be read.');
  }
}

async function textOf(stream: Readable, what: string, timeoutMs: number): Promise<string> {
  try {
    return await withinDeadline(wholeText(stream, what), timeoutMs, `${what} did not end`);
  } finally {
    stream.destroy();
  }
}

async function wholeText(stream: AsyncIterable<unknown>, what: string): Promise<string> {
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
