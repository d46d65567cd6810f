import { execFileSync } from 'node:child_process';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { carnet } from './testing/carnet-process.ts';
import { memoryConfig, projectWith } from './testing/workspace.ts';

it.each([['check', 'store'], ['doctor']])('%s waits for a pipe of --registered no longer than --timeout, and ends then', async (...command) => {
  const cwd = projectWith({ 'carnet.config.ts': memoryConfig({}, {}) });
  execFileSync('mkfifo', [join(cwd, 'pipe')]);
  const held = await open(join(cwd, 'pipe'), 'r+');
  const { code, stderr } = await carnet([...command, '--registered', 'pipe', '--timeout', '1'], { cwd });
  await held.close();
  expect(code).toBe(7);
  expect(stderr).toContain('The file pipe did not end within 1 s.');
});
