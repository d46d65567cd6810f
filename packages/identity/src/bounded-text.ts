import { longestToken } from './token-claims.ts';

const mostBytes = 2 * longestToken;

/** The body as text, or nothing where it is longer than any token. */
export async function boundedText({ body }: Response): Promise<string> {
  if (body === null) return '';
  const stream: AsyncIterable<Uint8Array> = body;
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Left early, the stream is cancelled.
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > mostBytes) return '';
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
