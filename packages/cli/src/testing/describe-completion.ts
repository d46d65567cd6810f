import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { visibleCommands, walk } from '../command-tree.ts';
import { wholeProgram } from '../whole-program.ts';
import { carnet } from './carnet-process.ts';

export const scriptOf = async (shell: string): Promise<string> => {
  const { code, stdout, stderr } = await carnet(['completion', shell], { cwd: tmpdir() });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
};

/** Prints what the shell offers for these words, the last of them under the cursor: a line for each. */
export const harness: Readonly<Record<string, (words: readonly string[]) => string>> = {
  bash: (words) => `COMP_WORDS=(${words.map(quoted).join(' ')}); COMP_CWORD=${words.length - 1}; _carnet; printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: (words) => `words=(${words.map(quoted).join(' ')}); CURRENT=${words.length}; _files() { : }; _describe() { print -rl -- \${\${(M)entries:#\${words[-1]}*}%%:*}; }; _carnet`,
  fish: (words) => `complete -C ${quoted(words.join(' '))} | string replace -r '\\t.*' ''; true`,
};
const before: Readonly<Record<string, string>> = { bash: '', zsh: 'compdef() { : }\n', fish: '' };
const nextQuestion = 'next-question';
const quoted = (text: string): string => `'${text}'`;

/** What a real shell offers, by the script made for it. */
export function describeCompletion(shell: string): void {
  // From a file, as somebody's start-up file would read it: it is too long for one argument.
  const answered = async (questions: readonly (readonly string[])[]): Promise<readonly (readonly string[])[]> => {
    const folder = mkdtempSync(join(tmpdir(), 'carnet-completion-'));
    const file = join(folder, 'script');
    writeFileSync(file, `${before[shell]}${await scriptOf(shell)}\n${questions.map((words) => `${harness[shell]?.(words)}\necho ${nextQuestion}\n`).join('')}`);
    const text = execFileSync(shell, [file], { cwd: folder, env: { PATH: process.env['PATH'], HOME: folder }, maxBuffer: 16 * 1024 * 1024 }).toString();
    rmSync(folder, { recursive: true });
    return text.split(`${nextQuestion}\n`).slice(0, -1).map((answer) => answer.split('\n').filter((word) => word !== '').toSorted());
  };
  describe(`completion of ${shell}, asked in a real one`, () => {
    it.each<[words: string, offered: readonly string[]]>([
      ['carnet pl', ['plan']],
      ['carnet secrets f', ['fingerprint']],
      ['carnet secrets get --rev', ['--reveal']],
      ['carnet export --only export -f d', ['docker', 'dotenv']],
      ['carnet run --mask al', ['always']],
      ['carnet completion z', ['zsh']],
      ['carnet provider sh', ['show']],
      ['carnet provider wo', []],
    ])('%s', async (line, offered) => {
      expect(await answered([line.split(' ')])).toEqual([offered]);
    });

    it('offers every command that a help shows, and every flag that it takes', async () => {
      const commands = [...walk(wholeProgram(process))].filter(({ command }) => command.parent === null || visibleCommands(command.parent).includes(command));
      const questions = commands.flatMap(({ command, path }) => [
        { words: ['carnet', ...path, '--'], wanted: [...command.options.map(({ long }) => long ?? ''), '--help'] },
        ...(command.commands.length === 0 ? [] : [{ words: ['carnet', ...path, ''], wanted: visibleCommands(command).map((child) => child.name()) }]),
      ]);
      expect(questions.flatMap(({ wanted }) => wanted).length).toBeGreaterThan(1_000);
      const offered = await answered(questions.map(({ words }) => words));
      expect(questions.flatMap(({ words, wanted }, index) => wanted.flatMap((each) => (offered[index]?.includes(each) ? [] : [[...words, each].join(' ')])))).toEqual([]);
    }, 60_000);
  });
}
