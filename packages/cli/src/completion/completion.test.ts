import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { carnet } from '../testing/carnet-process.ts';

const scriptOf = async (shell: string): Promise<string> => {
  const { code, stdout, stderr } = await carnet(['completion', shell], { cwd: tmpdir() });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
};

const isInstalled = (program: string): boolean => {
  try {
    execFileSync(program, ['-c', ':'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** Prints what the shell offers for these words, the last of them under the cursor: a line for each. */
const harness: Readonly<Record<string, (words: readonly string[]) => string>> = {
  bash: (words) => `COMP_WORDS=(${words.map(quoted).join(' ')}); COMP_CWORD=${words.length - 1}; _carnet; printf '%s\\n' "\${COMPREPLY[@]}"`,
  zsh: (words) => `words=(${words.map(quoted).join(' ')}); CURRENT=${words.length}; _files() { : }; _describe() { print -rl -- \${\${(M)entries:#\${words[-1]}*}%%:*}; }; _carnet`,
  fish: (words) => `complete -C ${quoted(words.join(' '))} | string replace -r '\\t.*' ''; true`,
};
const before: Readonly<Record<string, string>> = { bash: '', zsh: 'compdef() { : }\n', fish: '' };
const quoted = (text: string): string => `'${text}'`;

const shells = Object.keys(harness).filter(isInstalled);

it('bash is here to be asked', () => {
  expect(shells).toContain('bash');
});

describe.each(shells)('completion of %s, asked in a real one', (shell) => {
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
    const script = `${before[shell]}${await scriptOf(shell)}\n${harness[shell]?.(line.split(' '))}\n`;
    const answered = execFileSync(shell, ['-c', script], { cwd: tmpdir(), env: { PATH: process.env['PATH'], HOME: tmpdir() } }).toString();
    expect(answered.split('\n').filter((word) => word !== '').toSorted()).toEqual(offered);
  });
});

describe('bash', () => {
  const ask = async (...words: string[]): Promise<string> => execFileSync('bash', ['-c', `${await scriptOf('bash')}\n${harness['bash']?.(words)}\n`]).toString().trim();

  it('completes the value behind --flag=, which bash takes for three words', async () => {
    expect(await ask('carnet', 'export', '--format', '=', 'd')).toBe('dotenv\ndocker');
    expect(await ask('carnet', 'export', '--format', '=', 'json', '--on')).toBe('--only');
  });

  it('leaves what stands behind -- and the value of other flags to the names of files', async () => {
    expect(await ask('carnet', 'run', '--', 'pl')).toBe('');
    expect(await ask('carnet', 'export', '-o', 'pl')).toBe('');
  });

  it('runs no configuration', async () => {
    expect(await scriptOf('bash')).not.toMatch(/\$\(carnet|`carnet/);
  });
});

it('of a shell that is not known is refused with a list', async () => {
  const { code, stderr } = await carnet(['completion', 'csh'], { cwd: tmpdir() });
  expect(code).toBe(2);
  expect(stderr).toContain('bash, zsh, fish');
});
