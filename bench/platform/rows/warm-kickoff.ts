import { startLocalClouds } from '@carnet/local-clouds';
import { atMost, reported, type Row } from '../../row.ts';
import { longestChain } from '../../rows/requests.ts';
import { setUpVault, useAzure } from '../azure-store.ts';
import { startCountingProxy } from '../counting-proxy.ts';
import { startDatabaseProxy, type DatabaseCommand } from '../database-proxy.ts';
import { migratedDatabase } from '../migrated-database.ts';
import { makeOrganization, trivialCommand } from '../organization.ts';
import type { Postgres } from '../start-postgres.ts';
import { issuerUrl, startServe } from '../start-serve.ts';
import { sessionOf } from '../session.ts';
import { startWorker } from '../start-worker.ts';

const latencyMs = 40;

interface Record {
  readonly status: string;
  readonly steps: readonly { readonly name: string; readonly at: string | number }[];
}

/** What happened before the command of one kickoff was started. */
interface WayToSpawn {
  /** To the platform, of people and workers. */
  readonly platform: number;
  readonly cloud: number;
  readonly database: readonly DatabaseCommand[];
}

/**
 * Counts what a kickoff waits for on its way from `POST` to the start of its command: on the wire, with a delay in every answer, so that
 * what goes on side by side overlaps. The worker has run one before.
 */
export async function warmKickoffRows(postgres: Postgres): Promise<readonly Row[]> {
  // Cold in one slot may be warm in the other; and a worker that happens to look just then overlaps with the request.
  const ways = (await waysToSpawn(postgres, 4)).filter(({ cloud }) => cloud === 1);
  const lengthOf = ({ platform, cloud, database }: WayToSpawn): number => platform + cloud + chainOf(database);
  const way = ways.toSorted((left, right) => lengthOf(right) - lengthOf(left))[0];
  if (way === undefined) throw new Error('No kickoff was measured.');
  return [
    atMost('warm kickoff, 20 Azure variables, POST to spawn: HTTP requests and database commands one after another', lengthOf(way), 'waits', 8),
    reported('… HTTP requests to the platform', way.platform, 'requests'),
    reported('… HTTP requests to the cloud', way.cloud, 'requests'),
    reported('… ways to the database and back', chainOf(way.database), 'waits'),
    reported('… commands that go along', way.database.length, 'commands'),
  ];
}

/** The ways of a few warm kickoffs. */
async function waysToSpawn(postgres: Postgres, kickoffs: number): Promise<readonly WayToSpawn[]> {
  await using database = await startDatabaseProxy(await migratedDatabase(postgres, 'warm_kickoff'));
  await using clouds = await startLocalClouds();
  await using serve = await startServe({ databaseUrl: database.url });
  using platform = await startCountingProxy(serve.url);
  clouds.route(new URL(issuerUrl).host, new URL(serve.url));
  const organization = await makeOrganization(serve.session, 'Warm');
  const { variables } = await useAzure(organization, setUpVault(clouds, organization.id), 'organization');
  const automation = await organization.deployed({ name: 'warm', command: trivialCommand }, variables);
  await using worker = await startWorker({ url: platform.url, joinToken: await organization.joinToken('warm'), name: 'warm', connection: clouds.connection });
  if (worker.pid === 0) throw new Error('The worker has no process.');
  const ended = async (id: string): Promise<Record> => {
    for (;;) {
      const record = await organization.get<Record>(`kickoffs/${id}`);
      if (!['queued', 'claimed', 'running'].includes(record.status)) return record;
      await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
  };
  await ended(await organization.kickoff(automation));
  const program = sessionOf(serve.url, await organization.deploymentToken(automation));
  database.latencyMs = latencyMs;
  clouds.latencyMs = latencyMs;
  const ways: WayToSpawn[] = [];
  for (let index = 0; index < kickoffs; index += 1) {
    // The worker asks again, and what was going on ends.
    await new Promise((resolve) => { setTimeout(resolve, 1_500); });
    database.take();
    platform.take();
    clouds.clearRequests();
    const from = performance.now();
    const { id } = await program.call<{ id: string }>('POST', `/v1/organizations/${organization.id}/automations/${automation}/kickoffs`, {});
    // Whoever looks on asks the database, too.
    await new Promise((resolve) => { setTimeout(resolve, 2_500); });
    const record = await ended(id);
    if (record.status !== 'succeeded') throw new Error(`The kickoff has ${record.status}.`);
    const command = record.steps.find(({ name }) => name === 'command');
    const until = new Date(command?.at ?? 0).getTime() - performance.timeOrigin;
    // The claim was asked before, and is answered on the way.
    const answered = platform.take().filter(({ endedAt, target }) => endedAt >= from && endedAt <= until && !/\/(?:logs|heartbeat)$/.test(target));
    const cloud = clouds.requests.map(({ at }) => ({ kind: 'read', startedAt: at, endedAt: at + latencyMs }) as const);
    // Behind the last answer that the worker waits for, it asks for more work meanwhile.
    const answeredAt = Math.max(...answered.map(({ endedAt }) => endedAt));
    ways.push({ platform: 1 + answered.length, cloud: longestChain(cloud), database: database.take().filter(({ startedAt, endedAt }) => startedAt >= from && endedAt <= answeredAt) });
  }
  return ways;
}

function chainOf(commands: readonly DatabaseCommand[]): number {
  return longestChain(commands.map(({ startedAt, endedAt }) => ({ kind: 'read', startedAt, endedAt })));
}
