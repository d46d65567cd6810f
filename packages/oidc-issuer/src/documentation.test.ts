import { readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));

async function examples(): Promise<Map<string, string>> {
  const names = (await readdir(`${packageFolder}src`)).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  const sources = ['README.md', ...names.map((name) => `src/${name}`)];
  const found = new Map<string, string>();
  for (const source of sources) {
    const text = (await readFile(`${packageFolder}${source}`, 'utf8')).replaceAll(/^ \* ?/gm, '');
    for (const [index, [, code = '']] of [...text.matchAll(/^```ts\n([^]*?)^```$/gm)].entries()) found.set(`${packageFolder}${source.replaceAll(/[^a-z-]/gi, '_')}_example_${index}.ts`, code);
  }
  return found;
}

test('every example in the README and the docstrings compiles as a user would write it', async () => {
  const files = await examples();
  expect(files.size).toBeGreaterThan(12);
  const { config } = ts.readConfigFile(`${packageFolder}../../tsconfig.base.json`, (path) => ts.sys.readFile(path)) as { config: { compilerOptions: object } };
  const { options } = ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, isolatedDeclarations: false, declaration: false }, packageFolder);
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getCurrentDirectory = () => packageFolder;
  host.fileExists = (path) => files.has(path) || ts.sys.fileExists(path);
  host.getSourceFile = (path, version) => {
    const example = files.get(path);
    return example === undefined ? read(path, version) : ts.createSourceFile(path, example, version);
  };
  const faults = ts.getPreEmitDiagnostics(ts.createProgram([...files.keys()], options, host)).map(({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
  expect(faults).toEqual([]);
}, 60_000);

test('the README names every state of the issuer by its code', async () => {
  const readme = await readFile(`${packageFolder}README.md`, 'utf8');
  for (const code of ['SIGNING_KEY_MISSING', 'ISSUER_NOT_CONFIGURED', 'SIGNING_KEY_INVALID', 'ISSUER_INVALID']) expect(readme).toContain(code);
});
