import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { CarnetError } from '@carnet/provider';

const mostBytes = 4 * 1024 * 1024;

/**
 * What the list commands of a cloud printed, parsed.
 *
 * @throws CarnetError `INPUT_INVALID` for a file that cannot be read or is no JSON
 */
export async function readRegistered(files: readonly string[], host: NodeJS.Process): Promise<readonly unknown[]> {
  if (files.filter((file) => file === '-').length > 1) throw invalid('Standard input can be --registered only once.');
  return await Promise.all(files.map(async (file) => {
    const name = file === '-' ? 'Standard input' : `The file ${file.slice(0, 200)}`;
    const text = await contentOf(file === '-' ? host.stdin : createReadStream(resolve(host.cwd(), file)), name);
    try {
      return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
    } catch {
      throw invalid(`${name} is no JSON. Ask the command for it: --output json, or --format=json.`);
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
    throw invalid(`${name} cannot be read.`);
  }
  if (bytes > mostBytes) throw invalid(`${name} is larger than ${mostBytes} bytes.`);
  return Buffer.concat(chunks).toString('utf8');
}

function invalid(message: string): CarnetError {
  return new CarnetError({ code: 'INPUT_INVALID', step: 'configure', message });
}
