import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scaffold } from './scaffold.ts';
import { emptyFolder, smallTemplate } from './testing/template.ts';

const code = (run: () => unknown): unknown => {
  try {
    run();
    return 'made';
  } catch (error) {
    return (error as { code: unknown }).code;
  }
};

test('every file of the template is there, renamed in name and text, and nothing else is left beside it', () => {
  const parent = emptyFolder();
  const directory = join(parent, 'made');
  expect(scaffold({ id: 'my-safe', directory, template: smallTemplate() })).toEqual({
    name: 'carnet-provider-my-safe', folder: directory, files: ['.github/workflows/ci.yml', '.gitignore', 'package.json', 'src/my-safe.ts'],
  });
  expect(readdirSync(parent)).toEqual(['made']);
  expect(readFileSync(join(directory, 'src/my-safe.ts'), 'utf8')).toBe("export const createMySafe = () => 'my-safe';\n");
  expect(readFileSync(join(directory, '.gitignore'), 'utf8')).toBe('dist/\n');
});

test('the folder has the rights that a folder made by hand has', () => {
  const parent = emptyFolder();
  scaffold({ id: 'acme', directory: join(parent, 'made'), template: smallTemplate() });
  mkdirSync(join(parent, 'by-hand'));
  expect(statSync(join(parent, 'made')).mode).toBe(statSync(join(parent, 'by-hand')).mode);
});

test('an empty folder is filled', () => {
  const directory = join(emptyFolder(), 'made');
  mkdirSync(directory);
  scaffold({ id: 'acme', directory, template: smallTemplate() });
  expect(readdirSync(directory)).toContain('package.json');
});

test.each([
  ['a folder with a file', (place: string) => { mkdirSync(place); writeFileSync(join(place, 'kept.txt'), 'kept'); }],
  ['a folder with a hidden file', (place: string) => { mkdirSync(place); writeFileSync(join(place, '.kept'), 'kept'); }],
  ['a file', (place: string) => writeFileSync(place, 'kept')],
  ['a link', (place: string) => { mkdirSync(`${place}-target`); symlinkSync(`${place}-target`, place); }],
  ['a link that leads nowhere', (place: string) => symlinkSync(`${place}-missing`, place)],
])('%s in its place stays as it is', (_, occupy) => {
  const parent = emptyFolder();
  occupy(join(parent, 'made'));
  const before = readdirSync(parent, { recursive: true });
  expect(code(() => scaffold({ id: 'acme', directory: join(parent, 'made'), template: smallTemplate() }))).toBe('FOLDER_TAKEN');
  expect(readdirSync(parent, { recursive: true })).toEqual(before);
});

test('the folder in which the process stands is not replaced under it', () => {
  expect(code(() => scaffold({ id: 'acme', directory: '.', template: smallTemplate() }))).toBe('FOLDER_TAKEN');
});

test('where the parent is missing or is a file, nothing is made', () => {
  const parent = emptyFolder();
  writeFileSync(join(parent, 'file'), '');
  for (const place of ['missing/made', 'file/made']) {
    expect(code(() => scaffold({ id: 'acme', directory: join(parent, place), template: smallTemplate() }))).toBe('FOLDER_NOT_WRITABLE');
  }
  expect(readdirSync(parent)).toEqual(['file']);
});

test('a template that fails half way leaves nothing behind', () => {
  const parent = emptyFolder();
  // Both files get one name, and the second one is not written over the first.
  const template = smallTemplate({ 'first.txt': '1', 'src/acme.ts': '2', '_x/y': '3' });
  writeFileSync(new URL('.x', template), 'a file where the other needs a folder');
  expect(code(() => scaffold({ id: 'acme', directory: join(parent, 'made'), template }))).toBe('FOLDER_NOT_WRITABLE');
  expect(readdirSync(parent)).toEqual([]);
});

test('a refused name touches nothing', () => {
  const parent = emptyFolder();
  const template = pathToFileURL(`${parent}/absent/`);
  expect(code(() => scaffold({ id: 'azure', directory: join(parent, 'made'), template }))).toBe('ID_RESERVED');
  expect(existsSync(join(parent, 'made'))).toBe(false);
});

test('whatever the id and the scope: one folder with its files, or nothing at all', () => {
  const parent = emptyFolder();
  const template = smallTemplate();
  let made = 0;
  const text = fc.oneof(fc.string(), fc.stringMatching(/^[a-z0-9@./_-]{0,45}$/), fc.stringMatching(/^[a-z][a-z0-9-]{0,39}$/));
  fc.assert(fc.property(text, fc.option(text, { nil: undefined }), (id, scope) => {
    const directory = join(parent, `made-${made}`);
    const before = readdirSync(parent);
    const result = code(() => scaffold({ id, scope, directory, template }));
    if (result === 'made') made += 1;
    else expect(result).toMatch(/^(?:ID|SCOPE)_/);
    expect(readdirSync(parent).length).toBe(result === 'made' ? before.length + 1 : before.length);
    if (result === 'made') expect(readdirSync(directory, { recursive: true })).toEqual(expect.arrayContaining(['.github/workflows/ci.yml', 'package.json', `src/${id}.ts`]));
  }), { numRuns: 200 });
  expect(made).toBeGreaterThan(0);
});
