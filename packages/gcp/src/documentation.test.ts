import { errorCodes } from '@carnet/provider';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { manifest } from './manifest.ts';

const packageFolder = dirname(import.meta.dirname);
const read = (path: string): string => readFileSync(`${packageFolder}/${path}`, 'utf8');

function examples(): Map<string, string> {
  const sources = ['README.md', ...readdirSync(`${packageFolder}/src`).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')).map((name) => `src/${name}`)];
  const found = new Map<string, string>();
  for (const source of sources) {
    // A block inside a list or a docstring is set in.
    for (const [, indent = '', code = ''] of read(source).matchAll(/^([ *]*)```ts\n([^]*?)^[ *]*```$/gm)) {
      const lines = code.split('\n').map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line.replace(/^ \*$/, '')));
      found.set(`${packageFolder}/example-${found.size}.ts`, lines.join('\n'));
    }
  }
  return found;
}

test('every example in the README and the docstrings compiles as a user would write it', () => {
  const files = examples();
  expect(files.size).toBeGreaterThanOrEqual(6);
  const { config } = ts.readConfigFile(`${packageFolder}/../../tsconfig.base.json`, (path) => ts.sys.readFile(path)) as { config: { compilerOptions: object } };
  const { options } = ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, isolatedDeclarations: false, declaration: false }, packageFolder);
  const host = ts.createCompilerHost(options);
  const sourceFile = host.getSourceFile.bind(host);
  host.getCurrentDirectory = () => packageFolder;
  host.fileExists = (path) => files.has(path) || ts.sys.fileExists(path);
  host.getSourceFile = (path, version) => {
    const example = files.get(path);
    return example === undefined ? sourceFile(path, version) : ts.createSourceFile(path, example, version);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  const faults = [...files.keys()].flatMap((path) => ts.getPreEmitDiagnostics(program, program.getSourceFile(path)));
  expect(faults.map(({ file, messageText }) => `${file?.text}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`)).toEqual([]);
}, 60_000);

test('the README names codes that exist, every setting, and every refused variable of the environment', () => {
  const readme = read('README.md');
  const refused = manifest.refusedEnvironment.map((variable) => (typeof variable === 'string' ? variable : variable.name));
  for (const [code] of readme.matchAll(/(?<=`)[A-Z]+(?:_[A-Z]+)+(?=`)/g)) {
    expect([...Object.keys(errorCodes), ...refused]).toContain(code);
  }
  const identity = manifest.identity && 'schema' in manifest.identity ? Object.keys(manifest.identity.schema.properties) : [];
  const fields = [...identity, ...Object.keys(manifest.store.schema.properties), ...manifest.methods.flatMap(({ schema }) => Object.keys(schema?.properties ?? {})), ...refused];
  for (const field of fields) expect(readme).toContain(`\`${field}\``);
});
