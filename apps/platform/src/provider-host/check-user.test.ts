import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { endingWithServer } from './end-with-server.ts';
import { otherUser } from './testing/other-user.ts';

const program = fileURLToPath(new URL('./testing/killed-server.ts', import.meta.url));
const given = JSON.stringify({ directory: '/', name: 'no-such-package', user: otherUser });

test.runIf(otherUser !== undefined && (await endingWithServer()).length > 0)('a root that may not end the processes of another user starts none', { timeout: 30_000 }, () => {
  const [command, ...without] = ['/usr/bin/setpriv', '--bounding-set', '-kill', '--inh-caps', '-kill', process.execPath] as const;
  const started = (through: readonly [string, ...string[]]): string => spawnSync(through[0], [...through.slice(1), '--conditions=carnet-source', program, given], { encoding: 'utf8', timeout: 25_000 }).stderr;
  expect(started([command, ...without])).toContain('Give it the capability CAP_KILL');
  expect(started([process.execPath])).toContain('no-such-package');
});
