import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLog } from '../../../operations/log.ts';
import { programModule } from '../../../program-module.ts';
import { readSettings } from '../../../settings/read-settings.ts';
import { platformSettings } from '../../../settings/platform-settings.ts';
import { neededByServer, type ServerSettings } from '../../../server/server-options.ts';
import { startServer, type Server } from '../../../server/start-server.ts';
import { readKeptToken } from '../../../worker/worker-token.ts';
import { callPlatform, expected, type Caller } from '../platform-call.ts';
import { gone, startProgram, type ProgramProcess } from '../program-process.ts';
import { seededRandom } from '../seeded-random.ts';
import { newInstallation, person, signInThere } from '../serve-process.ts';
import type { SoakSummary } from './soak-summary.ts';

export interface KillWorkerOptions {
  readonly kills: number;
  readonly seed: number;
  /** Empty, and this test's alone. */
  readonly folder: string;
  readonly progress: (line: string) => void;
}

const leaseMs = 3_000;
// Its interval, and time for a busy machine.
const sweepMs = 2_000 + 8_000;
const longestMomentMs = 3_000;
const active = new Set(['claimed', 'running']);

interface Shown {
  readonly id: string;
  readonly status: string;
}

/** kill -9 of a worker at random moments, while its commands run. Each command writes its number into a file. */
export async function killWorker({ kills, seed, folder, progress }: KillWorkerOptions): Promise<SoakSummary> {
  const random = seededRandom(seed);
  const wrong: string[] = [];
  const counts = { kickoffs: 0, claims: 0, lines: 0, results: 0, edits: 0 };
  const written = join(folder, 'numbers');
  const mark = `carnet-soak-${randomUUID()}`;
  const server = await startQuickServer(folder);
  const { owner, at, automation, joinToken } = await prepare(server, written, mark);
  const stateDirectory = join(folder, 'worker');
  const environment = { CARNET_PLATFORM_URL: server.url, CARNET_STATE_DIRECTORY: stateDirectory, CARNET_WORKER_SLOTS: '2', CARNET_WORKER_NAME: 'killed', CARNET_JOIN_TOKEN: joinToken };
  const order = async (number: number): Promise<string> => (await expected<{ id: string }>(callPlatform(owner, 'POST', `${at}/automations/${automation}/kickoffs`, { inputs: { number } }))).id;
  const shown = async (id: string): Promise<Shown> => await expected<Shown>(callPlatform(owner, 'GET', `${at}/kickoffs/${id}`));
  const ordered = new Map<number, string>();
  let slowest = 0;
  let killed = 0;
  let worker: ProgramProcess = startProgram(['worker'], environment);
  try {
    await joined(stateDirectory);
    while (killed < kills && wrong.length === 0) {
      for (const number of [2 * killed, 2 * killed + 1]) ordered.set(number, await order(number));
      await pause(random() * longestMomentMs);
      const below = await worker.kill();
      const left = await gone(() => [...below, ...withMark(mark)], 5_000);
      if (left.length > 0) wrong.push(`Kill ${killed + 1}: ${left.length} processes ran on for more than 5 s.`);
      const claimed = (await Promise.all([...ordered.values()].slice(-2).map(shown))).filter(({ status }) => active.has(status));
      const from = performance.now();
      for (const { id } of claimed) {
        let status = 'claimed';
        while (active.has(status) && performance.now() - from < leaseMs + sweepMs) {
          await pause(100);
          ({ status } = await shown(id));
        }
        if (status !== 'lost') wrong.push(`Kill ${killed + 1}: the kickoff that ran is ${status}, and not lost.`);
      }
      const started = performance.now();
      worker = startProgram(['worker'], environment);
      // What waited is run by the next one, before the next kill or with it.
      for (const id of ordered.values()) if (await endOf(id, shown) === 'queued') wrong.push(`Kill ${killed + 1}: a kickoff that waited was not taken by the next worker.`);
      slowest = Math.max(slowest, performance.now() - started);
      killed += 1;
      progress(`worker: ${killed} of ${kills} kills, ${wrong.length} wrong`);
    }
    const runs = Map.groupBy(existsSync(written) ? readFileSync(written, 'utf8').split('\n').filter((line) => line !== '') : [], (line) => (JSON.parse(line) as { number: number }).number);
    for (const [number, id] of ordered) {
      const { status } = await shown(id);
      const times = runs.get(number)?.length ?? 0;
      if (times > 1) wrong.push(`The kickoff ${number} ran ${times} times.`);
      if (status === 'succeeded' && times !== 1) wrong.push(`The kickoff ${number} is ${status}, and ran ${times} times.`);
      if (status !== 'succeeded' && status !== 'lost') wrong.push(`The kickoff ${number} is ${status}.`);
      if (status === 'succeeded') counts.results += 1;
    }
    Object.assign(counts, { kickoffs: ordered.size, claims: ordered.size, lines: runs.size });
  } finally {
    await worker.stop();
    await server.close();
  }
  return { what: 'worker', kills: killed, seed, ...counts, slowestStartMs: Math.round(slowest), wrong };
}

async function endOf(id: string, shown: (id: string) => Promise<Shown>): Promise<string> {
  const until = performance.now() + 60_000;
  let { status } = await shown(id);
  while ((status === 'queued' || active.has(status)) && performance.now() < until) {
    await pause(100);
    ({ status } = await shown(id));
  }
  return status;
}

async function startQuickServer(folder: string): Promise<Server> {
  const { environment } = newInstallation(folder, { kind: 'sqlite', file: '' });
  const read = await readSettings({ environment, readFile: () => Promise.reject(new Error('There are no files.')) }, platformSettings, neededByServer);
  if (!read.ok) throw new Error(read.problems.join('\n'));
  const server = await startServer({
    settings: read.settings as ServerSettings, program: { module: programModule('provider-host/process') }, limits: { leaseMs, heartbeatMs: 500 },
    log: createLog('error', process.stderr), now: Date.now, randomBytes,
  });
  await server.ready;
  return server;
}

async function prepare(server: Server, written: string, mark: string): Promise<{ readonly owner: Caller; readonly at: string; readonly automation: string; readonly joinToken: string }> {
  const { people } = await server.ready;
  const url = (): string => server.url;
  const owner: Caller = { url, token: await signInThere(server.url, await people.signInLink({ email: person, name: 'Ada' })) };
  const make = async <T = { id: string }>(path: string, body: object): Promise<T> => await expected<T>(callPlatform(owner, 'POST', path, body));
  const at = `/v1/organizations/${(await make('/v1/organizations', { name: 'Acme' })).id}`;
  const command = ['/bin/sh', '-c', 'read -r inputs; echo "$inputs" >> "$0"; exec sleep 0.3', written, mark];
  const { id: automation } = await make(`${at}/automations`, { name: 'written', command, timeoutSeconds: 60 });
  await make(`${at}/automations/${automation}/deployments`, {});
  return { owner, at, automation, joinToken: (await make<{ token: string }>(`${at}/tokens`, { kind: 'join', name: 'killed' })).token };
}

/** Until the worker has kept its token: one that is killed before has used up its join token for nothing. */
async function joined(stateDirectory: string): Promise<void> {
  const until = performance.now() + 30_000;
  while (readKeptToken(stateDirectory) === undefined) {
    if (performance.now() > until) throw new Error('The worker did not join.');
    await pause(50);
  }
}

/** Whoever has it among its arguments. Linux only. */
function withMark(mark: string): readonly number[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number).filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(mark);
    } catch {
      return false;
    }
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, ms); });
}
