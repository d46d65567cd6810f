import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { billOfMaterials } from './bill-of-materials.ts';

const root = new URL('../../', import.meta.url);
// A file of its own for each: a run that uses one cloud loads one SDK, a run without a proxy no library for it.
const apart: Readonly<Record<string, string>> = { aws: 'aws', azure: 'azure', gcp: 'gcp', vault: 'vault', proxy: 'core/proxy' };
const shared = ['cli', 'core', 'core/transport', 'identity', 'oidc-issuer', 'provider'];
// Running the command line is a function, so that importing a package does not.
const commandLine = "export const runCommandLine = () => import('../packages/cli/src/main.ts');";

/** Builds the command line as one file and each provider as another, for the container image. It is part of no tarball. */
export async function buildBundle(folder: URL): Promise<void> {
  const at = (path: string): URL => new URL(path, folder);
  await rm(folder, { recursive: true, force: true });
  const files = [
    { name: 'carnet', contents: [...shared.map(exportAll), commandLine].join('\n') },
    ...Object.entries(apart).map(([name, path]) => ({ name, contents: exportAll(path) })),
  ];
  const inputs = await Promise.all(files.map(({ name, contents }) => buildFile(contents, at(`lib/${name}.js`))));
  const { version } = JSON.parse(await readFile(new URL('packages/cli/package.json', root), 'utf8')) as { version: string };
  await writeFile(at('package.json'), `${JSON.stringify({ name: '@carnet/bundle', version, private: true, type: 'module' })}\n`);
  await writeFile(at('lib/main.js'), "#!/usr/bin/env node\nimport { runCommandLine } from './carnet.js';\nawait runCommandLine();\n", { mode: 0o755 });
  await writeFile(at('bill-of-materials.json'), billOfMaterials([...new Set(inputs.flat())]));
  // Every other subpath is in the one file, too.
  const exports = { '.': './index.js', './proxy': './proxy.js', './*': './index.js' };
  const entries = [...shared.map((path) => ['carnet', path] as const), ...Object.entries(apart)];
  for (const [file, path] of entries) {
    const [name = '', subpath = 'index'] = path.split('/');
    const stub = `node_modules/@carnet/${name}/`;
    await mkdir(at(stub), { recursive: true });
    await writeFile(at(`${stub}package.json`), `${JSON.stringify({ name: `@carnet/${name}`, version, type: 'module', exports })}\n`);
    await writeFile(at(`${stub}${subpath}.js`), `export * from '../../../lib/${file}.js';\n`);
  }
}

function exportAll(name: string): string {
  return `export * from '@carnet/${name}';`;
}

/** Gives back what went into it. */
async function buildFile(contents: string, outfile: URL): Promise<readonly string[]> {
  const { metafile } = await build({
    stdin: { contents, resolveDir: new URL('tooling', root).pathname },
    outfile: outfile.pathname,
    absWorkingDir: root.pathname,
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    conditions: ['carnet-source'],
    metafile: true,
    logLevel: 'warning',
    // CommonJS parts of the SDKs ask for `require` and for their folder, which an ES module has only if it makes them.
    banner: { js: "import{createRequire as carnetRequire}from'node:module';const require=carnetRequire(import.meta.url),__dirname=import.meta.dirname;" },
  });
  return Object.keys(metafile.inputs).map((file) => resolve(root.pathname, file));
}
