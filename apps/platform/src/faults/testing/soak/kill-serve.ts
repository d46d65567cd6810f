import { randomBytes } from 'node:crypto';
import { createSealer } from '../../../sealing/create-sealer.ts';
import { parseSealingKey } from '../../../sealing/sealing-key.ts';
import { migrate } from '../../../store/migrate.ts';
import { openStore, type StoreOptions } from '../../../store/open-store.ts';
import { checkInvariants } from '../check-invariants.ts';
import { newLedger, type HeldKickoff, type Ledger } from '../ledger.ts';
import { callPlatform, expected, type Caller } from '../platform-call.ts';
import { gone } from '../program-process.ts';
import { editAutomations, editVariable, orderKickoffs } from '../scripted-client.ts';
import { facts, runScriptedWorker } from '../scripted-worker.ts';
import { seededRandom } from '../seeded-random.ts';
import { newInstallation, person, signInThere, startServe, type ServeProcess } from '../serve-process.ts';
import type { SoakSummary } from './soak-summary.ts';

export interface KillServeOptions {
  readonly kills: number;
  readonly seed: number;
  readonly database: StoreOptions;
  readonly dataDirectory: string;
  readonly progress: (line: string) => void;
}

const longestMomentMs = 500;
const firstAnswerMs = 20_000;
const longestRecoveryMs = 5_000;
const longestStartMs = 60_000;
const leaseMs = 30_000;
const workers = 2;

/** kill -9 of the server at random moments, under load; after each one everything is looked at. */
export async function killServe({ kills, seed, database, dataDirectory, progress }: KillServeOptions): Promise<SoakSummary> {
  const random = seededRandom(seed);
  const installation = newInstallation(dataDirectory, database);
  if (database.kind === 'postgres') {
    const store = await openStore(database);
    await migrate(store);
    await store.close();
  }
  const ledger = newLedger();
  const sealer = createSealer({ current: parseSealingKey(installation.encryptionKey), previous: [], randomBytes });
  const starts: number[] = [];
  let killed = 0;
  let url = '';
  let served = startServe(installation, '--sign-in-link', person);
  const untilReady = async (): Promise<void> => {
    const from = performance.now();
    url = await served.ready;
    starts.push(performance.now() - from);
  };
  let orphans = 0;
  const kill = async (): Promise<void> => {
    const below = await served.kill();
    orphans += (await gone(() => below, 5_000)).length;
  };
  try {
    await untilReady();
    const scene = await prepare(served, () => url, ledger);
    const held = Array.from({ length: workers }, (): { current: HeldKickoff | undefined } => ({ current: undefined }));
    const store = await openStore(database);
    try {
      while (killed < kills && ledger.wrong.length === 0) {
        let running = true;
        const parts = { running: () => running, caller: scene.owner, at: scene.at, automation: scene.automation, ledger, random };
        const load = Promise.all([
          orderKickoffs(parts), editAutomations(parts), editVariable(parts, scene.variable),
          ...held.map((one, index) => runScriptedWorker({ running: () => running, caller: scene.workers[index] ?? scene.owner, ledger, held: one, bakedValue: scene.bakedValue })),
        ]);
        const duringStart = random() < 0.15;
        // From the first answer on: before it there is nothing that could be lost.
        await untilAcknowledged(ledger);
        await pause(random() * longestMomentMs);
        await kill();
        running = false;
        await load;
        if (duringStart) {
          served = startServe(installation);
          await pause(random() * 2_000);
          await kill();
        }
        served = startServe(installation);
        await untilReady();
        await checkInvariants({ store, sealer, organization: scene.organization, ledger });
        killed += 1;
        progress(`serve on ${database.kind}: ${killed} of ${kills} kills, ${ledger.counts.kickoffs} kickoffs, ${ledger.wrong.length} wrong`);
      }
      await finishEverything();
    } finally {
      await store.close();
    }

    /** With many kills, what was claimed and never received has to become lost, and all else to be done. */
    async function finishEverything(): Promise<void> {
      if (kills < 10 || ledger.wrong.length > 0) return;
      let running = true;
      const load = held.map((one, index) => runScriptedWorker({ running: () => running, caller: scene.workers[index] ?? scene.owner, ledger, held: one, bakedValue: scene.bakedValue }));
      const until = performance.now() + leaseMs + 30_000;
      const open = async (): Promise<number> => (await store.db.selectFrom('kickoff').select('id').where('status', 'in', ['queued', 'claimed', 'running']).execute()).length;
      while (await open() > 0 && performance.now() < until) await pause(200);
      running = false;
      await Promise.all(load);
      const left = await open();
      if (left > 0) ledger.wrong.push(`${left} kickoffs came to no end.`);
      await checkInvariants({ store, sealer, organization: scene.organization, ledger });
    }
  } finally {
    await served.stop();
  }
  const [first = 0, ...later] = starts;
  const slowest = Math.max(...later);
  // On a machine with other work each start alone says little.
  const usual = later.toSorted((left, right) => left - right)[Math.floor(later.length / 2)] ?? 0;
  if (usual - first > longestRecoveryMs || slowest > longestStartMs) ledger.wrong.push(`A start after a kill took ${Math.round(usual)} ms as a rule and ${Math.round(slowest)} ms at most, the first one ${Math.round(first)} ms.`);
  if (orphans > 0) ledger.wrong.push(`${orphans} processes were left behind.`);
  return { what: `serve on ${database.kind === 'sqlite' ? 'SQLite' : 'PostgreSQL'}`, kills: killed, seed, ...ledger.counts, slowestStartMs: Math.round(slowest), wrong: ledger.wrong };
}

