import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { assembleTemplate } from '../build/assemble-template.ts';
import { reservedIds } from './reserved-ids.ts';
import { scaffold } from './scaffold.ts';
import { emptyFolder } from './testing/template.ts';

const workspace = new URL('../../../', import.meta.url);
const textAt = (path: string): string => readFileSync(new URL(path, workspace), 'utf8');

/** The real template, and what is made of it: every file's text by its path. */
function made(options: { id: string; scope?: string }): { folder: string; files: ReadonlyMap<string, string> } {
  const parent = emptyFolder();
  const template = pathToFileURL(`${parent}/template/`);
  assembleTemplate(template);
  const { folder, files } = scaffold({ ...options, directory: join(parent, 'made'), template });
  return { folder, files: new Map(files.map((file) => [file, readFileSync(join(folder, file), 'utf8')])) };
}

interface Manifest {
  readonly name: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies?: unknown;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifestOf = (files: ReadonlyMap<string, string>): Manifest => JSON.parse(files.get('package.json') ?? '') as Manifest;

describe('a package that is made', () => {
  test('has all that a provider needs, and every file says something', () => {
    const { files } = made({ id: 'acme' });
    expect([...files.keys()]).toEqual(expect.arrayContaining([
      '.changeset/config.json', '.changeset/first-release.md', '.github/workflows/ci.yml', '.github/workflows/release.yml', '.gitignore', 'CONTRIBUTING.md', 'LICENSE', 'README.md',
      'SECURITY.md', 'package.json', 'pnpm-workspace.yaml', 'src/acme-double.ts', 'src/acme.ts', 'src/conformance.test.ts', 'src/conformance.ts', 'src/index.ts', 'src/manifest.ts',
      'tsconfig.json', 'tsup.config.ts', 'vitest.config.ts',
    ]));
    for (const [file, text] of files) expect(text.trim(), file).not.toBe('');
  });

  test('holds no trace of the example, only its own names', () => {
    const { files } = made({ id: 'my-2nd-store', scope: '@labs' });
    for (const [file, text] of files) expect(`${file}\n${text}`, file).not.toMatch(/acme/i);
    expect(manifestOf(files).name).toBe('@labs/carnet-provider-my-2nd-store');
    expect(files.get('.changeset/first-release.md')).toContain("'@labs/carnet-provider-my-2nd-store': minor");
    expect(files.get('src/manifest.ts')).toContain("id: 'my-2nd-store',\n  title: 'My 2nd Store',");
  });

  test('is the reference provider of the kit, file by file', () => {
    const { files } = made({ id: 'acme' });
    const reference = readdirSync(new URL('packages/provider-testkit/src/reference/', workspace));
    expect(reference.length).toBeGreaterThan(5);
    for (const file of reference) expect(files.get(`src/${file}`), file).toBe(textAt(`packages/provider-testkit/src/reference/${file}`).replaceAll('Acme Safe', 'Acme'));
  });

  test('imports files of its own, Node, the contract and the kit, and nothing else', () => {
    const { files } = made({ id: 'acme' });
    const imported = [...files].filter(([file]) => file.startsWith('src/')).flatMap(([, text]) => [...text.matchAll(/from '([^']+)'/g)].map(([, from = '']) => from));
    const kinds = imported.map((from) => (/^(?:\.\/[\w-]+\.ts|node:\w+)$/.test(from) ? 'own' : from));
    expect(new Set(kinds)).toEqual(new Set(['own', '@carnet/provider', '@carnet/provider-testkit', '@carnet/provider-testkit/vitest']));
  });

  test('is under the license that it names', () => {
    expect(made({ id: 'acme' }).files.get('LICENSE')).toBe(textAt('LICENSE'));
  });

  test('names in its CONTRIBUTING two functions that are where it says', () => {
    const { files } = made({ id: 'my-2nd-store' });
    const rows = [...(files.get('CONTRIBUTING.md') ?? '').matchAll(/^\| `([#\w]+)` \| `([^`]+)` \|/gm)];
    expect(rows.map(([, name]) => name)).toEqual(['#exchangeOnce', 'read']);
    for (const [, name, file = ''] of rows) expect(files.get(file), file).toContain(`async ${name}(`);
    for (const [, file = ''] of (files.get('CONTRIBUTING.md') ?? '').matchAll(/`(src\/[^`]+)`/g)) expect([...files.keys()]).toContain(file);
  });
});

describe('the package.json that is made', () => {
  test('takes each version from this workspace: the catalog, or our own package', () => {
    const { peerDependencies, devDependencies } = manifestOf(made({ id: 'acme' }).files);
    const catalog = textAt('pnpm-workspace.yaml');
    for (const [name, version] of Object.entries({ ...devDependencies, ...peerDependencies })) {
      const own = name.startsWith('@carnet/') ? (JSON.parse(textAt(`packages/${name.slice('@carnet/'.length)}/package.json`)) as { version: string }).version : undefined;
      if (own !== undefined) expect(version, name).toBe(`^${own}`);
      else expect(catalog.split('\n').map((line) => line.replaceAll('"', ''))).toContain(`  ${name}: ${version}`);
    }
    expect(peerDependencies).toEqual({ '@carnet/provider': devDependencies['@carnet/provider'] });
  });

  test('runs nothing at installation, installs nothing for its users, and publishes an allow-list with provenance', () => {
    const manifest = manifestOf(made({ id: 'acme' }).files);
    expect(Object.keys(manifest.scripts)).toEqual(['build', 'typecheck', 'test', 'scorecard', 'package']);
    expect(manifest.dependencies).toBeUndefined();
    expect(manifest).toMatchObject({
      type: 'module', license: 'Apache-2.0', sideEffects: false, engines: { node: '>=22.18' }, files: ['dist', 'LICENSE', 'README.md'],
      publishConfig: { access: 'public', provenance: true }, allowScripts: { esbuild: false }, keywords: ['carnet-provider', 'carnet', 'secrets'],
      repository: { type: 'git', url: 'git+https://github.com/acme/carnet-provider-acme.git' },
    });
  });
});

describe('the workflows that are made', () => {
  const workflows = (): readonly string[] => {
    const { files } = made({ id: 'acme' });
    return ['ci', 'release'].map((name) => files.get(`.github/workflows/${name}.yml`) ?? '');
  };
  const actionsIn = (text: string): Map<string, string> => new Map([...text.matchAll(/uses: ([\w./-]+)@(.*)/g)].map(([, name = '', pin = '']) => [name, pin]));

  test('pin each action by its commit, with the version beside it; those that this repository uses by the same', () => {
    const own = actionsIn(readdirSync(new URL('.github/workflows/', workspace)).map((file) => textAt(`.github/workflows/${file}`)).join('\n'));
    const used = actionsIn(workflows().join('\n'));
    expect([...used.keys()]).toEqual(['actions/checkout', 'actions/setup-node', 'actions/upload-artifact', 'actions/download-artifact']);
    for (const [name, pin] of used) {
      expect(pin, name).toMatch(/^[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
      expect(pin, name).toBe(own.get(name) ?? pin);
    }
  });

  test('get a token that can publish in one job, in which no dependency runs, and keep no secret', () => {
    const text = workflows().join('\n');
    expect(text).not.toMatch(/secrets\.|NODE_AUTH_TOKEN|NPM_TOKEN/);
    expect(text.match(/id-token: write/g)).toHaveLength(1);
    const [, publish = ''] = text.split(/^ {2}publish:$/m);
    expect(publish).toContain('id-token: write');
    expect([...publish.matchAll(/run: (.*)/g)].map(([, run]) => run)).toEqual(['npm publish --ignore-scripts --access public --provenance ./*.tgz']);
    expect(publish).not.toContain('actions/checkout');
  });

  test('install without scripts, and run the kit, the types, the build and the checks of the package', () => {
    for (const text of workflows()) {
      for (const command of ['npm ci --ignore-scripts', 'npm run typecheck', 'npm test', 'npm run build', 'npm run package']) expect(text).toContain(`- run: ${command}\n`);
    }
  });
});

describe('a name', () => {
  const ids = ['acme', 'my-2nd-store', 'a', 'a--b-', `z${'9'.repeat(39)}`, 'error', 'session', 'secret', 'http-fake', 'promise'];

  test('leaves code that compiles, whatever it is', { timeout: 60_000 }, () => {
    const folders = ids.map((id) => made({ id }).folder);
    expect(problemsIn(folders)).toEqual([]);
  });

  test('that would meet another name of the template is taken', () => {
    const { files } = made({ id: 'acme' });
    const sources = [...files].filter(([file]) => file.startsWith('src/'));
    const names = new Set(sources.map(([file]) => file.slice('src/'.length, -'.ts'.length)));
    const met = [...sources.flatMap(([, text]) => idsThatMeet(new Set(text.match(/[\w$]+/g)), { alone: false })), ...idsThatMeet(names, { alone: true })];
    expect(met).toEqual(expect.arrayContaining(['abort', 'manifest']));
    expect(met.filter((id) => !reservedIds.has(id))).toEqual([]);
  });
});

/** Ids under which one of the words would become another of them. In a text, `acme` alone is the title or the id, which meet nothing. */
function idsThatMeet(words: ReadonlySet<string>, { alone }: { alone: boolean }): readonly string[] {
  return [...words].filter((word) => alone || !/^acme$/i.test(word)).flatMap((word) => {
    const [, before = '', example, after = ''] = /^(.*?)(Acme|acme)(.*)$/.exec(word) ?? [];
    if (example === undefined) return [];
    const middle = new RegExp(`^${before}(${example === 'Acme' ? '[A-Z]' : '[a-z]'}[A-Za-z0-9-]*)${after}$`);
    return [...words].filter((other) => !/acme/i.test(other)).flatMap((other) => middle.exec(other)?.[1] ?? []).map((found) => found.replace(/(?<=.)(?=[A-Z])/g, '-').toLowerCase());
  });
}

/** What the compiler says about packages that were made, by the options that they came with, against the sources of our packages. */
function problemsIn(folders: readonly string[]): readonly string[] {
  const [first = ''] = folders;
  const { config } = ts.readConfigFile(join(first, 'tsconfig.json'), ts.sys.readFile) as { config: { compilerOptions: object } };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, first);
  const source = (path: string): string[] => [fileURLToPath(new URL(`packages/${path}`, workspace))];
  for (const folder of folders) symlinkSync(fileURLToPath(new URL('../node_modules', import.meta.url)), join(folder, 'node_modules'));
  const roots = folders.flatMap((folder) => [...readdirSync(join(folder, 'src')).map((file) => join(folder, 'src', file)), join(folder, 'tsup.config.ts'), join(folder, 'vitest.config.ts')]);
  const program = ts.createProgram(roots, {
    ...options,
    // A configuration file exports what the compiler has to infer.
    isolatedDeclarations: false,
    declaration: false,
    customConditions: ['carnet-source'],
    typeRoots: [join(first, 'node_modules/@types')],
    paths: {
      '@carnet/provider': source('provider/src/index.ts'),
      '@carnet/provider-testkit': source('provider-testkit/src/index.ts'),
      '@carnet/provider-testkit/vitest': source('provider-testkit/src/vitest.ts'),
    },
  });
  return roots.flatMap((root) => {
    const file = program.getSourceFile(root);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(({ messageText }) => `${root}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
  });
}
