import type { z } from 'zod';
import { fieldProblems } from './field-problems.ts';
import { everyAnswer } from './problem-response.ts';
import { InvalidRequest } from './problem.ts';
import { bodyOf } from './request-body.ts';
import type { Call } from './route.ts';
import { parseStrictJson } from './strict-json.ts';

/** An answer of one JSON value a line, made as the client takes it. Where the source fails, the answer breaks off: its end is missing. */
export function lineStream({ signal }: Pick<Call<never, never, never>, 'signal'>, source: AsyncIterable<unknown>): Response {
  const iterator = source[Symbol.asyncIterator]();
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (signal.aborted) return controller.error(signal.reason);
      const next = await iterator.next();
      if (next.done === true) controller.close();
      else controller.enqueue(encoder.encode(`${JSON.stringify(next.value)}\n`));
    },
    async cancel() { await iterator.return?.(); },
  });
  return new Response(body, { headers: { ...everyAnswer, 'content-type': 'application/x-ndjson' } });
}

export interface LineLimits {
  /** Bytes. */
  readonly largestLine: number;
  readonly largestBody: number;
}

/** Reads a body of NDJSON line by line, as it arrives. */
export async function* readLines<Line extends z.ZodType>(request: Request, schema: Line, { largestLine, largestBody }: LineLimits): AsyncGenerator<z.infer<Line>, void, undefined> {
  if (!/^application\/x-ndjson\s*(?:;\s*charset="?utf-8"?\s*)?$/i.test(request.headers.get('content-type') ?? '')) {
    throw new InvalidRequest(415, 'The content-type must be application/x-ndjson.');
  }
  let rest = Buffer.alloc(0);
  let size = 0;
  for await (const chunk of bodyOf(request)) {
    size += chunk.byteLength;
    if (size > largestBody) throw tooLarge('body', largestBody);
    rest = Buffer.concat([rest, chunk]);
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10)) {
      if (end > 0) yield parseLine(rest.subarray(0, end), schema);
      rest = rest.subarray(end + 1);
    }
    if (rest.byteLength > largestLine) throw tooLarge('line', largestLine);
  }
  if (rest.byteLength > 0) yield parseLine(rest, schema);
}

function tooLarge(what: string, bytes: number): InvalidRequest {
  return new InvalidRequest(413, `The ${what} is larger than ${bytes} bytes.`, { headers: { connection: 'close' } });
}

function parseLine<Line extends z.ZodType>(bytes: Uint8Array, schema: Line): z.infer<Line> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new InvalidRequest(400, 'The body is not UTF-8.');
  }
  const parsed = schema.safeParse(parseStrictJson(text));
  if (!parsed.success) throw new InvalidRequest(400, 'A line of the body is not one that this address takes.', { problems: fieldProblems(parsed.error) });
  return parsed.data;
}
