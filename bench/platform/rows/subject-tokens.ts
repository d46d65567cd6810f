import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { useAzure } from '../azure-store.ts';
import { claimKickoff, type ClaimedKickoff } from '../claimed-kickoff.ts';
import type { PlatformEffort } from '../effort.ts';
import { interleavedRatio } from '../../interleaved.ts';
import { exactly, median, reported, type Row } from '../../row.ts';
import { migratedDatabase } from '../migrated-database.ts';
import { makeOrganization, trivialCommand } from '../organization.ts';
import type { ClosedLoopFigures, ClosedLoopOrder } from '../programs/closed-loop.ts';
import type { RawTokensOrder } from '../programs/raw-tokens.ts';
import type { TokenFloorOrder } from '../programs/token-floor.ts';
import { generatorProcessor, runProgram } from '../run-program.ts';
import { startProgram } from '../start-bare-server.ts';
import type { Postgres } from '../start-postgres.ts';
import { signingKey, startServe, type Serve } from '../start-serve.ts';

const callers = 16;
const least = 0.4;
// Until the compiler has seen it all; measured rates rise for three windows.
const warmUp = 3;

/**
 * Tokens that are signed and written down one by one, over HTTP, against nothing but a signature and a commit in the same database. Each
 * caller is a worker with a kickoff and a subject of its own, so that no two share a signature.
 */
export async function subjectTokenRows(postgres: Postgres, { long }: PlatformEffort): Promise<readonly Row[]> {
  const pairs = long ? 5 : 2;
  const seconds = long ? 3 : 1;
  const rows: Row[] = [];
  for (const database of ['SQLite', 'PostgreSQL'] as const) {
    for (const organizations of long ? [1, callers] : [database === 'SQLite' ? 1 : callers]) {
      const databaseUrl = database === 'SQLite' ? undefined : await migratedDatabase(postgres, `tokens_${organizations}`);
      await using serve = await startServe({ databaseUrl, processor: 0 });
      const claimed = await claimedKickoffs(serve, organizations);
      const figures: ClosedLoopFigures[] = [];
      const asked = async (url: string): Promise<ClosedLoopFigures> => {
        await Promise.all(claimed.map((kickoff) => kickoff.beat()));
        const order: ClosedLoopOrder = {
          url, seconds, status: 201,
          callers: claimed.map(({ id, fence, workloadIdentity, worker }) => ({ path: `/v1/worker/kickoffs/${id}/subject-tokens`, token: worker.token, body: JSON.stringify({ fence, workloadIdentity, renew: true }) })),
        };
        return await runProgram<ClosedLoopFigures>('closed-loop.ts', order, { timeoutMs: 60_000, processor: generatorProcessor });
      };
      const ours = async (): Promise<number> => {
        const told = await asked(serve.url);
        figures.push(told);
        return told.perSecond;
      };
      const raw: number[] = [];
      const theirs = async (): Promise<number> => {
        const order: RawTokensOrder = { database: databaseUrl ?? join(serve.dataDirectory, 'carnet.sqlite'), privateKey: signingKey, callers, seconds };
        const told = await runProgram<number>('raw-tokens.ts', order, { timeoutMs: 60_000, processor: 0 });
        raw.push(told);
        return told;
      };
      for (let window = 0; window < warmUp; window += 1) await ours();
      figures.length = 0;
      const ratio = Number((await interleavedRatio(pairs, ours, theirs)).toPrecision(3));
      const name = `subject tokens, ${database}, ${callers} callers of ${organizations} organization${organizations === 1 ? '' : 's'}`;
      rows.push(
        // The floor beside it shows how little is left there: server, database and generator share two processors.
        { name: `${name}: rate against raw sign and commit`, value: ratio, unit: '×', ...(database === 'SQLite' ? { goal: `≥ ${least}`, pass: ratio >= least } : { goal: `≥ ${least}, known to be missed`, pass: null }) },
        reported('… tokens', median(figures.map(({ perSecond }) => perSecond)), 'a second'),
        reported('… raw', median(raw), 'a second'),
        reported('… p99', median(figures.map(({ p99Ms }) => p99Ms)), 'ms'),
        exactly('… errors', figures.reduce((sum, { errors }) => sum + errors, 0), 'requests', 0),
      );
      if (databaseUrl !== undefined && long) rows.push(reported('… floor: rate of a bare server with the same statements, signature and commit', await floorRatio(databaseUrl, asked, theirs), '×'));
    }
  }
  return rows;
}

async function floorRatio(database: string, asked: (url: string) => Promise<ClosedLoopFigures>, theirs: () => Promise<number>): Promise<number> {
  const order: TokenFloorOrder = { database, privateKey: signingKey };
  using floor = await startProgram('token-floor.ts', order, 0);
  const rate = async (): Promise<number> => {
    const { perSecond, errors } = await asked(floor.url);
    if (errors > 0) throw new Error('The floor refuses what the platform gives.');
    return perSecond;
  };
  for (let window = 0; window < warmUp; window += 1) await rate();
  return await interleavedRatio(5, rate, theirs);
}

async function claimedKickoffs({ session, url }: Serve, organizations: number): Promise<readonly ClaimedKickoff[]> {
  const store = { vaultUrl: 'https://bench.vault.azure.net', tenantId: randomUUID(), clientId: randomUUID() };
  const claimed: ClaimedKickoff[] = [];
  for (let index = 0; index < organizations; index += 1) {
    const organization = await makeOrganization(session, `Tokens ${index}`);
    const { variables } = await useAzure(organization, store, 'automation');
    const [[name, source] = ['', {}]] = Object.entries(variables);
    for (let caller = 0; caller < callers / organizations; caller += 1) {
      await organization.kickoff(await organization.deployed({ name: `automation ${caller}`, command: trivialCommand }, { [name]: source }));
      claimed.push(await claimKickoff(url, organization, `worker ${caller}`));
    }
  }
  return claimed;
}
