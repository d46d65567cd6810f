import { mkdtemp, readFile, rm, writeFile, chmod } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalClouds } from '@carnet/local-clouds';
import { exactly, reported, type Row } from '../../row.ts';
import type { PlatformEffort } from '../effort.ts';
import { migratedDatabase } from '../migrated-database.ts';
import { makeOrganization, type BenchOrganization } from '../organization.ts';
import { cpuBelow, cpuOfProcess } from '../process-cpu.ts';
import type { Postgres } from '../start-postgres.ts';
import { startServe } from '../start-serve.ts';
import { startWorker, type BenchWorker } from '../start-worker.ts';

const workersAtOnce = 4;

/**
 * Twice as many kickoffs as four workers can run, for minutes. Each command writes its number into one file: what was acknowledged must
 * stand there once.
 */
export async function overloadRows(postgres: Postgres, { long }: PlatformEffort): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'carnet-bench-overload-'));
  const ledger = join(folder, 'ledger');
  await writeFile(ledger, '');
  await chmod(folder, 0o755);
  await using clouds = await startLocalClouds();
  await using serve = await startServe({ databaseUrl: await migratedDatabase(postgres, 'overload') });
  const organization = await makeOrganization(serve.session, 'Overload');
  const automation = await organization.deployed({ name: 'write', command: ['/bin/sh', '-c', 'cat >> "$0"', ledger] });
  await using workers = new AsyncDisposableStack();
  const running: BenchWorker[] = [];
  for (let index = 0; index < workersAtOnce; index += 1) {
    running.push(workers.use(await startWorker({ url: serve.url, joinToken: await organization.joinToken(`join ${index}`), name: `worker ${index}`, connection: clouds.connection })));
  }
  try {
    const runs = async (): Promise<readonly string[]> => [...(await readFile(ledger, 'utf8')).matchAll(/"number":(\d+)/g)].map(([, number = '']) => number);
    const offered = new Offer(organization, automation);

    // What they can do, with enough that waits.
    const warmUp = long ? 200 : 24;
    await offered.together(warmUp / 4);
    await until(async () => (await runs()).length >= offered.acknowledged.size);
    const from = performance.now();
    const ready = offered.acknowledged.size;
    await offered.together(warmUp);
    await until(async () => (await runs()).length >= offered.acknowledged.size);
    const perSecond = (offered.acknowledged.size - ready) * 1_000 / (performance.now() - from);

    const parts = (): Readonly<Record<string, number>> => ({
      server: cpuOfProcess(serve.pid), 'provider host': cpuBelow(serve.pid), workers: sum(running.map(({ pid }) => cpuOfProcess(pid))), 'slots and commands': sum(running.map(({ pid }) => cpuBelow(pid))),
      database: cpuBelow(postgres.pid) + cpuOfProcess(postgres.pid),
    });
    const before = parts();
    const done = (await runs()).length;
    const seconds = long ? 300 : 5;
    await offered.atRate(2 * perSecond, seconds);
    const waiting = offered.acknowledged.size - (await runs()).length;
    await until(async () => {
      const run = new Set(await runs());
      return [...offered.acknowledged.keys()].every((number) => run.has(number));
    });
    const after = parts();
    await until(async () => (await organization.get<{ items: readonly unknown[] }>('kickoffs?status=running&limit=1')).items.length === 0);

    const counts = Map.groupBy(await runs(), (number) => number);
    const lost = [...offered.acknowledged.keys()].filter((number) => !counts.has(number)).length;
    const kickoffs = (await runs()).length - done;
    return [
      exactly(`kickoffs offered at twice the rate for ${seconds} s, PostgreSQL, ${workersAtOnce} workers: lost`, lost + (await notSucceeded(organization, [...offered.acknowledged.values()])), 'kickoffs', 0),
      exactly('… run twice', [...counts.values()].filter(({ length }) => length > 1).length, 'kickoffs', 0),
      reported('… that can be run', perSecond, 'a second'),
      reported('… acknowledged', offered.acknowledged.size, 'kickoffs'),
      reported('… refused, because the queue was full or the database busy', offered.refused, 'kickoffs'),
      reported('… waiting at the end', waiting, 'kickoffs'),
      ...Object.entries(after).map(([part, cpu]) => reported(`… CPU a kickoff: ${part}`, (cpu - (before[part] ?? 0)) / kickoffs, 'ms')),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Asks for kickoffs, each with a number of its own. */
class Offer {
  readonly acknowledged = new Map<string, string>();
  refused = 0;
  readonly #organization: BenchOrganization;
  readonly #automation: string;
  #number = 0;

  constructor(organization: BenchOrganization, automation: string) {
    this.#organization = organization;
    this.#automation = automation;
  }

  async one(): Promise<void> {
    const number = String(this.#number += 1);
    try {
      const { id } = await this.#organization.make(`automations/${this.#automation}/kickoffs`, { inputs: { number: Number(number) } });
      this.acknowledged.set(number, id);
    } catch (error) {
      // The queue is full, or the database did not answer in time: the caller knows that it is to ask again.
      if (!/KICKOFF_LIMIT_REACHED|STORAGE_UNAVAILABLE/.test(String(error))) throw error;
      this.refused += 1;
    }
  }

  async together(count: number): Promise<void> {
    for (let asked = 0; asked < count; asked += 10) await Promise.all(Array.from({ length: Math.min(10, count - asked) }, () => this.one()));
  }

  async atRate(perSecond: number, seconds: number): Promise<void> {
    const total = Math.round(perSecond * seconds);
    const from = performance.now();
    const asked: Promise<void>[] = [];
    while (asked.length < total) {
      while (asked.length < total && from + asked.length * 1_000 / perSecond <= performance.now()) asked.push(this.one());
      await new Promise((resolve) => { setTimeout(resolve, 5); });
    }
    await Promise.all(asked);
  }
}

/** How many of them the lists of the API do not show as ended well. */
async function notSucceeded(organization: BenchOrganization, acknowledged: readonly string[]): Promise<number> {
  const succeeded = new Set<string>();
  let cursor: string | null = '';
  while (cursor !== null) {
    const page: { readonly items: readonly { readonly id: string; readonly status: string }[]; readonly next: string | null } = await organization.get(`kickoffs?limit=100${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
    for (const { id, status } of page.items) if (status === 'succeeded') succeeded.add(id);
    cursor = page.next;
  }
  return acknowledged.filter((id) => !succeeded.has(id)).length;
}

async function until(reached: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 600_000;
  while (!(await reached())) {
    if (performance.now() > deadline) throw new Error('The kickoffs were not run in time.');
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
