import type { Actor } from '../../audit/audit.ts';
import { PlatformError } from '../../errors/platform-error.ts';
import { contractError } from '../../provider-host/host-error.ts';
import type { HostCall } from '../../provider-host/provider-host.ts';
import { openOrganizationKey } from '../../kickoffs/organization-key.ts';
import { variableKey } from '../../kickoffs/fingerprints.ts';
import { requireAutomation } from '../automations/require-automations.ts';
import { hasFreeAddress, requireDirect } from '../credentials/needs-worker.ts';
import type { LoadedCredential } from '../credentials/loaded-credential.ts';
import { refuseField } from '../records/field-problems.ts';
import type { ResourceParts, WorkerOrder } from '../resource-parts.ts';
import { chosenAutomations, type LoadedConfig } from '../workload-identity/loaded-config.ts';
import { atLevelTime } from './level-time.ts';

/** Something to be done with a credential, here or on a worker. */
export interface ProviderCall {
  readonly organization: string;
  readonly actor: Actor;
  readonly loaded: LoadedCredential;
  /** A worker of the organization that does it in place of this process. */
  readonly worker?: string | undefined;
  /** Whose token it is, where the config's subject is an automation's. Left out: one that the config is for. */
  readonly automation?: string | undefined;
  /** Whose key makes the fingerprint: that of a variable by its name, or of a secret as `credential:reference`. Left out: none is made. */
  readonly fingerprintName?: string | undefined;
  /** Milliseconds. Default: a minute. */
  readonly deadlineMs?: number | undefined;
  readonly signal: AbortSignal;
}

type CallParts = Pick<ResourceParts, 'store' | 'sealer' | 'host' | 'tokens' | 'runOnWorker' | 'directAddresses' | 'now' | 'sleep'>;

/** What is asked, how the host is asked for it, and how a worker's answer is read. */
export interface OneAnswer<T> {
  readonly operation: WorkerOrder['operation'];
  readonly request: object;
  here(hostCall: HostCall): Promise<T>;
  /** Throws where it is of another shape. */
  read(answer: unknown): T;
}

/** The one answer of a call. @throws HostedError, PlatformError `WORKER_REQUIRED`, `WORKER_NOT_CONNECTED` */
export async function callOnce<T>(parts: CallParts, call: ProviderCall, asked: OneAnswer<T>): Promise<T> {
  const work = async (): Promise<T> => await withinDeadline(call, async (timed) => (timed.worker === undefined ? await asked.here(await hostCallOf(parts, timed)) : await askWorker(parts, timed, timed.worker, asked)));
  return hasFreeAddress(parts.host, call.loaded.hosted) ? await atLevelTime(work, parts, call.signal) : await work();
}

/** @throws HostedError `DEADLINE_EXCEEDED` */
async function withinDeadline<T>(call: ProviderCall, work: (timed: ProviderCall) => Promise<T>): Promise<T> {
  const { signal, deadlineMs = usualDeadlineMs } = call;
  const deadline = AbortSignal.timeout(deadlineMs);
  try {
    return await work({ ...call, signal: AbortSignal.any([signal, deadline]) });
  } catch (error) {
    if (signal.aborted || !deadline.aborted) throw error;
    throw contractError('DEADLINE_EXCEEDED', `The store gave no answer within ${deadlineMs / 1000} s.`);
  }
}

async function askWorker<T>(parts: CallParts, call: ProviderCall, worker: string, { operation, request, read }: OneAnswer<T>): Promise<T> {
  for await (const answer of parts.runOnWorker(call.organization, worker, await orderOf(parts, call, operation, request), call.signal)) return readOfWorker(answer, read);
  throw new PlatformError({ code: 'WORKER_NOT_CONNECTED', message: 'The worker ended its answer before it said anything.', hint: 'Look at the log of the worker.' });
}

/** A worker may say anything. */
export function readOfWorker<T>(answer: unknown, read: (answer: unknown) => T): T {
  try {
    return read(answer);
  } catch {
    throw new PlatformError({ code: 'WORKER_NOT_CONNECTED', message: 'What the worker said is no answer.', hint: 'Look at the log of the worker, and whether it is of the version of this platform.' });
  }
}

/** @throws PlatformError `WORKER_REQUIRED` */
export async function hostCallOf(parts: CallParts, call: ProviderCall): Promise<HostCall> {
  const { organization, actor, loaded: { hosted, config }, signal } = call;
  requireDirect(parts.host, hosted, parts.directAddresses);
  return {
    credential: hosted, signal, fingerprintKey: await fingerprintKey(parts, organization, call.fingerprintName ?? ''),
    tokens: parts.tokens({ organization, actor, credential: hosted, config, automation: await automationOf(parts, call, config) }),
  };
}

const usualDeadlineMs = 60_000;

export async function orderOf(parts: CallParts, { organization, loaded, fingerprintName, deadlineMs = usualDeadlineMs }: ProviderCall, operation: WorkerOrder['operation'], request: object): Promise<WorkerOrder> {
  return { operation, credential: loaded.hosted, request, fingerprintKey: await fingerprintKey(parts, organization, fingerprintName ?? ''), deadlineMs };
}

/** Base64. */
async function fingerprintKey({ store, sealer }: CallParts, organization: string, name: string): Promise<string> {
  const { fingerprint_key: sealed } = await store.db.selectFrom('organization').select('fingerprint_key').where('id', '=', organization).executeTakeFirstOrThrow();
  return Buffer.from(variableKey(openOrganizationKey(sealer, organization, sealed), name)).toString('base64');
}

async function automationOf({ store }: CallParts, { organization, automation }: ProviderCall, config: LoadedConfig | undefined): Promise<string | undefined> {
  if (config?.subject !== 'automation') return undefined;
  const chosen = config.automations === 'chosen' ? await chosenAutomations(store, organization, config.id) : undefined;
  if (automation === undefined) return chosen?.[0] ?? refuseField('automation', 'is required: the subject of the tokens is an automation’s');
  await requireAutomation(store, organization, automation);
  return chosen?.includes(automation) === false ? refuseField('automation', 'is no automation that may use the workload identity config') : automation;
}
