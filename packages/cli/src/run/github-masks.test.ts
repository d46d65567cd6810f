import { execFile } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { runNode } from '../testing/carnet-process.ts';
import { carnetWords } from '../testing/terminal.ts';
import { memoryConfig, projectWith } from '../testing/workspace.ts';
import { githubMasks, reachesGithub } from './github-masks.ts';

const masks = (...values: string[]): string => githubMasks(values.map((value) => ({ name: 'A', bytes: Buffer.from(value), stored: true })));

describe("GitHub's ::add-mask::", () => {
  it('has a line for each line of a value, escaped as the runner reads it', () => {
    expect(masks('one-line', '50%0A-off\nsecond\r\nthird\n')).toBe('::add-mask::one-line\n::add-mask::50%250A-off\n::add-mask::second\n::add-mask::third\n');
  });

  it('leaves out what would turn the log into stars, and what was said before', () => {
    expect(masks('abc', '{\n"key": "value"\n}', '"key": "value"')).toBe('::add-mask::"key": "value"\n');
  });

  it('has none for bytes that are no text', () => {
    expect(githubMasks([{ name: 'A', bytes: Buffer.from([255, 254, 253, 252, 251]), stored: true }])).toBe('');
  });

  it('comes before everything else, on standard error, and only where somebody asked and GitHub reads it: a log of our own keeps what it gets', async () => {
    const cwd = projectWith({ 'carnet.config.ts': memoryConfig({ key: 'value-of-the-key' }, { KEY: { credential: 'store', secret: 'key' }, MODE: { value: 'on' } }) });
    const script = 'console.log(process.env.KEY); console.error("said by the command")';
    const onGithub = { cwd, environment: { GITHUB_ACTIONS: 'true' } };
    expect(await runNode(script, onGithub)).toMatchObject({ stdout: '***\n', stderr: 'said by the command\n' });
    expect(await runNode(script, onGithub, '--github-masks')).toMatchObject({ stdout: '***\n', stderr: '::add-mask::value-of-the-key\nsaid by the command\n' });
    expect(await runNode(script, { cwd }, '--github-masks')).toMatchObject({ stdout: '***\n', stderr: 'said by the command\n' });
  });

  it('says so where it was asked for and cannot be', async () => {
    const cwd = projectWith({ 'carnet.config.ts': memoryConfig({ key: 'value-of-the-key' }, { KEY: { credential: 'store', secret: 'key' } }) });
    const words = carnetWords('run', '--github-masks', '--', 'true').map((word) => `'${word}'`).join(' ');
    const { stdout } = await promisify(execFile)('/bin/sh', ['-c', `'${process.execPath}' ${words} 2> log; cat log`], { cwd, env: { ...process.env, GITHUB_ACTIONS: 'true' } });
    expect(stdout).toMatch(/^carnet: .*--github-masks told it nothing\.\n$/);
  });

  it('is never written into a file, nor to a person', () => {
    const cwd = projectWith({});
    const fd = openSync(join(cwd, 'log'), 'w');
    const host = (stderr: object): NodeJS.Process => ({ env: { GITHUB_ACTIONS: 'true' }, stderr }) as unknown as NodeJS.Process;
    expect(reachesGithub(host({ isTTY: false, fd }))).toBe(false);
    expect(reachesGithub(host({ isTTY: true, fd: 2 }))).toBe(false);
    closeSync(fd);
  });
});
