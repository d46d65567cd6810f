import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { exitCodes } from '../../exit-codes.ts';
import { printJson } from '../../print-json.ts';
import { oneLine } from '../../one-line.ts';
import { reportPlatformFailure } from '../command/with-platform.ts';
import { PlatformProblem } from '../connection/platform-problem.ts';
import type { AuditEntry } from './audit-entry.ts';
import { verifyChain, type Checkpoint } from './verify-chain.ts';

export interface VerifyOptions {
  readonly checkpoint?: Checkpoint;
  readonly json?: boolean;
}

// In characters; an entry has far fewer.
const longestLine = 4 * 1024 * 1024;

/** `carnet audit verify`. Returns the exit code. */
export async function verifyExport(file: string, { checkpoint, json }: VerifyOptions, host: NodeJS.Process): Promise<number> {
  try {
    const verdict = await verifyChain(entriesIn(file, host), checkpoint);
    if (verdict === undefined) throw noExport('It holds no entry.');
    if (json) printJson(host, verdict);
    else host.stdout.write(`${oneLine(verdict.intact ? `The chain of ${verdict.scope} is whole: entries ${verdict.from} to ${verdict.through}, the last with hash ${verdict.hash}.` : `The chain of ${verdict.scope} is broken. ${verdict.message}`)}\n`);
    return verdict.intact ? exitCodes.success : exitCodes.failed;
  } catch (error) {
    return reportPlatformFailure(error, { ...(json !== undefined && { json }) }, host);
  }
}

/** A line at a time: a chain may be larger than the memory. Lines end with a line feed alone; what else looks like an end of line may stand in a name. */
async function* entriesIn(file: string, host: NodeJS.Process): AsyncGenerator<AuditEntry, void, undefined> {
  const input = file === '-' ? host.stdin : createReadStream(resolve(host.cwd(), file));
  const decoder = new StringDecoder('utf8');
  let number = 0;
  let rest = '';
  try {
    for await (const chunk of input) {
      const lines = (rest + decoder.write(Buffer.from(chunk as Uint8Array | string))).split('\n');
      rest = lines.pop() ?? '';
      if (rest.length > longestLine) throw noExport(`Line ${number + lines.length + 1} is too long.`);
      for (const line of lines) {
        number += 1;
        if (line !== '') yield entryOf(line, number);
      }
    }
  } catch (error) {
    throw error instanceof PlatformProblem ? error : noExport('It cannot be read.');
  }
  if (rest !== '') yield entryOf(rest, number + 1);
}

function entryOf(line: string, number: number): AuditEntry {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw noExport(`Line ${number} is no JSON.`);
  }
  const { scope, sequence, at, actor, action, hash, previousHash, details } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const isEntry = [scope, at, action, hash, previousHash].every((each) => typeof each === 'string') && Number.isSafeInteger(sequence) && [actor, details].every((each) => typeof each === 'object' && each !== null);
  if (!isEntry) throw noExport(`Line ${number} is no entry of an audit log.`);
  return value as AuditEntry;
}

function noExport(message: string): PlatformProblem {
  return new PlatformProblem({ code: 'INPUT_INVALID', message, hint: 'Give what carnet audit export printed, whole.' });
}