interface SoakScene {
  readonly organization: string;
  readonly at: string;
  readonly owner: Caller;
  readonly workers: readonly Caller[];
  readonly automation: string;
  readonly variable: string;
  readonly bakedValue: string;
}

async function prepare(served: ServeProcess, url: () => string, ledger: Ledger): Promise<SoakScene> {
  const owner: Caller = { url, token: await signInThere(url(), await served.shows(/^sign in .*?: (\S+)$/m)) };
  const make = async <T = { id: string }>(path: string, body: object, caller = owner): Promise<T> => await expected<T>(callPlatform(caller, 'POST', path, body));
  const { id: organization } = await make('/v1/organizations', { name: 'Acme' });
  const at = `/v1/organizations/${organization}`;
  const { id: automation } = await make(`${at}/automations`, { name: 'ordered', command: ['true'], timeoutSeconds: 600 });
  const bakedValue = `baked ${randomBytes(9).toString('hex')}`;
  await make(`${at}/variables`, { name: 'BAKED', source: 'direct', value: bakedValue, automations: [automation] });
  await make(`${at}/automations/${automation}/deployments`, {});
  // Of no automation that is deployed: it may change at any time.
  const { id: other } = await make(`${at}/automations`, { name: 'other', command: ['true'], timeoutSeconds: 600 });
  const { id: variable } = await make(`${at}/variables`, { name: 'EDITED', source: 'direct', value: 'first', automations: [other] });
  ledger.variables.set(variable, { acknowledged: 'first', asked: undefined });
  const joined: Caller[] = [];
  for (let number = 0; number < workers; number++) {
    const { token: join } = await make<{ token: string }>(`${at}/tokens`, { kind: 'join', name: `worker ${number}` });
    const { token } = await make<{ token: string }>('/v1/worker/join', { name: `worker ${number}`, workerVersion: '1.0.0', facts }, { url, token: join });
    joined.push({ url, token });
  }
  return { organization, at, owner, workers: joined, automation, variable, bakedValue };
}

async function untilAcknowledged({ counts }: Ledger): Promise<void> {
  const sum = (): number => Object.values(counts).reduce((left, right) => left + right, 0);
  const [before, until] = [sum(), performance.now() + firstAnswerMs];
  while (sum() === before && performance.now() < until) await pause(5);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => { setTimeout(resolve, ms); });
}
