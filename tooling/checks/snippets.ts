import { join } from 'node:path';
import ts from 'typescript';
import type { Check } from '../check-definition.ts';
import { publishedPackagesOf } from '../package-manifest.ts';
import type { Repository } from '../repository.ts';
import { snippetsOf, type Snippet } from '../snippet.ts';

/** What a reader copies must work. */
export const snippets: Check = {
  name: 'snippets',
  purpose: 'every ts block in Markdown and in an @example compiles as a module against the sources',
  run(repository) {
    // Each snippet becomes a file that exists in memory only.
    const sources = new Map(snippetsOf(repository).map((snippet, index) =>
      [join(repository.root, folderOf(snippet), `snippet-${index}.ts`), snippet]));
    return compile(sources, readOptions(repository));
  },
};

/** From where a snippet finds packages that are not ours. */
function folderOf({ file }: Snippet): string {
  return /^(?:packages|apps|examples)\/[^/]+(?=\/)/.exec(file)?.[0] ?? 'apps/platform';
}

function compile(sources: ReadonlyMap<string, Snippet>, options: ts.CompilerOptions): readonly string[] {
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  // An empty export makes it a module, in which await may stand at the top.
  const textOf = (name: string): string | undefined => (sources.has(name) ? `${sources.get(name)?.code}\nexport {};\n` : undefined);
  host.fileExists = (name) => sources.has(name) || fileExists(name);
  host.readFile = (name) => textOf(name) ?? readFile(name);
  host.getSourceFile = (name, target, ...rest) => {
    const text = textOf(name);
    return text === undefined ? getSourceFile(name, target, ...rest) : ts.createSourceFile(name, text, target, true);
  };

  const program = ts.createProgram([...sources.keys()], options, host);
  return [...sources].flatMap(([name, snippet]) => {
    const file = program.getSourceFile(name);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map((diagnostic) => {
      const line = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line ?? 0;
      const [message] = ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n').split('\n');
      return `${snippet.file}:${snippet.line + line}: ${message}`;
    });
  });
}

function readOptions(repository: Repository): ts.CompilerOptions {
  const { config } = ts.readConfigFile(join(repository.root, 'tsconfig.base.json'), ts.sys.readFile) as { config: { compilerOptions: object } };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, repository.root);
  return {
    ...options,
    typeRoots: [join(repository.root, 'node_modules/@types')],
    // Any snippet may import any of our packages, as a reader who installed it does.
    paths: sourcesByName(repository),
    // A snippet shows: it neither uses all that it declares nor spells every type out.
    noUnusedLocals: false,
    noUnusedParameters: false,
    isolatedDeclarations: false,
    declaration: false,
  };
}

function sourcesByName(repository: Repository): Record<string, string[]> {
  const rows = publishedPackagesOf(repository).flatMap(({ folder, manifest }) =>
    Object.entries(manifest.exports ?? {}).flatMap(([path, target]): [string, string[]][] => {
      const source = typeof target === 'string' ? undefined : target['carnet-source'];
      return source === undefined ? [] : [[`${manifest.name}${path.slice(1)}`, [join(repository.root, folder, source)]]];
    }));
  return Object.fromEntries(rows);
}
