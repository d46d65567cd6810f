import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { buildPackages } from './build-packages.ts';
import { runToEnd } from './run-to-end.ts';

interface Packed {
  readonly name: string;
  readonly filename: string;
}

/**
 * Builds the packages that we publish and packs each as `pnpm publish` would.
 *
 * @param folder where the tarballs go; made when it is missing
 * @param filters which packages of the workspace
 * @returns the path of each tarball, by the name of its package
 */
export async function packAll(folder: URL, filters: readonly string[] = ['./packages/*']): Promise<ReadonlyMap<string, string>> {
  await mkdir(folder, { recursive: true });
  await buildPackages(filters);
  const { stdout } = await runToEnd('pnpm', [...filters.map((filter) => `--filter=${filter}`), 'pack', '--json', '--pack-destination', fileURLToPath(folder)], { cwd: new URL('../../', import.meta.url), minutes: 1 });
  return new Map((JSON.parse(stdout) as readonly Packed[]).map(({ name, filename }) => [name, filename]));
}
