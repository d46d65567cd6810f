import { isRecord, shown } from '../organization/json-record.ts';
import { Refusal } from './refusal.ts';

const longestBody = 64 * 1024;
const deepestInputs = 64;

/** Reads the body of a kickoff, `{ "inputs": { … } }` or nothing, and gives the inputs back as JSON. */
export async function readInputs(request: Request): Promise<string> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?$/i.test(type)) throw new Refusal(415, 'REQUEST_INVALID', 'The content-type must be application/json.');
  const text = decode(await readBody(request));
  const body = text.trim() === '' ? {} : parse(text);
  if (!isRecord(body)) throw new Refusal(400, 'REQUEST_INVALID', 'The body must be a JSON object.');
  const unknown = Object.keys(body).find((key) => key !== 'inputs');
  if (unknown !== undefined) throw new Refusal(400, 'REQUEST_INVALID', `The body has no field ${shown(unknown)}; it takes inputs.`);
  const inputs = Object.hasOwn(body, 'inputs') ? body['inputs'] : {};
  if (!isRecord(inputs)) throw new Refusal(400, 'REQUEST_INVALID', 'inputs must be a JSON object.');
  if (isDeeperThan(inputs, deepestInputs)) throw new Refusal(400, 'REQUEST_INVALID', `inputs must not be nested deeper than ${deepestInputs} levels.`);
  return JSON.stringify(inputs);
}

async function readBody(request: Request): Promise<Uint8Array> {
  const tooLarge = new Refusal(413, 'REQUEST_INVALID', `The body is larger than ${longestBody} bytes.`, { connection: 'close' });
  if (Number(request.headers.get('content-length') ?? 0) > longestBody) throw tooLarge;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (request.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > longestBody) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal(400, 'REQUEST_INVALID', 'The body is not UTF-8.');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'REQUEST_INVALID', 'The body is not JSON.');
  }
}

/** Level by level: a walk that recurses would end the process on what it is to refuse. */
function isDeeperThan(value: unknown, levels: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > levels) return true;
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? (Object.values(each) as unknown[]) : []));
  }
  return false;
}
