import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { compileProblems } from './compile-entries.ts';
import { importProblems } from './import-entries.ts';

const folder = mkdtempSync(join(tmpdir(), 'carnet-project-'));
afterAll(() => rmSync(folder, { recursive: true }));
const project = { manager: 'npm', folder };
const node = { version: process.versions.node, path: process.execPath };

/** A package as it would be installed. */
function place(name: string, files: Readonly<Record<string, string>>): void {
  const manifest = JSON.stringify({ name, type: 'module', exports: { '.': { types: './index.d.ts', default: './index.js' } } });
  for (const [path, text] of Object.entries({ 'package.json': manifest, ...files })) {
    const file = join(folder, 'node_modules', name, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}

place('good', { 'index.js': 'export const one = 1;', 'index.d.ts': 'export declare const one: number;' });
place('broken', { 'index.js': "import './missing.js';", 'index.d.ts': "import type { X } from 'not-installed';\nexport declare const one: X;" });
place('waiting', { 'index.js': 'export const one = await 1;', 'index.d.ts': 'export declare const one: number;' });
place('hollow', { 'index.js': 'export {};', 'index.d.ts': 'export {};' });
place('needs-node', { 'index.js': 'export const one = 1;', 'index.d.ts': 'export declare const one: Buffer;' });
place('@types/node', { 'index.d.ts': 'declare interface Buffer {}' });
writeFileSync(join(folder, 'package.json'), '{"type":"module"}');

test('an entry that loads in both forms has no problem', async () => {
  expect(await importProblems(project, node, ['good'])).toEqual([]);
});

test('an entry that lacks a file, waits at its top, or exports nothing is named with the form and the Node', async () => {
  const problems = await importProblems(project, node, ['good', 'broken', 'waiting', 'hollow']);
  const at = (form: string): string => `npm, Node ${node.version}, ${form}:`;
  expect(problems.map((problem) => problem.replace(/(ERR_\w+).*/, '$1'))).toEqual([
    `${at('import')} broken: ERR_MODULE_NOT_FOUND`,
    `${at('import')} hollow exports nothing`,
    `${at('require')} broken: ERR_MODULE_NOT_FOUND`,
    `${at('require')} waiting: ERR_REQUIRE_ASYNC_MODULE`,
    `${at('require')} hollow exports nothing`,
  ]);
});

test('of types, what names a package that is not installed is found, and a contract that needs the types of Node; in either resolution', () => {
  const problems = compileProblems(project, ['good', 'needs-node', 'broken'], 'needs-node');
  expect(problems.map((problem) => problem.replace(/(Cannot find (?:module|name) '[\w-]+').*/, '$1'))).toEqual(['node16', 'bundler'].flatMap((resolution) => [
    `npm, with-node-${resolution}.ts: broken/index.d.ts: Cannot find module 'not-installed'`,
    `npm, without-node-${resolution}.ts: needs-node/index.d.ts: Cannot find name 'Buffer'`,
  ]));
}, 60_000);
