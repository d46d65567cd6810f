import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { build } from 'esbuild';
import { billOfMaterials } from './bill-of-materials.ts';

const root = new URL('../../', import.meta.url);
const packages = ['azure', 'cli', 'core', 'identity', 'oidc-issuer', 'provider'];
// All that the single file holds. Running the command line is a function, so that importing a package does not.
const entry = [...packages, 'core/transport']
  .map((name) => `export * from '@carnet/${name}';`)
  .concat("export const runCommandLine = () => import('../packages/cli/src/main.ts');")
  .join('\n');

/** Builds the command line and the Azure provider as one file, for the container image. It is part of no tarball. */
export async function buildBundle(folder: URL): Promise<void> {
  const at = (path: string): URL => new URL(path, folder);
  await rm(folder, { recursive: true, force: true });
  const { metafile } = await build({
    stdin: { contents: entry, resolveDir: new URL('tooling', root).pathname },
    outfile: at('lib/carnet.js').pathname,
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
    // CommonJS parts of the SDKs ask for `require`, which an ES module has only if it makes one.
    banner: { js: "import{createRequire as carnetRequire}from'node:module';const require=carnetRequire(import.meta.url);" },
  });
  const { version } = JSON.parse(await readFile(new URL('packages/cli/package.json', root), 'utf8')) as { version: string };
  await writeFile(at('package.json'), `${JSON.stringify({ name: '@carnet/bundle', version, private: true, type: 'module' })}\n`);
  await writeFile(at('lib/main.js'), "#!/usr/bin/env node\nimport { runCommandLine } from './carnet.js';\nawait runCommandLine();\n", { mode: 0o755 });
  await writeFile(at('bill-of-materials.json'), billOfMaterials(Object.keys(metafile.inputs).map((file) => resolve(root.pathname, file))));
  for (const name of packages) {
    const stub = `node_modules/@carnet/${name}/`;
    await mkdir(at(stub), { recursive: true });
    await writeFile(at(`${stub}package.json`), `${JSON.stringify({ name: `@carnet/${name}`, version, type: 'module', exports: { '.': './index.js', './*': './index.js' } })}\n`);
    await writeFile(at(`${stub}index.js`), "export * from '../../../lib/carnet.js';\n");
  }
}
