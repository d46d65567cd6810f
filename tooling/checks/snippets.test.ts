import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { repositoryOf } from '../repository.ts';
import { snippets } from './snippets.ts';

const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const ticks = '```';
const one = JSON.stringify({ name: '@carnet/tooling-fixture', exports: { '.': { 'carnet-source': '../../tooling/check-definition.ts' } } });

function problems(texts: Readonly<Record<string, string>>): unknown {
  return snippets.run(repositoryOf({ ...texts, 'packages/one/package.json': one }, root));
}

test('a block of a page compiles as a module: strict, with await at the top, against the sources of our packages', () => {
  const code = "import type { Check } from '@carnet/tooling-fixture';\nconst check: Check = { name: 'a', purpose: 'b', run: () => [] };\nconsole.log(await check.run({ root: '', files: [], read: () => '' }));";
  expect(problems({ 'README.md': `${ticks}ts\n${code}\n${ticks}\n` })).toEqual([]);
});

test('a block that does not compile is named with its line in the page', () => {
  const page = `# Title\n\n${ticks}ts\nconst fine = 1;\nconst wrong: string = 2;\n${ticks}\n\n${ticks}sh\nnot TypeScript\n${ticks}\n`;
  expect(problems({ 'docs/page.md': page })).toEqual(["docs/page.md:5: Type 'number' is not assignable to type 'string'."]);
});

test('so is an @example of a package, which stands in a comment', () => {
  const source = `/**\n * What it is.\n *\n * @example\n * ${ticks}ts\n * const a: string = 'a';\n * a.missing();\n * ${ticks}\n */\nexport const a = 1;\n`;
  expect(problems({ 'packages/one/src/index.ts': source })).toEqual([
    "packages/one/src/index.ts:7: Property 'missing' does not exist on type 'string'.",
  ]);
});

test('an import of a module that does not exist, and a syntax error, are named', () => {
  expect(problems({ 'README.md': `${ticks}ts\nimport '@carnet/no-such-package';\n${ticks}\n\n${ticks}ts\nconst = ;\n${ticks}\n` })).toEqual([
    expect.stringMatching(/^README\.md:2: Cannot find module/), expect.stringMatching(/^README\.md:6: /),
  ]);
});

test('every snippet is a scope of its own', () => {
  expect(problems({ 'README.md': `${ticks}ts\nconst a = 1;\n${ticks}\n\n${ticks}ts\nconst a = 'b';\n${ticks}\n` })).toEqual([]);
});
