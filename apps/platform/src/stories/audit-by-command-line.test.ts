import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startDevelopment, type Development } from '../development/start-development.ts';
import { carnetWords, createOperator, type Operator } from '../testing/operator.ts';

interface Entry {
  readonly sequence: number;
  readonly action: string;
  readonly hash: string;
}

let development: Development;
let ada: Operator;
beforeAll(async () => {
  development = await startDevelopment({ log: () => undefined });
  ada = createOperator();
  await ada.ask(['login', '--link', '-'], { stdin: await development.signInLink() });
}, 60_000);
afterAll(async () => {
  await development.close();
  ada[Symbol.dispose]();
});

const file = (name: string, lines: readonly string[]): string => {
  const path = join(ada.home, name);
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return path;
};

describe('story 11, its audit', () => {
  test('carnet audit export | carnet audit verify - says that the chain is whole, for the organization and for the platform', { timeout: 60_000 }, async () => {
    expect((await ada.carnet(['kickoff', 'billing', '--follow'])).code).toBe(0);
    for (const chain of [[], ['--platform']]) {
      const { stdout } = await promisify(execFile)('/bin/sh', ['-c', `${carnetWords('audit', 'export', ...chain).join(' ')} | ${carnetWords('audit', 'verify', '-').join(' ')}`], { cwd: ada.home, env: ada.environment });
      expect(stdout).toMatch(/^The chain of .+ is whole: entries 1 to \d+, the last with hash [0-9a-f]{64}\.\n$/);
    }
  });

  test('73 a line that somebody edited, or took out, is named; a checkpoint that was kept elsewhere tells of a chain that ends too early', { timeout: 60_000 }, async () => {
    const { stdout } = await ada.carnet(['audit', 'export']);
    const lines = stdout.trimEnd().split('\n');
    const entries = lines.map((line) => JSON.parse(line) as Entry);
    expect(entries.map(({ action }) => action)).toEqual(expect.arrayContaining(['token.minted', 'token.handed_out']));
    const at = entries.findIndex(({ action }) => action === 'token.minted');
    const { sequence } = entries[at] as Entry;

    const edited = await ada.carnet(['audit', 'verify', file('edited.ndjson', lines.with(at, (lines[at] ?? '').replace('token.minted', 'token.looked_at')))]);
    expect(edited).toMatchObject({ code: 1, stdout: expect.stringContaining(`Entry ${sequence} was changed after it was written.`) as string });
    const removed = await ada.carnet(['audit', 'verify', file('removed.ndjson', lines.toSpliced(at, 1)), '--json']);
    expect(removed.code).toBe(1);
    expect(JSON.parse(removed.stdout)).toMatchObject({ version: 1, intact: false, sequence, problem: 'missing' });
    const { sequence: last, hash } = entries.at(-1) as Entry;
    const short = await ada.carnet(['audit', 'verify', file('short.ndjson', lines.slice(0, -1)), '--checkpoint', `${last}:${hash}`]);
    expect(short).toMatchObject({ code: 1, stdout: expect.stringContaining(`checkpoint of entry ${last}`) as string });
  });

  test('the entries of keys can be asked for alone, and none of what was shown holds a secret or a token', { timeout: 60_000 }, async () => {
    const { entries } = await ada.ask<{ entries: readonly Entry[] }>(['audit', 'ls', '--action', 'token.']);
    expect(entries.length).toBeGreaterThan(0);
    expect(entries.every(({ action }) => action.startsWith('token.'))).toBe(true);
    expect(ada.shown()).not.toMatch(/-local-|eyJ[\w-]{10,}\.|carnet_(?:wkr|join|dep|api)_[\w-]{43}/);
  });
});
