import { dirname, join } from 'node:path';
import { textOf, type PackedFile, type Tarball } from './tarball.ts';

interface PackedManifest {
  readonly name: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** Files that a package may hold besides what every one holds. */
interface ExtraFiles {
  readonly name: string;
  readonly pattern: RegExp;
  readonly reason: string;
}

const extraFiles: readonly ExtraFiles[] = [
  { name: '@carnet/create-provider', pattern: /^dist\/template\//, reason: 'what it copies: the sources, tests and settings of a new provider' },
];

const everyPackage = /^(?:package\.json|README\.md|LICENSE|dist\/(?:[\w-]+\/)*[\w-]+\.(?:js|d\.ts))$/;
const madeForTests = /(?:^|\/)(?:testing|fixtures|witness|__\w+__)\/|[.-]test\./;
const atInstallation = ['preinstall', 'install', 'postinstall', 'prepare', 'preprepare', 'postprepare', 'prepublish'];

/**
 * What is wrong with a packed package, one sentence each.
 *
 * @param places folders of this machine, which no file may name
 */
export function tarballProblems(tarball: Tarball, places: readonly string[]): readonly string[] {
  const manifest = JSON.parse(textOf(tarball, 'package.json')) as PackedManifest;
  return [
    ...tarball.files.flatMap(({ path }) => fileProblems(manifest.name, path)),
    ...missing(tarball, ['README.md', 'LICENSE', ...promisedFiles(manifest)]),
    ...tarball.files.flatMap(({ path, bytes }) => places.filter((place) => Buffer.from(bytes).includes(place)).map((place) => `${path} names a folder of this machine (${place.length} characters)`)),
    ...tarball.files.flatMap((file) => mapProblems(tarball, file)),
    ...atInstallation.filter((script) => manifest.scripts?.[script] !== undefined).map((script) => `the script ${script} would run at installation`),
    ...Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies })
      .filter(([, range]) => /^(?:workspace|catalog|file|link|git|https?):|^\*$/.test(range))
      .map(([name, range]) => `the range of ${name} is ${range}`),
    ...Object.values(manifest.bin ?? {}).flatMap((path) => shebangProblems(tarball, path.replace(/^\.\//, ''))),
  ].map((problem) => `${manifest.name}: ${problem}`);
}

function fileProblems(name: string, path: string): readonly string[] {
  if (extraFiles.some((extra) => extra.name === name && extra.pattern.test(path))) return [];
  if (madeForTests.test(path)) return [`${path} is made for tests`];
  return everyPackage.test(path) ? [] : [`${path} is of no kind that is published`];
}

/** A debugger, and whoever collects errors, would ask for it at every start and find nothing. */
function mapProblems(tarball: Tarball, { path, bytes }: PackedFile): readonly string[] {
  const [, map] = /\n\/\/# sourceMappingURL=(\S+)\s*$/.exec(path.endsWith('.js') ? new TextDecoder().decode(bytes) : '') ?? [];
  return map === undefined ? [] : missing(tarball, [join(dirname(path), map)]).map((problem) => `${problem}, and ${path} names it`);
}

function missing({ files }: Tarball, wanted: readonly string[]): readonly string[] {
  return wanted.filter((path) => !files.some((file) => file.path === path)).map((path) => `${path} is missing`);
}

function promisedFiles({ exports = {}, bin = {} }: PackedManifest): readonly string[] {
  return [...JSON.stringify([exports, bin]).matchAll(/"\.\/([^"]+\.(?:js|d\.ts|json))"/g)].flatMap(([, path]) => (path === undefined ? [] : [path]));
}

function shebangProblems(tarball: Tarball, path: string): readonly string[] {
  return tarball.files.some((file) => file.path === path) && !textOf(tarball, path).startsWith('#!/usr/bin/env node\n') ? [`${path} is a command and does not begin with #!/usr/bin/env node`] : [];
}
