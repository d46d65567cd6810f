import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { visibleCommands, visibleOptions, walk } from './command-tree.ts';
import { wholeProgram } from './whole-program.ts';
import { carnet } from './testing/carnet-process.ts';

const here = { cwd: tmpdir() };

/** Each command that a help shows, by its whole name. */
const everyCommand = [...walk(wholeProgram(process))]
  .filter(({ command }) => command.parent === null || visibleCommands(command.parent).includes(command))
  .map(({ command, path }): [name: string, command: Command, path: readonly string[]] => [['carnet', ...path].join(' '), command, path]);

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

  it.each(everyCommand)('%s: its help has an example of itself and says what its flags are', (_, command, path) => {
    let help = '';
    command.configureOutput({ writeOut: (text) => void (help += text) });
    command.outputHelp();
    expect(help).toMatch(new RegExp(`^Examples?:\\n(?: {2}\\$ .*\\n)*? {2}\\$ .*${['carnet', ...path].join(' ')}(?:[ )"]|$)`, 'm'));
    expect(command.description()).not.toBe('');
    for (const { description } of [...visibleOptions(command), ...command.registeredArguments]) expect(description).not.toBe('');
  });

  it.each(everyCommand.filter(([, command]) => command.commands.length === 0))('%s: its help tells its exit codes, and a failure is JSON where it is asked', (_, command) => {
    let help = '';
    command.configureOutput({ writeOut: (text) => void (help += text) });
    command.outputHelp();
    command.parent?.configureOutput({ writeOut: (text) => void (help += text) }).outputHelp();
    expect(help).toMatch(/exit codes:|ends with the command's own code/i);
    if (command.name() !== 'completion') expect(visibleOptions(command).map(({ long }) => long)).toContain('--json');
  });

  // The flags of these are those of a provider, which has to be found first, or of the platform's own program.
  const othersFlags = ['trust', 'wi trust', 'wi add', 'wi edit', 'credentials add', 'credentials edit', 'serve', 'worker'].map((words) => `carnet ${words}`);
  it.each(everyCommand.filter(([name, command]) => command.commands.length === 0 && !othersFlags.includes(name)))('%s: refuses a flag that nobody has, with the one that was meant', async (_, command, path) => {
    const { code, stdout, stderr } = await carnet([...path, '--jsno', ...command.registeredArguments.map(() => 'x')], here);
    expect({ code, stdout }).toEqual({ code: path[0] === 'run' ? 125 : 2, stdout: '' });
    expect(stderr).toContain("carnet: unknown option '--jsno'");
    if (command.name() !== 'completion') expect(stderr).toContain('Did you mean --json?');
  });

  it.each(everyCommand.filter(([, command]) => command.commands.length > 0))('%s: refuses a command that nobody has, with the one that was meant', async (_, command, path) => {
    const [first] = visibleCommands(command).map((child) => child.name());
    const { code, stdout, stderr } = await carnet([...path, `${first}x`], here);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('Did you mean');
  });

  it.each<[args: readonly string[], exitCode: number, message: string, hint: string]>([
    [['plan', '--json', '--bogus'], 2, "unknown option '--bogus'", 'Try: carnet plan --help'],
    [['secrets', 'get', 'vault', '--json'], 2, "missing required argument 'reference'", 'Try: carnet secrets get --help'],
    [['explain', 'A', 'canary', '--json'], 2, "too many arguments for 'explain'. Expected 1 argument but got 2.", 'Try: carnet explain --help'],
    [['export', '--json', '--timeout', 'canary'], 2, "option '--timeout <seconds>' has a wrong value. Write whole seconds from 1 to 3600.", 'Try: carnet export --help'],
    [['run', '--json', '--mask', 'canary', '--', 'true'], 125, "option '--mask <when>' has a wrong value. Allowed choices are auto, always, never.", 'Try: carnet run --help'],
  ])('%j: wrong use is one JSON object where it is asked', async (args, exitCode, message, hint) => {
    const { code, stdout, stderr } = await carnet(args, here);
    expect({ code, stdout }).toEqual({ code: exitCode, stdout: '' });
    expect(JSON.parse(stderr)).toEqual({ version: 1, code: 'USAGE', message, exitCode, failures: [], hint });
  });

  it('takes a --json behind -- for a word of the command', async () => {
    expect(await carnet(['run', '--bogus', '--', 'true', '--json'], here)).toMatchObject({ code: 125, stderr: "carnet: unknown option '--bogus'\nTry: carnet run --help\n" });
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
