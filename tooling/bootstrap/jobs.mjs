import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourceFlags } from './versions.mjs';

/** Each job as the commands it runs one after another; the words behind the job's name go to its last command. */
const jobs = {
  start: (at) => [at.source('apps/platform/src/development.ts')],
  carnet: (at) => [at.source('packages/cli/src/main.ts')],
  demo: (at) => [at.source('examples/kickoff/src/main.ts')],
  bundle: (at) => [at.source('tooling/bundle/main.ts')],
  bench: (at) => [at.source('bench/main.ts')],
  test: (at) => [at.binary('vitest', 'run')],
  'test:witness': (at) => [at.binary('vitest', 'run', '--config', 'vitest.witness.config.ts')],
  lint: (at) => [lint(at)],
  typecheck: (at) => [typecheck(at)],
  boundaries: (at) => [boundaries(at)],
  knip: (at) => [knip(at)],
  build: (at) => [at.binary('turbo', 'run', 'build')],
  publint: (at) => [at.binary('turbo', 'run', 'publint')],
  attw: (at) => [at.binary('turbo', 'run', 'attw')],
  packages: (at) => [at.binary('turbo', 'run', 'publint', 'attw')],
  'packages:installed': (at) => [at.source('tooling/empty-projects/main.ts')],
  'platform:installed': (at) => [at.source('.ci/platform.mjs')],
  soak: (at) => [at.source('apps/platform/src/faults/testing/soak/main.ts')],
  mutations: (at) => [at.source('packages/provider-testkit/src/mutations/main.ts')],
  scaffold: (at) => [at.source('.ci/scaffold.mjs')],
  surface: (at) => [at.source('tooling/surface/main.ts')],
  sbom: (at) => [at.source('tooling/licenses/main.ts')],
  'release:version': (at) => [at.command('@changesets/cli', 'changeset', 'version'), [...at.source('tooling/surface/main.ts'), '--released']],
  'check:repository': (at) => [repository(at)],
  api: (at) => [at.source('tooling/generate-api.ts')],
  errors: (at) => [at.source('tooling/generate-error-pages.ts')],
  commands: (at) => [at.source('tooling/generate-command-pages.ts')],
  providers: (at) => [at.source('tooling/generate-provider-pages.ts'), at.source('tooling/generate-support-pages.ts')],
  check: (at) => [lint(at), typecheck(at), boundaries(at), knip(at), repository(at)],
};

const lint = (at) => at.binary('oxlint', '--type-aware', '--ignore-pattern', 'compatibility/**');
const typecheck = (at) => at.binary('turbo', 'run', 'typecheck');
const boundaries = (at) => at.binary('turbo', 'boundaries');
const knip = (at) => at.binary('knip', '--no-config-hints');
const repository = (at) => at.source('tooling/check.ts');

export const jobNames = Object.keys(jobs);

/** The commands of a job, each an argument list that starts with a program. */
export function commandsOf(job, args, root) {
  const commands = jobs[job]({
    source: (file) => [process.execPath, ...sourceFlags, join(root, file)],
    binary: (name, ...words) => [process.execPath, binaryOf(root, name, name), ...words],
    command: (name, command, ...words) => [process.execPath, binaryOf(root, name, command), ...words],
  });
  return commands.map((command, index) => (index === commands.length - 1 ? [...command, ...args] : command));
}

function binaryOf(root, name, command) {
  const folder = join(root, 'node_modules', name);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[command]);
}
