import type { CommandUser } from '../kickoff-process/slot-messages.ts';
import { protocolVersion, type ClaimRequest, type KickoffJob, type WorkerFacts } from '../worker-protocol/protocol.ts';
import { versionOrder } from '../kickoffs/version-order.ts';
import { isPassing, pause, pauseMs, type Random } from './backoff.ts';
import { userWarning } from './command-user.ts';
import { enrol } from './enrol.ts';
import { createPlatformClient, type Answer } from './platform-client.ts';
import { readClaim } from './read-job.ts';
import { refusedVariables } from './refused-environment.ts';
import { errorOf, runKickoff, tellResult, type KickoffParts } from './run-kickoff.ts';
import { runTask } from './run-task.ts';
import { Slots } from './slots.ts';
import type { SlotProgram } from './slot.ts';
import { WorkerError } from './worker-error.ts';
import type { WorkerIdentity } from './worker-identity.ts';

export interface WorkerOptions {
  /** Of the platform: https, or http on loopback. */
  readonly url: string;
  /** Where the worker's token is kept, in a file of its own. */
  readonly stateDirectory: string;
  /** Of a worker that joined elsewhere. */
  readonly token?: string | undefined;
  /** For the first start: it works once. */
  readonly joinToken?: string | undefined;
  readonly name: string;
  readonly version: string;
  /** How many kickoffs run at once. */
  readonly slots: number;
  readonly program: SlotProgram;
  readonly commandUser?: CommandUser | undefined;
  readonly identity: WorkerIdentity;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly log: (line: string) => void;
  readonly now: () => number;
  readonly monotonic: () => number;
  readonly random: Random;
  /** Milliseconds that running kickoffs get to end when the worker is stopped. */
  readonly drainMs: number;
  /** Default: 90 s. */
  readonly resolveLimitMs?: number | undefined;
  /** How many kickoffs one process serves. Default: 200. */
  readonly mostServed?: number | undefined;
}

export interface Worker {
  /** How many kickoffs run. */
  readonly busy: number;
  /** Lets running kickoffs end within `drainMs`, cancels the rest, and leaves nothing behind. */
  stop(): Promise<void>;
  /** Settles when the worker has ended: with an error where the platform no longer takes it. */
  readonly ended: Promise<WorkerError | undefined>;
}

const waitSeconds = 25;
const mostMemory = 768 * 1024 * 1024;
const mostTasks = 2;

/**
 * Starts a worker of one organization: a process that asks the platform for kickoffs, over HTTP alone.
 *
 * @throws WorkerError where it may not start: a refused variable is set, the address could be overheard, the token is missing or refused
 */
