import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { alikeKeys, benchSecrets, logs } from '../masker/corpus.ts';
import { median, reported, type Effort, type Row } from '../row.ts';

const megabytes = 200;

interface Run {
  readonly bytes: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
}

const ours = new URL('../masker/run-cat.mjs', import.meta.url).pathname;
const theirs = new URL('../node_modules/varlock/bin/cli.js', import.meta.url).pathname;

/** Whole processes that run `cat` on the logs with forty keys as secrets, in turn: what `carnet run` is made of, and `varlock run`. */
export async function maskerAgainstVarlockRows(effort: Effort): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'carnet-bench-'));
  try {
    const file = join(folder, 'logs.txt');
    await writeFile(file, logs(megabytes * 1e6));
    const mixed = await ratios(effort, folder, file, benchSecrets().keys);
    const alike = await ratios(effort, folder, file, alikeKeys());
    return [
      { name: `masker: ${megabytes} MB of logs with 40 keys, time of varlock against ours`, value: Number(mixed.seconds.toPrecision(3)), unit: '×', goal: '≥ 2.5', pass: mixed.seconds >= 2.5 },
      reported('… CPU of all its processes', mixed.cpuSeconds, '×'),
      reported('… time, with 40 keys that begin alike', alike.seconds, '×'),
      reported('… CPU, with 40 keys that begin alike', alike.cpuSeconds, '×'),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function ratios({ rounds }: Effort, folder: string, file: string, keys: readonly string[]): Promise<Omit<Run, 'bytes'>> {
  await writeFile(join(folder, '.env.schema'), `# @defaultSensitive=true\n# ---\n${keys.map((key, index) => `KEY_${index}='${key}'\n`).join('')}`);
  const programs = [[theirs, 'run', '--', 'cat', file], [ours, file]];
  const environment = {
    PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`, HOME: folder, BENCH_SECRETS: JSON.stringify(keys),
    VARLOCK_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1',
  };
  const pairs: Run[][] = [];
  for (let round = 0; round < (rounds < 10 ? 3 : 9); round += 1) {
    const runs: Run[] = [];
    for (const index of round % 2 === 0 ? [0, 1] : [1, 0]) runs[index] = await run(programs[index] as string[], folder, environment);
    // varlock may end before a slow reader has everything: such a run is no figure.
    if (runs.every(({ bytes }) => bytes === megabytes * 1e6)) pairs.push(runs);
  }
  const ratio = (figure: keyof Run): number => median(pairs.map(([varlock, carnet]) => (varlock?.[figure] ?? Number.NaN) / (carnet?.[figure] ?? Number.NaN)));
  return { seconds: ratio('seconds'), cpuSeconds: ratio('cpuSeconds') };
}

async function run(program: readonly string[], folder: string, environment: NodeJS.ProcessEnv): Promise<Run> {
  const started = performance.now();
  // The second line of `times` is that of the children.
  const shell = spawn('sh', ['-c', '"$@"; times >&2', 'sh', process.execPath, ...program], { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'pipe'], timeout: 120_000 });
  let bytes = 0;
  shell.stdout.on('data', (chunk: Uint8Array) => (bytes += chunk.length));
  const said = await text(shell.stderr);
  const seconds = (performance.now() - started) / 1000;
  const [user, system] = (said.trim().split('\n').at(-1) ?? '').split(' ').map((each) => {
    const [minutes = '', rest = ''] = each.split('m');
    return Number(minutes) * 60 + Number.parseFloat(rest);
  });
  return { bytes, seconds, cpuSeconds: (user ?? Number.NaN) + (system ?? Number.NaN) };
}
