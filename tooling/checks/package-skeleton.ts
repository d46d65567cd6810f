import { isDeepStrictEqual } from 'node:util';
import type { Check } from '../check-definition.ts';
import { publishedPackagesOf, type ExportTarget, type PackageManifest, type WorkspacePackage } from '../package-manifest.ts';
import type { Repository } from '../repository.ts';

const requiredFiles = ['LICENSE', 'README.md', 'src/index.ts', 'tsconfig.json', 'tsup.config.ts', 'turbo.json'];
const installScripts = ['preinstall', 'install', 'postinstall', 'prepare', 'preprepare', 'postprepare', 'prepublish'];
const requiredScripts = { build: 'tsup', typecheck: 'tsc --noEmit', publint: 'publint --strict', attw: 'attw --pack . --profile esm-only' };

/** One look for every published package, so that knowing one is knowing all. */
export const packageSkeleton: Check = {
  name: 'package-skeleton',
  purpose: 'every published package has the same files and the same package.json fields',
  run: (repository) => publishedPackagesOf(repository).flatMap((each) => [
    ...fileProblems(repository, each.folder),
    ...changelogProblems(repository, each),
    ...manifestProblems(each).map((problem) => `${each.folder}/package.json: ${problem}`),
    ...entryProblems(repository, each),
  ]),
};

function fileProblems(repository: Repository, folder: string): string[] {
  const problems = requiredFiles.filter((file) => !repository.files.includes(`${folder}/${file}`)).map((file) => `${folder}/${file}: missing`);
  const license = `${folder}/LICENSE`;
  if (repository.files.includes(license) && !isLicense(repository, folder)) problems.push(`${license}: differs from the root's`);
  return problems;
}

/** Changesets writes it with the first release, and from then on with each. */
function changelogProblems(repository: Repository, { folder, manifest }: WorkspacePackage): string[] {
  const file = `${folder}/CHANGELOG.md`;
  if (!repository.files.includes(file)) return [];
  const [, newest] = /^## (\S+)$/m.exec(repository.read(file)) ?? [];
  return newest === manifest.version ? [] : [`${file}: its newest entry is of ${newest}, and the package is at ${manifest.version}`];
}

/**
 * The contract has a budget of 20,480 packed bytes: it is at 20,456, and with the whole text at 23,754; with a README of two lines and no
 * white space in its script still at 21,673. To hand the text on is asked of those who got the license from us, and the notice says where it is.
 */
function isLicense(repository: Repository, folder: string): boolean {
  const text = repository.read(`${folder}/LICENSE`);
  return text === repository.read('LICENSE') || (folder === 'packages/provider' && text === noticeOf(repository.read('LICENSE')));
}

/** The notice that the license itself gives at its end, without the margin. */
function noticeOf(license: string): string {
  return license.slice(license.indexOf('   Licensed under the Apache License')).replaceAll(/^ {3}/gm, '');
}

function manifestProblems({ folder, manifest }: WorkspacePackage): string[] {
  const expectations: readonly [string, unknown, unknown][] = [
    ['license', manifest.license, 'Apache-2.0'],
    ['type', manifest.type, 'module'],
    ['sideEffects', manifest.sideEffects, false],
    ['files', manifest.files, ['dist', 'LICENSE', 'README.md']],
    ['engines', manifest.engines, { node: '>=22.18' }],
    ['repository.directory', manifest.repository?.directory, folder],
    ['publishConfig.access', manifest.publishConfig?.access, 'public'],
    ['publishConfig.exports', manifest.publishConfig?.exports, publishedExports(manifest)],
    ...Object.entries(requiredScripts).map(([name, command]): [string, unknown, unknown] => [`scripts.${name}`, manifest.scripts?.[name], command]),
  ];
  return [
    ...expectations.filter(([, found, wanted]) => !isDeepStrictEqual(found, wanted)).map(([field, , wanted]) => `${field} must be ${JSON.stringify(wanted)}`),
    ...(manifest.private === true ? ['a published package is not private'] : []),
    ...(manifest.description ? [] : ['description is missing']),
    ...installScripts.filter((name) => manifest.scripts?.[name] !== undefined).map((name) => `scripts.${name}: no script may run at installation`),
    ...Object.entries(manifest.exports ?? {}).flatMap(([path, target]) => exportProblems(path, target)),
    ...(manifest.exports?.['.'] ? [] : ['exports has no "."']),
    ...(manifest.exports?.['./package.json'] ? [] : ['exports has no "./package.json"']),
  ];
}

function exportProblems(path: string, target: ExportTarget): string[] {
  if (path === './package.json') return target === './package.json' ? [] : ['exports["./package.json"] must be "./package.json"'];
  const source = typeof target === 'string' ? undefined : target['carnet-source'];
  const name = source?.match(/^\.\/src\/(.+)\.ts$/)?.[1];
  const wanted = { 'carnet-source': source, types: `./dist/${name}.d.ts`, default: `./dist/${name}.js` };
  // Conditions are tried in the order written, which deep equality does not see.
  const agrees = name !== undefined && JSON.stringify(target) === JSON.stringify(wanted);
  return agrees ? [] : [`exports["${path}"] must hold carnet-source (./src/….ts), types and default (./dist/…), in this order`];
}

function publishedExports({ exports = {} }: PackageManifest): Record<string, ExportTarget> {
  const withoutSource = (target: ExportTarget): ExportTarget =>
    typeof target === 'string' ? target : Object.fromEntries(Object.entries(target).filter(([condition]) => condition !== 'carnet-source'));
  return Object.fromEntries(Object.entries(exports).map(([path, target]) => [path, withoutSource(target)]));
}

function entryProblems(repository: Repository, { folder, manifest }: WorkspacePackage): string[] {
  const config = `${folder}/tsup.config.ts`;
  if (!repository.files.includes(config)) return [];
  const built = [...repository.read(config).matchAll(/src\/([\w/-]+)\.ts/g)].map(([, name]) => name);
  const promised = JSON.stringify([manifest.publishConfig?.exports, manifest.bin]).matchAll(/\.\/dist\/([\w/-]+)\.js/g);
  return [...promised].filter(([, name]) => !built.includes(name)).map(([file]) => `${config}: does not build ${file}`);
}
