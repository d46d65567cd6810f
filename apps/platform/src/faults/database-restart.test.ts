import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it, test } from 'vitest';
import { databaseKinds, eachDatabase } from '../testing/databases.ts';
import type { DatabaseReport } from './testing/database-program.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

eachDatabase(() => {
  it('F the database restarted and away under load: the documents are served all the time, the API says when to ask again, and what was acknowledged is run once', { timeout: 180_000 }, async () => {
    const child = spawn('bash', [path('../../../../.ci/postgres'), process.execPath, '--conditions=carnet-source', path('testing/database-program.ts')], { stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => { text += chunk; });
    await once(child, 'close');
    const report = JSON.parse(text.trim().split('\n').at(-1) ?? '') as DatabaseReport;
    expect(report.documents.failed).toBe(0);
    expect(report.documents.asked).toBeGreaterThan(100);
    expect(report.away).toEqual({
      '/readyz/api': '503', '/readyz': '200', '/livez': '200', discovery: '200', keys: '200', read: '503 STORAGE_UNAVAILABLE, retry', write: '503 STORAGE_UNAVAILABLE, retry', '/readyz/api after': '200',
    });
    expect(report.startedWithoutDatabase).toEqual({ discovery: '200', keys: '200', read: '503 STORAGE_UNAVAILABLE, retry', '/readyz': '200', '/readyz/api': '503', 'read after': '200' });
    expect(Math.max(...report.recoveriesMs)).toBeLessThan(10_000);
    const { acknowledged, succeeded, twice } = report.kickoffs;
    expect(twice).toBe(0);
    expect(acknowledged).toBeGreaterThan(0);
    // One worker: each of the three times it may have lost the answer to one claim, which is lost with its lease and never run twice.
    expect(succeeded).toBeGreaterThanOrEqual(acknowledged - 3);
  });
}, 'postgres');

// A file without a test is an error.
test.runIf(databaseKinds.every(({ kind }) => kind !== 'postgres'))('an embedded database is no server that could go away', () => expect(databaseKinds.map(({ kind }) => kind)).toEqual(['sqlite']));
