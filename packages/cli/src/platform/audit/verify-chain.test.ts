import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { carnetHere } from '../../testing/carnet-here.ts';
import type { AuditEntry } from './audit-entry.ts';
import { entryHash } from './verify-chain.ts';

// What the platform exported: the vectors of both who write the chain and who verify it.
const text = readFileSync(new URL('../../testing/audit-export.ndjson', import.meta.url), 'utf8');
const entries = text.trimEnd().split('\n').map((line) => JSON.parse(line) as AuditEntry);
const ndjson = (changed: readonly object[]): string => changed.map((entry) => `${JSON.stringify(entry)}\n`).join('');
const verify = async (stdin: string, ...flags: string[]): ReturnType<typeof carnetHere> => await carnetHere(['audit', 'verify', '-', '--json', ...flags], { stdin });

describe('audit verify, over an export and with nobody to ask', () => {
  it('73 says that a whole chain is whole, from its beginning or from the middle', async () => {
    expect(entries.length).toBeGreaterThan(3);
    const whole = await verify(text);
    expect(whole.code, whole.stderr).toBe(0);
    expect(JSON.parse(whole.stdout)).toMatchObject({ version: 1, intact: true, from: 1, through: entries.length, hash: entries.at(-1)?.hash });
    expect(JSON.parse((await verify(ndjson(entries.slice(1)))).stdout)).toMatchObject({ intact: true, from: 2 });
  });

  it.each<[what: string, change: (all: readonly AuditEntry[]) => readonly object[], sequence: number, problem: string]>([
    ['an entry that was edited', (all) => all.map((entry) => (entry.sequence === 2 ? { ...entry, action: 'role.deleted' } : entry)), 2, 'edited'],
    ['details that were edited', (all) => all.map((entry) => (entry.sequence === 3 ? { ...entry, details: { ...entry.details, more: 1 } } : entry)), 3, 'edited'],
    ['an entry that was removed', (all) => all.filter(({ sequence }) => sequence !== 2), 2, 'missing'],
    ['two that were swapped', (all) => [all[0], all[2], all[1], ...all.slice(3)] as AuditEntry[], 2, 'missing'],
    ['one that was put there twice', (all) => [all[0], all[0], ...all.slice(1)] as AuditEntry[], 1, 'unlinked'],
    ['one that was made anew', (all) => all.map((entry) => (entry.sequence === 2 ? made({ ...entry, action: 'role.deleted' }) : entry)), 3, 'unlinked'],
    ['one of another chain', (all) => all.map((entry) => (entry.sequence === 2 ? made({ ...entry, scope: 'platform' }) : entry)), 2, 'foreign'],
  ])('73 names %s', async (_, change, sequence, problem) => {
    const { code, stdout } = await verify(ndjson(change(entries)));
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ intact: false, sequence, problem });
  });

  it('73 a chain that was made anew, or cut off, does not hold a checkpoint that was kept elsewhere', async () => {
    const [{ hash } = { hash: '' }] = entries.slice(1);
    expect((await verify(text, '--checkpoint', `2:${hash}`)).code).toBe(0);
    expect((await verify(text, '--checkpoint', `2:${'0'.repeat(64)}`)).code).toBe(1);
    expect((await verify(text, '--checkpoint', `999:${hash}`)).code).toBe(1);
  });

  it('73 what retention left holds the checkpoint that it ended with, and says nothing of those before', async () => {
    const [left, shorter] = [ndjson(entries.slice(1)), ndjson(entries.slice(2))];
    const [{ hash } = { hash: '' }] = entries;
    expect((await verify(left, '--checkpoint', `1:${hash}`)).code).toBe(0);
    expect((await verify(left, '--checkpoint', `1:${'0'.repeat(64)}`)).code).toBe(1);
    expect((await verify(shorter, '--checkpoint', `1:${hash}`)).code).toBe(1);
  });

  it.each(['', 'no json\n', '{"sequence":1}\n', '[]\n'])('what is no export ends with 2: %j', async (stdin) => {
    expect(await verify(stdin)).toMatchObject({ code: 2, stdout: '' });
  });
});

function made(entry: AuditEntry): AuditEntry {
  return { ...entry, hash: entryHash(entry) };
}
