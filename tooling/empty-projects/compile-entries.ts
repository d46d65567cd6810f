import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import type { EmptyProject } from './empty-project.ts';

// Every declaration of every package is checked; TypeScript's own are not ours to check.
const strict: ts.CompilerOptions = {
  strict: true, skipLibCheck: false, skipDefaultLibCheck: true, noEmit: true, target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2024.d.ts', 'lib.esnext.disposable.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
};

/** The ways in which users' projects find types. */
const resolutions: readonly { readonly title: string; readonly options: ts.CompilerOptions }[] = [
  { title: 'node16', options: { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 } },
  { title: 'bundler', options: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler } },
];

/** What a type check of all entries finds, in each resolution; those of the contract once more without the types of Node. */
export function compileProblems(project: EmptyProject, specifiers: readonly string[], contract: string): readonly string[] {
  return resolutions.flatMap(({ title, options }) => [
    ...compile(project, `with-node-${title}.ts`, specifiers, { ...strict, ...options, types: ['node'] }),
    ...compile(project, `without-node-${title}.ts`, [contract], { ...strict, ...options, types: [] }),
  ]);
}

function compile({ manager, folder }: EmptyProject, name: string, specifiers: readonly string[], options: ts.CompilerOptions): readonly string[] {
  const file = join(folder, name);
  const imports = specifiers.map((specifier, index) => `import * as entry${index} from '${specifier}';`);
  writeFileSync(file, `${imports.join('\n')}\nexport const entries: readonly object[] = [${specifiers.map((_, index) => `entry${index}`).join(', ')}];\n`);
  const host = ts.createCompilerHost(options);
  host.getCurrentDirectory = () => folder;
  return ts.getPreEmitDiagnostics(ts.createProgram([file], options, host)).map((diagnostic) => {
    const place = diagnostic.file?.fileName.replace(/^.*\/node_modules\//, '') ?? name;
    return `${manager}, ${name}: ${place}: ${ts.flattenDiagnosticMessageText(diagnostic.messageText, ' ')}`;
  });
}
