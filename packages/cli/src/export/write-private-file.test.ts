import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { foundAt, writePrivateFile } from './write-private-file.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'carnet-file-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const random = (size: number): Uint8Array => new Uint8Array(size).fill(7);
const draftName = '.carnet-0707070707070707';

it('a file or a link that appears in the last moment stays as it is', async () => {
  const cwd = folder();
  writeFileSync(join(cwd, 'out'), 'first');
  symlinkSync('target', join(cwd, 'link'));
  for (const name of ['out', 'link']) {
    await expect(writePrivateFile(join(cwd, name), 'second', { force: false, random })).rejects.toMatchObject({ code: 'SECRET_FILE_FAILED', message: `${name} could not be written (EEXIST).` });
  }
  expect(readFileSync(join(cwd, 'out'), 'utf8')).toBe('first');
  expect(readdirSync(cwd).toSorted()).toEqual(['link', 'out']);
});

it('a draft that somebody else put there is neither written nor removed', async () => {
  const cwd = folder();
  symlinkSync('elsewhere', join(cwd, draftName));
  await expect(writePrivateFile(join(cwd, 'out'), 'value', { force: true, random })).rejects.toMatchObject({ code: 'SECRET_FILE_FAILED' });
  expect(readdirSync(cwd)).toEqual([draftName]);
});

it('a name as long as a file system takes is written, and one character more says so', async () => {
  const cwd = folder();
  await writePrivateFile(join(cwd, 'n'.repeat(255)), 'value', { force: false, random });
  expect(readFileSync(join(cwd, 'n'.repeat(255)), 'utf8')).toBe('value');
  expect(foundAt(join(cwd, 'n'.repeat(256)))).toBeUndefined();
  await expect(writePrivateFile(join(cwd, 'n'.repeat(256)), 'value', { force: false, random })).rejects.toMatchObject({ code: 'SECRET_FILE_FAILED', message: expect.stringContaining('ENAMETOOLONG') });
  expect(readdirSync(cwd)).toEqual(['n'.repeat(255)]);
});
