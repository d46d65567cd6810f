import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { makePrivateDirectory } from './private-directory.ts';
import { createSecretFiles, type SecretFiles } from './secret-files.ts';

const folders: string[] = [];
afterEach(() => { for (const each of folders.splice(0)) rmSync(each, { recursive: true, force: true }); });

function folder(mode: number): string {
  const path = mkdtempSync(join(tmpdir(), 'carnet-runner-'));
  chmodSync(path, mode);
  folders.push(path);
  return path;
}

function filesIn(runtime: string): SecretFiles {
  const files = createSecretFiles({ environment: { XDG_RUNTIME_DIR: runtime } });
  folders.push(files.directory);
  return files;
}

describe.runIf(process.platform !== 'win32')('C6 files of secrets', () => {
  it('are for this user alone: 0600 in directories with 0700, byte for byte, binary of any size among them', () => {
    const files = filesIn(folder(0o700));
    const binary = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => index % 256));
    const { paths } = files.write([{ name: 'KEY', bytes: Buffer.from('a\n\0b') }, { name: 'STORE', bytes: binary }]);
    const [key = '', store = ''] = ['KEY', 'STORE'].map((name) => paths.get(name));
    expect([key, dirname(key), files.directory].map((path) => statSync(path).mode & 0o777)).toEqual([0o600, 0o700, 0o700]);
    expect([readFileSync(key, 'latin1'), readFileSync(store).equals(binary)]).toEqual(['a\n\0b', true]);
  });

  it('of one start are removed without those of the next, and all at the end', () => {
    const files = filesIn(folder(0o700));
    const [first, second] = [files.write([{ name: 'KEY', bytes: Buffer.from('one') }]), files.write([{ name: 'KEY', bytes: Buffer.from('two') }])];
    const [before = '', after = ''] = [first, second].map(({ paths }) => paths.get('KEY'));
    first.remove();
    expect([existsSync(before), readFileSync(after, 'utf8')]).toEqual([false, 'two']);
    files.remove();
    expect(existsSync(files.directory)).toBe(false);
  });

  it('that cannot be written name the variable and leave nothing', () => {
    const files = filesIn(folder(0o700));
    const twice = [{ name: 'KEY', bytes: Buffer.from('s3cr3t-value') }, { name: 'KEY', bytes: Buffer.from('s3cr3t-value') }];
    expect(() => files.write(twice)).toThrow(expect.objectContaining({ code: 'SECRET_FILE_FAILED', message: 'The file for KEY could not be written (EEXIST).' }));
    expect(existsSync(join(files.directory, '1'))).toBe(false);
  });
});

describe.runIf(process.platform === 'linux')('the private directory', () => {
  const make = (environment: Record<string, string>, temporary?: string): { readonly path: string; readonly inMemory: boolean } => {
    const made = makePrivateDirectory({ environment, temporary });
    folders.push(made.path);
    return made;
  };

  it('is made in XDG_RUNTIME_DIR where that is ours alone', () => {
    const ours = folder(0o700);
    expect(dirname(make({ XDG_RUNTIME_DIR: ours }).path)).toBe(ours);
  });

  it.each([['that others may enter', 0o755], ['that is not there', undefined]])('is not made in one %s: memory comes next', (_, mode) => {
    const runtime = mode === undefined ? join(tmpdir(), 'no-such-directory') : folder(mode);
    const made = make({ XDG_RUNTIME_DIR: runtime });
    expect(dirname(made.path)).toBe('/dev/shm');
    expect(made.inMemory).toBe(true);
  });

  it('is told apart from one on a disk', () => {
    const ours = folder(0o700);
    mkdirSync(join(ours, 'below'), { mode: 0o700 });
    expect(make({ XDG_RUNTIME_DIR: join(ours, 'below') }).inMemory).toBe(false);
  });

  it.runIf(process.getuid?.() === 0)('belong to the user of the command, where that is another one', () => {
    const files = createSecretFiles({ environment: {}, owner: { uid: 65_534, gid: 65_534 } });
    folders.push(files.directory);
    const path = files.write([{ name: 'KEY', bytes: Buffer.from('one') }]).paths.get('KEY') ?? '';
    expect([files.directory, dirname(path), path].map((each) => [statSync(each).uid, statSync(each).gid])).toEqual(Array.from({ length: 3 }, () => [65_534, 65_534]));
  });
});
