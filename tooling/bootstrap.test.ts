import { describe, expect, test } from 'vitest';
import { createToyWorkspace, pathsToTry } from './toy-workspace.ts';

// The first run may fetch Node and pnpm.
const patience = 180_000;

const server = `
import { createServer } from 'node:http';
const server = createServer().listen(0, '127.0.0.1', () => console.log('ready'));
process.on('SIGTERM', () => server.close(() => console.log('closed in order')));
`;
const demo = `
const words: string[] = process.argv.slice(2);
console.log(JSON.stringify({ words, npm: Object.keys(process.env).filter((name) => /^npm_(lifecycle|package)_/.test(name)) }));
if (words.includes('--fail')) process.exitCode = 7;
`;

describe.each(pathsToTry())('with npm and $title', ({ path }) => {
  test.runIf(process.platform === 'linux')('SIGTERM to npm ends the server in order, npm answers 0, and no process is left', { timeout: patience }, async () => {
    using workspace = createToyWorkspace({ 'apps/platform/src/development.ts': server });
    const npm = workspace.npm(path, 'start');
    await npm.shown('ready');
    expect(workspace.processes().join('\n')).toContain('development.ts');

    process.kill(npm.pid, 'SIGTERM');
    expect({ code: await npm.gone, left: workspace.processes() }).toEqual({ code: 0, left: [] });
    expect((await npm.ended).stdout).toBe('ready\nclosed in order\n');
  });

  test('stdout holds what the job prints and nothing else, and the words behind -- reach it unchanged', { timeout: patience }, async () => {
    using workspace = createToyWorkspace({ 'examples/kickoff/src/main.ts': demo });
    const words = ['--json', `a 'quoted' "word"`, '$HOME', ''];
    const first = await workspace.npm(path, 'run', 'demo', '--', ...words).ended;
    expect(first.stderr).toContain('Installing');
    expect(JSON.parse(first.stdout)).toEqual({ words, npm: [] });

    const second = await workspace.npm(path, 'run', 'demo', '--', ...words).ended;
    expect(second).toEqual({ code: 0, stdout: first.stdout, stderr: expect.not.stringContaining('Installing') });
  });

  test("the job's exit code is npm's", { timeout: patience }, async () => {
    using workspace = createToyWorkspace({ 'examples/kickoff/src/main.ts': demo });
    expect((await workspace.npm(path, 'run', 'demo', '--', '--fail').ended).code).toBe(7);
  });

  test('a lockfile that disagrees stops before the job, and says so', { timeout: patience }, async () => {
    using workspace = createToyWorkspace({ 'examples/kickoff/src/main.ts': demo, 'pnpm-lock.yaml': 'not: [a lockfile' });
    const { code, stdout, stderr } = await workspace.npm(path, 'run', 'demo').ended;
    expect({ code: code === 0, stdout }).toEqual({ code: false, stdout: '' });
    expect(stderr).toMatch(/lockfile/i);
  });
});
