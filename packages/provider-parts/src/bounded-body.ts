/** An answer that came and could not be read to its end: it broke off, or had more bytes than allowed. */
export class BrokenAnswer extends Error {
  override readonly name: string = 'BrokenAnswer';
}

/** What `boundedBody` needs of a stream of Node. */
export interface BodyStream {
  on(event: 'data', listener: (chunk: Buffer) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  once(event: 'end', listener: () => void): unknown;
  off(event: 'close', listener: () => void): unknown;
  destroy(error?: Error): unknown;
}

/**
 * Reads a body of at most `mostBytes`. The clouds' SDKs read without a bound, and an answer longer than the longest string
 * of JavaScript ends the process.
 *
 * @throws BrokenAnswer where it is longer or breaks off; an `AbortError` as it is
 */
export function boundedBody(stream: BodyStream, mostBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    stream.on('data', (chunk) => {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes > mostBytes) stream.destroy(new BrokenAnswer(`The answer has more than ${mostBytes} bytes.`));
    });
    const brokeOff = (error?: Error): void => reject(error?.name === 'AbortError' || error instanceof BrokenAnswer ? error : new BrokenAnswer('The answer broke off.'));
    stream.once('end', () => {
      // An error with its stack after each good answer would be dear.
      stream.off('close', brokeOff);
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, bytes));
    });
    stream.on('error', brokeOff);
    stream.on('close', brokeOff);
  });
}
