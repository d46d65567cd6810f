import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { expect, test } from 'vitest';

const source = new URL('./index.ts', import.meta.url).pathname;
const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test('the public types compile without the types of Node', () => {
  const program = ts.createProgram([source], {
    target: ts.ScriptTarget.ES2024, lib: ['lib.es2024.d.ts', 'lib.dom.d.ts'], types: [],
    module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true, allowImportingTsExtensions: true, noEmit: true,
  });
  expect(ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText)).toEqual([]);
});

test('the minimal provider of the README has fewer than 40 lines', () => {
  const [, block = ''] = /```ts\n(import \{ CarnetError, defineProvider.*?)```/s.exec(readme) ?? [];
  const lines = block.trim().split('\n');
  expect(lines.length).toBeGreaterThan(10);
  expect(lines.length).toBeLessThan(40);
});
