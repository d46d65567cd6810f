import * as fileSystem from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCarnet } from '../index.ts';
import { failureOf } from '../testing/fake-carnet.ts';
import { loadKeyFile, type KeyFileOptions, type KeyFileSystem } from './key-file.ts';
import { stateDirectory } from './state-directory.ts';

let home: string;
let options: KeyFileOptions;
const path = (): string => join(options.directory, 'fingerprint-key');

beforeEach(async () => {
  home = await fileSystem.mkdtemp(join(tmpdir(), 'carnet-'));
  const random = (size: number): Uint8Array => crypto.getRandomValues(new Uint8Array(size));
  options = { directory: join(home, 'state', 'carnet'), fileSystem: fileSystem as unknown as KeyFileSystem, random, platform: 'linux' };
});
afterEach(async () => {
  await fileSystem.rm(home, { recursive: true });
});

describe('C7: the fingerprint key of a user', () => {
  it('is made on first use, 0600 in a 0700 directory, and stays the same', async () => {
    const key = await loadKeyFile(options);
    expect(key).toHaveLength(32);
    expect(await loadKeyFile(options)).toEqual(key);
    expect(((await fileSystem.stat(path())).mode & 0o777).toString(8)).toBe('600');
    expect(((await fileSystem.stat(options.directory)).mode & 0o777).toString(8)).toBe('700');
    expect(await fileSystem.readdir(options.directory)).toEqual(['fingerprint-key']);
  });

  it('is one and the same for all that ask first at once', async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => loadKeyFile(options)));
    expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
    expect(await fileSystem.readdir(options.directory)).toEqual(['fingerprint-key']);
  });

  it.each([
    ['others may read', async () => fileSystem.chmod(path(), 0o644), /mode 0600/],
    ['is short', async () => fileSystem.writeFile(path(), 'short'), /has 5 bytes, not 32/],
    ['is a directory', async () => fileSystem.rm(path()).then(() => fileSystem.mkdir(path(), { mode: 0o700 })), /no plain file/],
    ['is a link to another file', async () => fileSystem.rename(path(), `${path()}-2`).then(() => fileSystem.symlink(`${path()}-2`, path())), /ELOOP/],
    ['stands in a directory that others may write to', async () => fileSystem.chmod(options.directory, 0o777), /mode 0700/],
  ])('a file that %s is refused, with its path and never a byte of it', async (_, spoil, sentence) => {
    await loadKeyFile(options);
    await spoil();
    const error = await failureOf(loadKeyFile(options));
    expect(error).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringMatching(sentence), hint: expect.stringContaining('Set fingerprintKey') });
    expect((error as Error).message).toContain(options.directory);
  });

  it('says why it cannot be made, where the disk refuses', async () => {
    const refusing: KeyFileSystem = { ...options.fileSystem, mkdir: () => Promise.reject(Object.assign(new Error('x'), { code: 'EROFS' })) };
    expect(await failureOf(loadKeyFile({ ...options, fileSystem: refusing }))).toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining('EROFS') });
  });

  it('createCarnet finds it by the environment it is given, and needs no file beside a given key', async () => {
    const base = { providers: [], credentials: {}, variables: { A: { value: 'x' } } };
    const resolveIn = async (given: object) => (await createCarnet({ ...base, ...given }).resolve()).variables[0]?.fingerprint;
    const first = await resolveIn({ environment: { XDG_STATE_HOME: join(home, 'one') } });
    expect(await resolveIn({ environment: { XDG_STATE_HOME: join(home, 'one') } })).toBe(first);
    expect(await resolveIn({ environment: { HOME: join(home, 'two') } })).not.toBe(first);
    expect(await fileSystem.readdir(join(home, 'two', '.local', 'state', 'carnet'))).toEqual(['fingerprint-key']);
    await resolveIn({ environment: { XDG_STATE_HOME: join(home, 'three') }, fingerprintKey: new Uint8Array(32) });
    expect(await fileSystem.readdir(home)).toEqual(['one', 'two']);
  });

  it.each([
    ['linux', { XDG_STATE_HOME: '/state', HOME: '/h/a' }, '/state/carnet'],
    ['linux', { XDG_STATE_HOME: 'relative', HOME: '/h/a' }, '/h/a/.local/state/carnet'],
    ['win32', { LOCALAPPDATA: 'C:\\Users\\a\\AppData\\Local', HOME: '/h/a' }, 'C:\\Users\\a\\AppData\\Local\\carnet'],
  ] as const)('on %s with %o it stands in %s', (platform, environment, directory) => {
    expect(stateDirectory(environment, platform)).toBe(directory);
  });
});
