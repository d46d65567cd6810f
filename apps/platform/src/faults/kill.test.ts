import { mkdtempSync, rmSync } from 'node:fs';
import { randomInt } from 'node:crypto';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { eachDatabase } from '../testing/databases.ts';
import { killServe } from './testing/soak/kill-serve.ts';
import { killWorker } from './testing/soak/kill-worker.ts';

// A taste: the runs of twenty and of two hundred are `testing/soak/main.ts`.
const kills = 2;
const seed = Number(process.env['CARNET_TEST_SEED'] ?? randomInt(2 ** 31));

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'carnet-soak-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

eachDatabase((databases) => {
  it(`F ${kills} × kill -9 of the server under load (CARNET_TEST_SEED=${seed}): nothing acknowledged is lost, nothing is there by half, no kickoff is handed out twice`, { timeout: 120_000 }, async () => {
    const database = await databases.create();
    const summary = await killServe({ kills, seed, database, dataDirectory: database.kind === 'sqlite' ? dirname(database.file) : folder(), progress: () => undefined });
    expect(summary.wrong).toEqual([]);
    expect(summary.kickoffs).toBeGreaterThan(0);
  });
});

describe.runIf(process.platform === 'linux')('the worker', () => {
  it(`F ${kills} × kill -9 of the worker (CARNET_TEST_SEED=${seed}): its commands are gone within 5 s, their kickoffs are lost with the lease, and none runs twice`, { timeout: 120_000 }, async () => {
    const summary = await killWorker({ kills, seed, folder: folder(), progress: () => undefined });
    expect(summary.wrong).toEqual([]);
    expect(summary.kickoffs).toBe(2 * kills);
  });
});
