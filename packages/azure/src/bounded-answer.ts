import type { PipelineRequest, PipelineResponse, SendRequest } from '@azure/core-rest-pipeline';

// Key Vault's values have 25 KiB, a page of 25 names and a token less.
const mostBytes = 1_048_576;
const everyStatus = new Set([Number.POSITIVE_INFINITY]);

/** An answer that came and could not be read to its end. */
export class BrokenAnswer extends Error {
  override readonly name: string = 'BrokenAnswer';
}

/**
 * Sends the request and reads its answer, which may have 1 MiB after decompression. The SDK reads without a bound, and an
 * answer longer than the longest string of JavaScript ends the process.
 */
export async function boundedAnswer(request: PipelineRequest, next: SendRequest): Promise<PipelineResponse> {
  request.streamResponseStatusCodes = everyStatus;
  const response = await next(request);
  const stream = response.readableStreamBody;
  return stream === undefined ? response : Object.assign(response, { bodyAsText: await textOf(stream), readableStreamBody: undefined });
}

function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    stream.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > mostBytes) (stream as NodeJS.ReadableStream & { destroy(error: Error): void }).destroy(new BrokenAnswer(`The answer has more than ${mostBytes} bytes.`));
    });
    stream.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    stream.once('error', (error: Error) => reject(error.name === 'AbortError' ? error : new BrokenAnswer('The answer broke off.')));
    // After an end or an error this changes nothing.
    stream.once('close', () => reject(new BrokenAnswer('The answer broke off.')));
  });
}
