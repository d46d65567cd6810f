import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Figures } from '../masker/figures.ts';
import type { Stream } from '../masker/stream.ts';
import { atMost, reported, type Effort, type Row } from '../row.ts';

/** What the masker does by itself: CPU of its own thread, so that others on the machine disturb it little. */
export async function maskerRows({ rounds }: Effort): Promise<readonly Row[]> {
  const short = rounds < 10;
  const figures: Figures[] = [];
  for (let round = 0; round < (short ? 3 : 5); round += 1) figures.push(await program<Figures>('figures.ts', short ? '8' : '64', '3'));
  const speed = (text: keyof Figures['megabytesPerSecond']): number => Math.max(...figures.map(({ megabytesPerSecond }) => megabytesPerSecond[text]));
  const megabytes = short ? '200' : '1000';
  const plain = await program<Stream>('stream.ts', megabytes, 'plain', 'collected');
  const masked = await program<Stream>('stream.ts', megabytes, 'masked', 'collected');
  const copiedFreely = await program<Stream>('stream.ts', megabytes, 'copied');
  const maskedFreely = await program<Stream>('stream.ts', megabytes, 'masked');
  return [
    fast('masker: logs, with all secrets of the corpus', speed('logs'), 100),
    fast('… near-misses', speed('near misses'), 30),
    reported('… base64 noise', speed('noise'), 'MB/s'),
    reported('… a secret in every line', speed('one hit a line'), 'MB/s'),
    atMost('masker: CPU to build, with all secrets', Math.min(...figures.map(({ build }) => build)), 'ms', 200),
    reported('… with one secret of 1 MiB', Math.min(...figures.map(({ buildMebibyte }) => buildMebibyte)), 'ms'),
    atMost('masker: memory over a process without it, after a stream without newlines', (masked.memory - plain.memory) / 1024, 'MiB', 64),
    reported('… over one that copies each chunk, collected when V8 likes', (maskedFreely.memory - copiedFreely.memory) / 1024, 'MiB'),
    atMost('masker: bytes held back, against the form they may become', masked.held / masked.form, '×', 1),
  ];
}

function fast(name: string, value: number, least: number): Row {
  return { name, value: Math.round(value), unit: 'MB/s', goal: `≥ ${least}`, pass: value >= least };
}

async function program<Answer>(name: string, ...words: readonly string[]): Promise<Answer> {
  const file = new URL(`../masker/${name}`, import.meta.url).pathname;
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', ...process.execArgv, file, ...words], { env: {}, timeout: 120_000 });
  return JSON.parse(stdout) as Answer;
}
