import { Transform } from 'node:stream';
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
  const masker = 'write' in secrets ? secrets : createMasker(secrets);
  return new Transform({
    transform: (chunk: Uint8Array, _encoding, done) => { done(null, masker.write(chunk)); },
    flush: (done) => { done(null, masker.end()); },
  });
}
