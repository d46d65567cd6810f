import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { atMost, median, type Effort, type Row } from '../row.ts';

interface RunFigures {
  readonly timeMs: number;
  readonly cpuMs: number;
}

interface Side {
  readonly main: string;
  readonly directory: string;
}

const run = promisify(execFile);
const pathOf = (address: string): string => fileURLToPath(import.meta.resolve(address));
const names = ['ONE', 'TWO', 'THREE', 'FOUR', 'FIVE'];
const command = ['run', '--', '/bin/sh', '-c', `echo ${names.map((name) => `$${name}`).join(' ')}`];
const valueOf = (name: string): string => `value-${name}-5d02e9b7c4`;

/** As the documentation of each shows it. */
const carnetConfig = `
import { defineConfig } from '@carnet/cli';
import { memoryProvider } from '@carnet/core/memory';

export default defineConfig({
  providers: [memoryProvider(${JSON.stringify(Object.fromEntries(names.map((name) => [name, valueOf(name)])))})],
  credentials: { store: { provider: 'memory', method: 'none' } },
  variables: {
    ${names.map((name) => `${name}: { credential: 'store', secret: '${name}' },`).join('\n    ')}
  },
});
`;
const varlockSchema = `# @defaultSensitive=true\n# ---\n${names.map((name) => `${name}=${valueOf(name)}\n`).join('')}`;

/** `carnet run` as it is published, with 5 secrets from the in-memory provider and masking on, against `varlock run` with 5 plain values, whole processes in turn. */
export async function runAgainstVarlockRows({ rounds }: Effort): Promise<readonly Row[]> {
  const home = await mkdtemp(join(tmpdir(), 'carnet-bench-'));
  try {
    await symlink(pathOf('../node_modules'), join(home, 'node_modules'));
    const sides: readonly Side[] = [
      { main: pathOf('../node_modules/@carnet/cli/dist/main.js'), directory: await project(home, 'carnet', { 'package.json': '{ "type": "module" }', 'carnet.config.ts': carnetConfig }) },
      { main: pathOf('../node_modules/varlock/bin/cli.js'), directory: await project(home, 'varlock', { '.env.schema': varlockSchema }) },
    ];
    // The first run makes the key of the fingerprints.
    for (const side of sides) await measured(side, home);
    const ratios: RunFigures[] = [];
    for (let round = 0; round < (rounds < 21 ? rounds : 30); round += 1) {
      const figures: RunFigures[] = [];
      for (const index of round % 2 === 0 ? [0, 1] : [1, 0]) figures[index] = await measured(sides[index] as Side, home);
      const [ours, theirs] = figures as [RunFigures, RunFigures];
      ratios.push({ timeMs: ours.timeMs / theirs.timeMs, cpuMs: ours.cpuMs / theirs.cpuMs });
    }
    return [
      atMost('carnet run with 5 secrets, time against varlock run', median(ratios.map(({ timeMs }) => timeMs)), '×', 1),
      atMost('carnet run with 5 secrets, CPU against varlock run', median(ratios.map(({ cpuMs }) => cpuMs)), '×', 1),
    ];
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function project(home: string, name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const directory = join(home, name);
  await mkdir(directory);
  for (const [path, text] of Object.entries(files)) await writeFile(join(directory, path), text);
  return directory;
}

/** The shell's own clock counts the CPU of everything below it that was waited for, the guardian among them. */
async function measured({ main, directory }: Side, home: string): Promise<RunFigures> {
  const env = { PATH: process.env['PATH'], HOME: home, XDG_STATE_HOME: home, VARLOCK_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
  const { stdout, stderr } = await run('bash', ['-c', `TIMEFORMAT='%3R %3U %3S'; time "$@"`, 'bash', process.execPath, main, ...command], { cwd: directory, env, timeout: 60_000 });
  const [, time, user, system] = /(\d+\.\d+) (\d+\.\d+) (\d+\.\d+)\s*$/.exec(stderr)?.map((text) => Number(text) * 1000) ?? [];
  const isMasked = stdout.trim().split(' ').length === names.length && !names.some((name) => stdout.includes(valueOf(name)));
  if (time === undefined || user === undefined || system === undefined || !isMasked) throw new Error(`${main} did not run and mask its command.`);
  return { timeMs: time, cpuMs: user + system };
}
