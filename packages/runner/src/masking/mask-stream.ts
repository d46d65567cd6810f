import { Transform } from 'node:stream';
import { inspect } from 'node:util';
import { createMasker, type Masker } from './masker.ts';

/**
 * A stream that masks what passes through it: see {@link createMasker}. Text that is written as a string is taken as UTF-8 unless the writer says otherwise.
 *
 * @example
 * ```ts
 * import { createReadStream } from 'node:fs';
 * import { maskStream } from '@carnet/runner';
 * createReadStream('build.log').pipe(maskStream(['s3cr3t-value'])).pipe(process.stdout);
 * ```
 */
export function maskStream(secrets: readonly (string | Uint8Array)[] | Masker): Transform {
  return new MaskStream(isMasker(secrets) ? secrets : createMasker(secrets));
}

class MaskStream extends Transform {
  constructor(masker: Masker) {
    super({
      // A copy: its reader may be slower than a writer who fills the chunk again, with a secret.
      transform: (chunk: Uint8Array, _encoding, done) => { done(null, Buffer.from(masker.write(chunk))); },
      flush: (done) => { done(null, masker.end()); },
    });
  }

  // Chunks that wait in it are not masked yet.
  [inspect.custom](): string {
    return 'MaskStream {}';
  }
}

// No `in`, whose error would quote a secret that is given by itself.
function isMasker(secrets: readonly (string | Uint8Array)[] | Masker): secrets is Masker {
  return typeof (secrets as Partial<Masker>).write === 'function';
}
