import { setTimeout as pause } from 'node:timers/promises';
import type { Delivery } from './answer.ts';
import { networkError } from './network-error.ts';

/** The bytes of an answer as they arrive. @throws Error `ECONNRESET` in the middle of a truncated one */
export async function* deliveredBody(response: Response, delivery: Delivery): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  if (delivery.kind === 'whole') {
    if (response.body) yield* response.body as AsyncIterable<Uint8Array<ArrayBuffer>>;
    return;
  }
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (delivery.kind === 'truncate') {
    if (bytes.length > 1) yield bytes.slice(0, Math.ceil(bytes.length / 2));
    throw networkError('ECONNRESET', 'aborted');
  }
  const interval = Math.max(1000 / delivery.bytesPerSecond, 1);
  const size = Math.max(Math.round((delivery.bytesPerSecond * interval) / 1000), 1);
  for (let sent = 0; sent < bytes.length; sent += size) {
    yield bytes.slice(sent, sent + size);
    // Nobody stays alive for the rest of an answer that nobody reads.
    await pause(interval, undefined, { ref: false });
  }
}
