import { fileURLToPath } from 'node:url';
import { runToEnd } from './run-to-end.ts';

const root = new URL('../../', import.meta.url);

/** Builds what is published, from turbo's cache where nothing changed. */
export async function buildPackages(filters: readonly string[] = ['./packages/*']): Promise<void> {
  const turbo = fileURLToPath(new URL('node_modules/.bin/turbo', root));
  await runToEnd(turbo, ['run', 'build', '--output-logs=errors-only', ...filters.map((filter) => `--filter=${filter}`)], { cwd: root, minutes: 5 });
}
