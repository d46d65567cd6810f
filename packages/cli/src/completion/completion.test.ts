import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { carnet } from '../testing/carnet-process.ts';
import { describeCompletion, harness, scriptOf } from '../testing/describe-completion.ts';

describeCompletion('bash');

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
