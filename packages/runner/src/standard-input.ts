import type { Readable, Writable } from 'node:stream';

/** Feeds the child until the returned function is called. */
export function feed(input: Readable | string, target: Writable): () => void {
  // A child need not read: EPIPE says no more than that.
  target.on('error', () => undefined);
  if (typeof input === 'string') {
    target.end(input);
    return () => undefined;
  }
  const onEnd = (): void => { target.end(); };
  input.on('error', onEnd).pipe(target);
  return () => { input.off('error', onEnd).unpipe(target); };
}
