import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { endingWithServer } from '../provider-host/end-with-server.ts';
import { otherUser } from '../provider-host/testing/other-user.ts';

const program = fileURLToPath(new URL('./testing/worker-program.ts', import.meta.url));

it.runIf(otherUser !== undefined && (await endingWithServer()).length > 0)('a worker that may not end the commands of another user does not start', { timeout: 30_000 }, () => {
  const given = { url: 'http://127.0.0.1:1', stateDirectory: '/nonexistent', token: 'carnet_wkr_none', slots: 1, packages: { names: [], directory: '' }, commandUser: { name: 'nobody', home: '/', ...otherUser } };
  const { status, stderr } = spawnSync('/usr/bin/setpriv', ['--bounding-set', '-kill', '--inh-caps', '-kill', process.execPath, '--conditions=carnet-source', program, JSON.stringify(given)], { encoding: 'utf8', timeout: 20_000, killSignal: 'SIGKILL' });
  expect(status).toBe(1);
  expect(stderr).toContain('This worker may not end commands that run as another user.');
});
