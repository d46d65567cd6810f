import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';

/** One file of a tarball. */
export interface PackedFile {
  /** Inside the package: without npm's leading `package/`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A packed package, opened. */
export interface Tarball {
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  readonly files: readonly PackedFile[];
}

const block = 512;

/**
 * Reads a tarball as npm and pnpm pack it: plain files whose paths fit the header.
 *
 * @see https://www.gnu.org/software/tar/manual/html_node/Standard.html
 */
export async function openTarball(path: string): Promise<Tarball> {
  const packed = await readFile(path);
  const bytes = gunzipSync(packed);
  const files: PackedFile[] = [];
  for (let at = 0; at + block <= bytes.length && bytes[at] !== 0;) {
    const text = (from: number, length: number): string => bytes.toString('utf8', at + from, at + from + length).replace(/\0[^]*$/, '');
    const size = Number.parseInt(text(124, 12), 8);
    const type = text(156, 1);
    const name = [text(345, 155), text(0, 100)].filter((part) => part !== '').join('/');
    if (type !== '0' && type !== '') throw new Error(`${path}: ${name} is no plain file`);
    files.push({ path: name.replace(/^package\//, ''), bytes: bytes.subarray(at + block, at + block + size) });
    at += block + Math.ceil(size / block) * block;
  }
  return { packedBytes: packed.length, unpackedBytes: files.reduce((sum, file) => sum + file.bytes.length, 0), files };
}

/** The text of one file, by its path in the package. */
export function textOf({ files }: Tarball, path: string): string {
  const file = files.find((each) => each.path === path);
  if (file === undefined) throw new Error(`there is no ${path} in the tarball`);
  return new TextDecoder().decode(file.bytes);
}
