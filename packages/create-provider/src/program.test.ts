import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runProgram } from './program.ts';
import { emptyFolder, smallTemplate } from './testing/template.ts';

function run(args: readonly string[], { userAgent, cwd = emptyFolder() }: { userAgent?: string; cwd?: string } = {}): { code: number; stdout: string; stderr: string } {
  let stdout = '';
  let stderr = '';
  const code = runProgram({
    argv: ['node', 'create-provider', ...args],
    env: { npm_config_user_agent: userAgent },
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    cwd: () => cwd,
  }, smallTemplate());
  return { code, stdout, stderr };
}

test('a package is made, and the next three commands are printed', () => {
  const cwd = emptyFolder();
  const { code, stdout, stderr } = run(['acme', '--directory', join(cwd, 'here'), '--scope', '@acme', '--repository', 'acme/stores'], { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain('Made @acme/carnet-provider-acme, 4 files');
  expect(stdout).toContain('\n  cd here\n  npm install\n  npm test\n');
  expect(existsSync(join(cwd, 'here/package.json'))).toBe(true);
});

test('with pnpm they are those of pnpm; a folder with a space is quoted', () => {
  const cwd = emptyFolder();
  const { stdout } = run(['acme', `--directory=${join(cwd, "a b'c")}`], { cwd, userAgent: 'pnpm/12.21.0 npm/? node/v24.21.0 linux x64' });
  expect(stdout).toContain(`\n  cd 'a b'\\''c'\n  pnpm install\n  pnpm test\n`);
});

test('the README names the options that the help names', () => {
  const options = (text: string): ReadonlySet<string> => new Set(text.match(/--[a-z]+/g));
  expect(options(readFileSync(new URL('../README.md', import.meta.url), 'utf8'))).toEqual(options(run(['--help']).stdout));
});

describe('what ends without a package', () => {
  test.each([['--help'], ['-h']])('%s prints help on standard output and ends with 0', (flag) => {
    expect(run([flag])).toMatchObject({ code: 0, stdout: expect.stringContaining('$ npm create @carnet/provider acme') as string, stderr: '' });
  });

  test.each([['--version'], ['-V']])('%s prints the version', (flag) => {
    const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
    expect(run([flag])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  test.each([
    ['no id', [], 'The id of the provider is missing.'],
    ['two ids', ['acme', 'other'], 'More than one id was given.'],
    ['an unknown option', ['acme', '--force'], "Unknown option '--force'."],
    ['an option without its value', ['acme', '--scope'], "Option '--scope <value>' argument missing."],
    ['a path', ['../acme'], '"../acme" cannot be the id of a provider. [ID_INVALID]'],
    ['a name of ours', ['azure'], 'The id azure is taken. [ID_RESERVED]'],
    ['a scope without @', ['acme', '--scope', 'acme'], '[SCOPE_INVALID]'],
    ['a repository without owner', ['acme', '--repository', 'acme'], '[REPOSITORY_INVALID]'],
  ])('%s ends with 2', (_, args, message) => {
    const { code, stdout, stderr } = run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  test('a folder that is taken ends with 1', () => {
    const directory = join(emptyFolder(), 'taken');
    mkdirSync(directory);
    writeFileSync(join(directory, 'kept.txt'), '');
    expect(run(['acme', '--directory', directory])).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('[FOLDER_TAKEN]') as string });
  });
});
