import { fileURLToPath } from 'node:url';
import type { Check } from './check-definition.ts';
import { checks } from './checks/index.ts';
import { openRepository, type Repository } from './repository.ts';

async function problemsOf({ run }: Check, repository: Repository): Promise<readonly string[]> {
  try {
    return await run(repository);
  } catch (error) {
    return [`could not run: ${error instanceof Error ? error.message : 'unknown failure'}`];
  }
}

const repository = openRepository(fileURLToPath(new URL('..', import.meta.url)));
let failed = 0;

for (const check of checks) {
  const started = performance.now();
  const problems = await problemsOf(check, repository);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${problems.length === 0 ? 'pass' : 'FAIL'}  ${check.name.padEnd(20)} ${seconds.padStart(5)} s  ${check.purpose}`);
  for (const problem of problems) console.log(`        ${problem}`);
  if (problems.length > 0) failed += 1;
}

console.log(`${checks.length - failed} of ${checks.length} repository checks passed`);
process.exitCode = failed === 0 ? 0 : 1;
