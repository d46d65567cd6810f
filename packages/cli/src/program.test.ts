import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { carnet } from './testing/carnet-process.ts';

const here = { cwd: tmpdir() };

describe('the command line', () => {
  it('prints its version', async () => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
    expect(await carnet(['--version'], here)).toMatchObject({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each([[['--help']], [['help']], [['help', 'run']], [['run', '--help']]])('%j prints help with an example on standard output', async (args) => {
    const { code, stdout, stderr } = await carnet(args, here);
    expect(code).toBe(0);
    expect(stdout).toContain('$ carnet run -- node app.js');
    expect(stderr).toBe('');
  });

  it.each([[['provider', '--help']], [['help', 'provider']], [['provider', 'help']]])('%j prints help with examples, exit codes and nothing that is hidden', async (args) => {
    const { code, stdout, stderr } = await carnet(args, here);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    for (const text of ['$ carnet provider show acme', 'CARNET_PROVIDERS', '3 there is no such provider']) expect(stdout).toContain(text);
    expect(stdout).not.toMatch(/^ {2}work/m);
  });

  it.each([[['provider']], [['provider', 'shwo']], [['provider', 'work']], [['provider', 'check', 'a', 'b']]])('%j is wrong use and ends with 2', async (args) => {
    expect(await carnet(args, here)).toMatchObject({ code: 2, stdout: '' });
  });

  it('without a command shows help on standard error and ends with 2', async () => {
    expect(await carnet([], here)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('Usage: carnet') as string });
  });

  it('refuses an unknown command with a suggestion and ends with 2', async () => {
    const { code, stderr } = await carnet(['rnu'], here);
    expect(code).toBe(2);
    expect(stderr).toContain('Did you mean run?');
  });

  it('refuses an unknown flag of run with a suggestion and ends with 125, which is not a code of the command', async () => {
    const { code, stderr } = await carnet(['run', '--maks', 'always', '--', 'true'], here);
    expect(code).toBe(125);
    expect(stderr).toContain("carnet: unknown option '--maks'");
    expect(stderr).toContain('Did you mean --mask?');
  });

  it.each([
    ['no command', ['run']],
    ['a mask that does not exist', ['run', '--mask', 'sometimes', '--', 'true']],
    ['a timeout of 0', ['run', '--timeout', '0', '--', 'true']],
    ['a timeout in words', ['run', '--timeout', '5s', '--', 'true']],
    ['an empty name', ['run', '--only', 'A,,B', '--', 'true']],
  ])('ends with 125 for %s', async (_, args) => {
    expect(await carnet(args, here)).toMatchObject({ code: 125, stdout: '' });
  });
});
