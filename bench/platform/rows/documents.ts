import { startLocalClouds } from '@carnet/local-clouds';
import { interleavedRatio } from '../../interleaved.ts';
import { atMost, exactly, reported, type Row } from '../../row.ts';
import { startDatabaseProxy } from '../database-proxy.ts';
import type { PlatformEffort } from '../effort.ts';
import { migratedDatabase } from '../migrated-database.ts';
import { makeOrganization, trivialCommand } from '../organization.ts';
import { cpuOfProcess } from '../process-cpu.ts';
import type { OpenLoopFigures, OpenLoopOrder } from '../programs/open-loop.ts';
import { generatorProcessor, runProgram } from '../run-program.ts';
import { startBareServer } from '../start-bare-server.ts';
import type { Postgres } from '../start-postgres.ts';
import { startServe, type Serve } from '../start-serve.ts';
import { startWorker } from '../start-worker.ts';

const paths = ['/oauth2/jwks', '/.well-known/openid-configuration'];
const perSecond = 500;

/** The issuer's two documents, asked for as clouds do: whatever the platform does besides, and without its database. */
export async function documentRows(postgres: Postgres, { long }: PlatformEffort): Promise<readonly Row[]> {
  const seconds = long ? 60 : 5;
  return [...(await whileKickoffsRun(seconds)), ...(await withoutDatabase(postgres, seconds)), await cpuRow(long ? 15 : 3, long ? 2 : 1)];
}

async function whileKickoffsRun(seconds: number): Promise<readonly Row[]> {
  await using serve = await startServe();
  const organization = await makeOrganization(serve.session, 'Documents');
  const automation = await organization.deployed({ name: 'idle', command: trivialCommand });
  await using clouds = await startLocalClouds();
  await using worker = await startWorker({ url: serve.url, joinToken: await organization.joinToken('documents'), name: 'documents', connection: clouds.connection });
  let kickoffs = 0;
  let over = false;
  const kickoff = async (): Promise<void> => {
    const id = await organization.kickoff(automation);
    while ((await organization.get<{ status: string }>(`kickoffs/${id}`)).status !== 'succeeded') await new Promise((resolve) => { setTimeout(resolve, 50); });
    kickoffs += 1;
  };
  const running = (async () => { while (!over && worker.pid > 0) await kickoff(); })();
  const figures = await openLoop(serve.url, seconds);
  over = true;
  await running;
  return [...rowsOf(`issuer documents, ${perSecond} a second for ${seconds} s while kickoffs run on SQLite`, figures), reported('… kickoffs meanwhile', kickoffs / seconds, 'a second')];
}

async function withoutDatabase(postgres: Postgres, seconds: number): Promise<readonly Row[]> {
  await using proxy = await startDatabaseProxy(await migratedDatabase(postgres, 'documents'));
  await using serve = await startServe({ databaseUrl: proxy.url });
  await proxy.stop();
  return rowsOf(`issuer documents, ${perSecond} a second for ${seconds} s with PostgreSQL stopped`, await openLoop(serve.url, seconds));
}

/** Both on the first processor, in turn, at the same rate. */
async function cpuRow(pairs: number, seconds: number): Promise<Row> {
  await using serve = await startServe({ processor: 0 });
  using bare = await startBareServer(serve.url, paths, 0);
  const cpu = async ({ url, pid }: Pick<Serve, 'url' | 'pid'>): Promise<number> => {
    const before = cpuOfProcess(pid);
    await openLoop(url, seconds);
    return cpuOfProcess(pid) - before;
  };
  for (const server of [serve, bare]) await cpu(server);
  return atMost('issuer documents: CPU a request, against bare node:http', await interleavedRatio(pairs, () => cpu(serve), () => cpu(bare)), '×', 1.5);
}

async function openLoop(url: string, seconds: number): Promise<OpenLoopFigures> {
  const order: OpenLoopOrder = { url, paths, perSecond, seconds };
  const figures = await runProgram<OpenLoopFigures>('open-loop.ts', order, { timeoutMs: (seconds + 30) * 1_000, processor: generatorProcessor });
  if (figures.errors > 0) console.error(figures);
  return figures;
}

function rowsOf(name: string, { p99Ms, medianMs, errors }: OpenLoopFigures): readonly Row[] {
  return [atMost(`${name}: p99`, p99Ms, 'ms', 50), reported('… median', medianMs, 'ms'), exactly('… errors', errors, 'requests', 0)];
}
