import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { visibleCommands, walk } from './command-tree.ts';
import { shellWord } from './shell-word.ts';
import { wholeProgram } from './whole-program.ts';

interface Shown {
  readonly name: string;
  readonly command: Command;
  readonly help: string;
  readonly examples: readonly string[];
}

const shown = [...walk(wholeProgram(process))].filter(({ command }) => command.parent === null || visibleCommands(command.parent).includes(command)).map(({ command, path }): Shown => {
  let help = '';
  command.configureOutput({ writeOut: (text) => void (help += text) }).outputHelp();
  return { name: path.join(' '), command, help, examples: [...help.matchAll(/^ {2}\$ (.+)$/gm)].map(([, example = '']) => example) };
});
const examples = [...new Set(shown.flatMap((each) => each.examples))];

/** The words of each `carnet` in a line, as bash reads it: a function stands in its place, and no other program is found. The two of a pipe write at the same time, each in one piece. */
function wordsByExample(): ReadonlyMap<string, readonly (readonly string[])[]> {
  const folder = mkdtempSync(join(tmpdir(), 'carnet-examples-'));
  const log = join(folder, 'log');
  const lines = examples.map((example, index) => `number=${index}; eval ${shellWord(example.replaceAll(/ < \S+/g, ''))}`);
  execFileSync('bash', ['-c', `PATH=
carnet() { local call; printf -v call '%s\\037' "$number" "$@"; printf '%s\\036' "$call" >> ${shellWord(log)}; }\n${lines.join('\n')}\ntrue`], { cwd: folder, env: { PATH: process.env['PATH'] }, stdio: 'ignore' });
  const calls = readFileSync(log, 'utf8').split('\u001e').slice(0, -1).map((call) => call.split('\u001f').slice(0, -1));
  rmSync(folder, { recursive: true });
  return new Map(examples.map((example, index) => [example, calls.filter(([number]) => number === String(index)).map(([, ...words]) => words)]));
}
const calls = wordsByExample();

/** The command that these words lead to, with its flags and arguments in order; nothing is done. @throws CommanderError */
async function parsed(words: readonly string[]): Promise<string> {
  const program = wholeProgram(process);
  let reached = '';
  for (const { command, path } of walk(program)) {
    command.exitOverride().configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
    if (command.commands.length === 0) command.action(() => { reached = path.join(' '); });
  }
  await program.parseAsync([...words], { from: 'user' });
  return reached;
}

describe('the help of every command', () => {
  it.each(shown.filter(({ command }) => command.commands.length === 0).map((each): [string, Shown] => [each.name, each]))('carnet %s: its examples parse, one of them leads to it, and every flag is named', async (name, { command, help, examples: own }) => {
    const reached = await Promise.all(own.flatMap((example) => calls.get(example) ?? []).map(parsed));
    expect(reached).toContain(name);
    for (const { long, hidden } of command.options) expect({ long, hidden, isNamed: help.includes(`${long}`) }).toEqual({ long, hidden: false, isNamed: true });
  });

  it.each(shown.filter(({ command }) => command.commands.length > 0 && command.parent !== null).map((each): [string, Shown] => [each.name, each]))('carnet %s: its examples parse', async (name, { examples: own }) => {
    const reached = await Promise.all(own.flatMap((example) => calls.get(example) ?? []).map(parsed));
    expect(reached.some((each) => each.startsWith(`${name} `))).toBe(true);
  });
});
