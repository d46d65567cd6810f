import { InvalidRequest } from './problem.ts';
import { parseStrictJson } from './strict-json.ts';

export const usualLargestBody: number = 64 * 1024;

/** Reads a JSON body. An empty one counts as `{}`. */
export async function readJsonBody(request: Request, largest: number = usualLargestBody): Promise<unknown> {
  checkType(request);
  return parseJsonBody(request, await readBody(request, largest));
}

/** A JSON body that was read already. */
export function parseJsonBody(request: Pick<Request, 'headers'>, bytes: Uint8Array): unknown {
  const type = checkType(request);
  const text = decode(bytes);
  if (text === '') return {};
  if (type === null) throw wrongType();
  return parseStrictJson(text);
}

function checkType({ headers }: Pick<Request, 'headers'>): string | null {
  const type = headers.get('content-type');
  if (type !== null && !/^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?$/i.test(type)) throw wrongType();
  return type;
}

function wrongType(): InvalidRequest {
  return new InvalidRequest(415, 'The content-type must be application/json.');
}

/** @throws InvalidRequest 413, with the end of the connection: what is left of the body is not read */
export async function readBody(request: Request, largest: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = (): InvalidRequest => new InvalidRequest(413, `The body is larger than ${largest} bytes.`, { headers: { connection: 'close' } });
  const told = request.headers.get('content-length');
  if (Number(told ?? 0) > largest) throw tooLarge();
  // The parser of HTTP holds a body to the length that was told, so it needs no stream, which costs more than all else about it.
  if (told !== null) {
    const bytes = new Uint8Array(await request.arrayBuffer().catch(() => { throw unfinished(); }));
    if (bytes.byteLength > largest) throw tooLarge();
    return bytes;
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bodyOf(request)) {
    size += chunk.byteLength;
    if (size > largest) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @throws InvalidRequest 400 where the client goes away in the middle: nothing failed here */
export async function* bodyOf({ body }: Pick<Request, 'body'>): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* (body ?? []) as AsyncIterable<Uint8Array>;
  } catch {
    throw unfinished();
  }
}

const unfinished = (): InvalidRequest => new InvalidRequest(400, 'The body ended before it was complete.');

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new InvalidRequest(400, 'The body is not UTF-8.');
  }
}
