import { resolve } from 'node:path';
import { CarnetError } from '@carnet/provider';
import { readText, readTextFile } from './bounded-input.ts';

export interface RegisteredDocument {
  /** As a sentence begins with it. */
  readonly name: string;
  readonly document: unknown;
}

/**
 * What the list commands of a cloud printed, parsed: the files of `--registered`, of which `-` is standard input.
 *
 * @param timeoutMs - of `--timeout`, where it was given
 * @throws CarnetError `INPUT_INVALID` for a file that cannot be read or is no JSON; `DEADLINE_EXCEEDED` for one that does not end
 */
export async function readRegistered(files: readonly string[], host: NodeJS.Process, timeoutMs?: number): Promise<readonly RegisteredDocument[]> {
  if (files.filter((file) => file === '-').length > 1) throw invalid('Standard input can be --registered only once.');
  return await Promise.all(files.map(async (file) => {
    const name = file === '-' ? 'Standard input' : `The file ${file.slice(0, 200)}`;
    const text = file === '-' ? await readText(host, 'what the list command printed', timeoutMs) : await readTextFile(resolve(host.cwd(), file), name, timeoutMs);
    try {
      return { name, document: JSON.parse(text.replace(/^\uFEFF/, '')) as unknown };
    } catch {
      throw invalid(`${name} is no JSON.`, 'Ask the list command for it: --output json, or --format=json.');
    }
  }));
}

function invalid(message: string, hint?: string): CarnetError {
  return new CarnetError({ code: 'INPUT_INVALID', step: 'configure', message, hint });
}
