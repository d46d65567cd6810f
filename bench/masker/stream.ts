// stream.ts MEGABYTES masked|plain|copied [collected]: passes so much without a newline on, and prints as JSON what it took.
import { openSync, writeSync } from 'node:fs';
import { createMasker } from '@carnet/runner';
import { allSecrets, benchSecrets, logs } from './corpus.ts';

export interface Stream {
  /** Of the whole process at its largest, in KiB. */
  readonly memory: number;
  /** Bytes held back while a form of so many bytes may still become whole. */
  readonly held: number;
  readonly form: number;
}

const nowhere = openSync('/dev/null', 'w');
const [megabytes = '', how = '', collected] = process.argv.slice(2);
const secrets = benchSecrets();
const escaped = encodeURIComponent(secrets.json);
const masker = how === 'masked'
  ? createMasker(allSecrets(secrets))
  : { write: (chunk: Uint8Array): Uint8Array => (how === 'copied' ? Buffer.from(chunk) : chunk) };
let [received, shown] = [0, 0];
function pass(text: Uint8Array): void {
  for (let at = 0; at < text.length; at += 65_536) {
    const chunk = text.subarray(at, at + 65_536);
    const visible = masker.write(chunk);
    writeSync(nowhere, visible);
    received += chunk.length;
    shown += visible.length;
  }
}

// A form to its last byte but one is all held back, and shown when the last one differs.
pass(Buffer.from(escaped.slice(0, -1)));
const held = received - shown;
const text = logs(1_000_000).map((byte) => (byte === 0x0a ? 0x20 : byte));
while (received < Number(megabytes) * 1e6) {
  pass(text);
  // Chunks that are shown and not collected yet are nobody's memory any more.
  if (collected) globalThis.gc?.();
}
const stream: Stream = { memory: process.resourceUsage().maxRSS, held, form: escaped.length };
process.stdout.write(JSON.stringify(stream));
