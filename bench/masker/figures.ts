// Prints the masker's figures for the corpus as JSON, taken in this process alone.
import { openSync, writeSync } from 'node:fs';
import { createMasker, type Masker } from '@carnet/runner';
import { allSecrets, base64Noise, benchSecrets, logs, nearMisses, oneHitALine } from './corpus.ts';

export interface Figures {
  /** Milliseconds of CPU. */
  readonly build: number;
  readonly buildMebibyte: number;
  /** Megabytes a second of CPU, the best of all rounds. */
  readonly megabytesPerSecond: Readonly<Record<'logs' | 'noise' | 'near misses' | 'one hit a line', number>>;
}

const chunkBytes = 65_536;
const nowhere = openSync('/dev/null', 'w');
const [megabytes = 32, rounds = 3] = process.argv.slice(2).map(Number);
const secrets = benchSecrets();

let masker = createMasker([]);
const build = cpuMicroseconds(() => { masker = createMasker(allSecrets(secrets)); }) / 1000;
const mebibyte = secrets.json.repeat(16);
const buildMebibyte = cpuMicroseconds(() => { createMasker([mebibyte]); }) / 1000;

const bytes = megabytes * 1e6;
const texts = { logs: logs(bytes), noise: base64Noise(bytes), 'near misses': nearMisses(bytes, secrets), 'one hit a line': oneHitALine(bytes, secrets.keys) };
const megabytesPerSecond = { logs: best(texts.logs), noise: best(texts.noise), 'near misses': best(texts['near misses']), 'one hit a line': best(texts['one hit a line']) };
const figures: Figures = { build, buildMebibyte, megabytesPerSecond };
process.stdout.write(JSON.stringify(figures));

function best(text: Uint8Array): number {
  return Math.max(...Array.from({ length: rounds }, () => text.length / cpuMicroseconds(() => { show(masker, text); })));
}

function show(through: Masker, text: Uint8Array): void {
  for (let at = 0; at < text.length; at += chunkBytes) writeSync(nowhere, through.write(text.subarray(at, at + chunkBytes)));
  writeSync(nowhere, through.end());
}

function cpuMicroseconds(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return user + system;
}
