import { CarnetError } from '@carnet/provider';
import { constants } from 'node:fs';
import { join } from 'node:path';

/** The part of `node:fs/promises` that a key file needs. */
export interface KeyFileSystem {
  mkdir(path: string, options: { readonly recursive: true; readonly mode: number }): Promise<unknown>;
  open(path: string, flags: number, mode?: number): Promise<KeyFileHandle>;
  link(existing: string, path: string): Promise<void>;
  unlink(path: string): Promise<void>;
  stat(path: string): Promise<{ readonly mode: number }>;
}

export interface KeyFileHandle {
  stat(): Promise<{ readonly mode: number; readonly size: number; isFile(): boolean }>;
  readFile(): Promise<Uint8Array>;
  writeFile(data: Uint8Array): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

export interface KeyFileOptions {
  readonly directory: string;
  readonly fileSystem: KeyFileSystem;
  readonly random: (size: number) => Uint8Array;
  readonly platform: NodeJS.Platform;
}

const keyLength = 32;
const cure = 'Set fingerprintKey, or mend the named file or directory; a removed file is made anew, and fingerprints change.';

/** Reads the user's fingerprint key, or makes it. Of several processes at once, all get the key of the one that was first. */
export async function loadKeyFile(options: KeyFileOptions): Promise<Uint8Array> {
  const path = join(options.directory, 'fingerprint-key');
  try {
    return (await readKey(path, options)) ?? (await makeKey(path, options));
  } catch (error) {
    if (CarnetError.isInstance(error)) throw error;
    throw refusal(`The file of the fingerprint key cannot be made or read: ${path} (${codeOf(error)}).`);
  }
}

async function readKey(path: string, { directory, fileSystem, platform }: KeyFileOptions): Promise<Uint8Array | undefined> {
  let file: KeyFileHandle;
  try {
    file = await fileSystem.open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    const { mode, size, ...rest } = await describe(file);
    if (!rest.isFile) throw refusal(`The fingerprint key is no plain file: ${path}.`);
    // Windows keeps no such modes; there the user's profile guards the file.
    if (platform !== 'win32' && (mode & 0o077) !== 0) throw refusal(`Others may open the file of the fingerprint key: ${path} must have mode 0600.`);
    if (platform !== 'win32' && ((await fileSystem.stat(directory)).mode & 0o022) !== 0) throw refusal(`Others may write to the directory of the fingerprint key: ${directory} must have mode 0700.`);
    if (size !== keyLength) throw refusal(`The file of the fingerprint key has ${size} bytes, not ${keyLength}: ${path}.`);
    return new Uint8Array(await file.readFile());
  } finally {
    await file.close();
  }
}

async function describe(file: KeyFileHandle): Promise<{ mode: number; size: number; isFile: boolean }> {
  const status = await file.stat();
  return { mode: status.mode, size: status.size, isFile: status.isFile() };
}

/** A link is made whole or not at all, and never over another: nobody reads half a key, and the first one stays. */
async function makeKey(path: string, options: KeyFileOptions): Promise<Uint8Array> {
  const { directory, fileSystem, random } = options;
  await fileSystem.mkdir(directory, { recursive: true, mode: 0o700 });
  const draft = `${path}.${Buffer.from(random(8)).toString('hex')}`;
  const file = await fileSystem.open(draft, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    await file.writeFile(random(keyLength));
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await fileSystem.link(draft, path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    await fileSystem.unlink(draft);
  }
  const key = await readKey(path, options);
  if (!key) throw refusal(`The file of the fingerprint key went away while it was made: ${path}.`);
  return key;
}

function refusal(message: string): CarnetError {
  return new CarnetError({ code: 'CONFIG_INVALID', message, hint: cure, step: 'configure' });
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : 'unknown';
}
