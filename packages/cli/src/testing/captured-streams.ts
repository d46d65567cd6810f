import { Writable } from 'node:stream';

/** Standard output and error that are no terminal, with what was written to them. */
export interface CapturedStreams {
  readonly written: { stdout: string; stderr: string };
  readonly stdout: Writable;
  readonly stderr: Writable;
}

export function captureStreams(): CapturedStreams {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written): Writable => Object.assign(new Writable({
    write: (chunk: Buffer, _, done) => {
      written[name] += chunk.toString();
      done();
    },
  }), { isTTY: false });
  return { written, stdout: stream('stdout'), stderr: stream('stderr') };
}