export async function startWorker(options: WorkerOptions): Promise<Worker> {
  const url = platformAddress(options.url);
  const { log, program, random, monotonic, identity, fetch, now, commandUser: user } = options;
  const warning = userWarning(user, process.getuid?.());
  if (warning !== undefined) log(`Warning: ${warning}`);
  const slots = new Slots({ count: options.slots, program, mostServed: options.mostServed ?? 200, mostMemory, random, log });
  // A process that answers questions while a form is filled in stays there for the next one.
  const taskSlots = new Slots({ count: mostTasks, program, mostServed: 1_000, mostMemory, random, log });
  const abandoned = new AbortController();
  let token = '';
  const client = createPlatformClient({ url, token: () => token, fetch });
  let facts: WorkerFacts;
  try {
    const providers = await slots.open();
    refuseToStart(refusedVariables(program.environment, providers));
    facts = { slots: options.slots, platform: `${process.platform}-${process.arch}`, providers: providers.map(({ id }) => id), ownUser: user !== undefined };
    token = await enrol({ ...options, url, facts, client, signal: abandoned.signal });
  } catch (error) {
    await slots.close();
    throw error;
  }

  const draining = new AbortController();
  const stopping = new AbortController();
  const ended = Promise.withResolvers<WorkerError | undefined>();
  const work = new Set<Promise<void>>();
  let tasks = 0;
  const parts: KickoffParts = { url, token: () => token, fetch, client, identity, user, now, monotonic, random, log, stopping: stopping.signal, resolveLimitMs: options.resolveLimitMs ?? 90_000 };
  const keep = (promise: Promise<void>): void => {
    const kept = promise.catch(() => undefined).finally(() => work.delete(kept));
    work.add(kept);
  };

  const run = async (job: KickoffJob): Promise<void> => {
    const refusal = versionRefusal(job, options.version);
    if (refusal !== undefined) return await refuse(job, refusal, 'WORKER_TOO_OLD');
    log(`kickoff ${job.kickoffId}: claimed (${job.automation.id}, deployment ${job.deployment.number})`);
    await slots.use(async (slot) => {
      const report = await runKickoff(job, slot, parts);
      return report !== undefined && report.memory < slots.mostMemory;
    });
  };
  const refuse = async (job: Pick<KickoffJob, 'kickoffId' | 'fence'>, message: string, code: string = 'WORKER_FAILED'): Promise<void> => {
    log(`kickoff ${job.kickoffId}: refused. ${message}`);
    const error = { ...errorOf('WORKER_FAILED', message, 'Bring worker and platform to versions that know each other.'), code, docsUrl: `https://carnet.dev/errors/${code}` };
    const until = monotonic() + 30_000;
    const lease = { get live() { return monotonic() < until; } };
    await tellResult({ fence: job.fence, outcome: 'refused', exitCode: null, variables: [], steps: [], lines: [], error, logTruncated: false }, job, lease, parts, stopping.signal);
  };
  const take = async (answer: Answer): Promise<void> => {
    const read = readClaim(answer.body);
    if (!read.ok) {
      log(read.problem);
      if (read.refuse) keep(refuse(read.refuse, read.problem));
      return;
    }
    if (read.claim.type === 'kickoff') return keep(run(read.claim.job));
    const { task } = read.claim;
    tasks += 1;
    keep(runTask(task, { slots: taskSlots, client, identity, random, signal: stopping.signal }).finally(() => { tasks -= 1; }));
  };

  /** Kickoffs while a slot is free; tasks alone while none is. */
  const claim = async (wanted: 'kickoffs' | 'tasks'): Promise<void> => {
    for (let failed = 0; !draining.signal.aborted;) {
      const { free, changed } = slots;
      if ((wanted === 'kickoffs') !== free > 0 || tasks >= mostTasks) {
        await Promise.race([changed, pause(1_000, draining.signal)]);
        continue;
      }
      const request: ClaimRequest = { workerVersion: options.version, facts, waitSeconds: wanted === 'tasks' ? 5 : waitSeconds, free: wanted === 'tasks' ? 0 : free };
      const answer = await client.claim(request, draining.signal);
      // What was claimed is run, also where the worker is about to end.
      if (draining.signal.aborted && answer.status !== 200) return;
      if (answer.status === 200) {
        failed = 0;
        await take(answer);
        // A kickoff that was taken is counted before the next one is asked for.
        await Promise.resolve();
        continue;
      }
      if (answer.status === 204) {
        failed = 0;
        continue;
      }
      if (answer.status === 401) return expel(new WorkerError('The platform refused the token of this worker.', 'It was removed or revoked: have it join again with a new join token.'));
      if (failed === 0) log(`The platform gave no work: ${reasonOf(answer)}`);
      failed += 1;
      await pause(pauseMs(isPassing(answer) ? failed : failed + 4, random, answer.retryAfterMs), draining.signal);
    }
  };

  let stopped: Promise<void> | undefined;
  const end = async (drainMs: number): Promise<void> => {
    draining.abort();
    const idle = (async () => { while (work.size > 0) await Promise.all(work); })();
    await Promise.race([idle, pause(drainMs, stopping.signal)]);
    stopping.abort();
    await idle;
    abandoned.abort();
    await Promise.all([slots.close(), taskSlots.close()]);
  };
  const expel = (error: WorkerError): void => {
    if (stopped) return;
    log(`${error.message} ${error.hint}`);
    stopped = end(0).then(() => ended.resolve(error));
  };
  for (const wanted of ['kickoffs', 'tasks'] as const) void claim(wanted);
  log(`The worker takes kickoffs from ${url.origin}, ${options.slots} at once.`);
  return {
    get busy() { return slots.busy; },
    ended: ended.promise,
    stop() {
      stopped ??= end(options.drainMs).then(() => ended.resolve(undefined));
      return stopped;
    },
  };
}

function platformAddress(text: string): URL {
  const url = URL.parse(text);
  const loopback = url !== null && (url.hostname === 'localhost' || url.hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(url.hostname));
  if (url === null || url.username + url.password + url.search + url.hash !== '' || !(url.protocol === 'https:' || (url.protocol === 'http:' && loopback))) {
    throw new WorkerError('The address of the platform must be https without a user, a query or a fragment; http goes to loopback alone.', 'Correct CARNET_PLATFORM_URL.');
  }
  return url;
}

function refuseToStart(names: readonly string[]): void {
  if (names.length === 0) return;
  throw new WorkerError(`${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} set: what a provider refuses could send its tokens elsewhere or print them. (REFUSED_ENVIRONMENT)`, `Unset ${names.length === 1 ? 'it' : 'them'} for the worker.`);
}

/** C8 */
function versionRefusal({ requiredWorkerVersion: required }: KickoffJob, version: string): string | undefined {
  if (required === undefined) return undefined;
  const [wanted, own] = [versionOrder(required), versionOrder(version)];
  if (wanted !== undefined && own !== undefined && own >= wanted) return undefined;
  return `The deployment requires worker ${required.slice(0, 50)}, and this one is ${version}.`;
}

function reasonOf({ status, code }: Answer): string {
  if (status === 0) return 'it cannot be reached. Trying again.';
  return `it answered with ${status}${code === undefined ? '' : ` (${code})`}. This worker speaks version ${protocolVersion} of the protocol. Trying again.`;
}
