import type { Actor } from '../../audit/audit.ts';
import { HostedError, type HostCall, type HostedCredential } from '../../provider-host/provider-host.ts';
import { openOrganizationKey } from '../../kickoffs/organization-key.ts';
import { variableKey } from '../../kickoffs/fingerprints.ts';
import { requireDirect } from '../credentials/needs-worker.ts';
import type { LoadedCredential } from '../credentials/loaded-credential.ts';
import { refuseField } from '../records/field-problems.ts';
import type { ResourceParts, WorkerOrder } from '../resource-parts.ts';
import { chosenAutomations, type LoadedConfig } from '../workload-identity/loaded-config.ts';

/** Something to be done with a credential, here or on a worker. */
export interface ProviderCall {
  readonly organization: string;
  readonly actor: Actor;
  readonly loaded: LoadedCredential;
  /** A worker of the organization that does it in place of this process. */
  readonly worker?: string | undefined;
  /** Whose token it is, where the config's subject is an automation's. Left out: one that the config is for. */
  readonly automation?: string | undefined;
  /** Under whose key fingerprints are made. */
  readonly variable?: string | undefined;
  readonly signal: AbortSignal;
}

type CallParts = Pick<ResourceParts, 'store' | 'sealer' | 'host' | 'tokens' | 'runOnWorker' | 'directAddresses'>;

/** The one answer of a call. @throws HostedError, PlatformError `WORKER_REQUIRED`, `WORKER_NOT_CONNECTED` */
export async function callOnce<T>(parts: CallParts, call: ProviderCall, operation: WorkerOrder['operation'], request: object, here: (hostCall: HostCall) => Promise<T>): Promise<T> {
  if (call.worker === undefined) return await here(await hostCallOf(parts, call));
  for await (const answer of parts.runOnWorker(call.organization, call.worker, await orderOf(parts, call, operation, request), call.signal)) return answer as T;
  throw new HostedError({ code: 'WORKER_FAILED', message: 'The worker ended its answer before it said anything.', hint: 'Look at the log of the worker.', docsUrl: 'https://carnet.dev/errors/WORKER_FAILED', retryable: true });
}

/** @throws PlatformError `WORKER_REQUIRED` */
export async function hostCallOf(parts: CallParts, call: ProviderCall): Promise<HostCall> {
  const { organization, actor, loaded: { hosted, config }, signal } = call;
  requireDirect(parts.host, hosted, parts.directAddresses);
  return {
    credential: hosted, signal, fingerprintKey: await fingerprintKey(parts, organization, call.variable ?? ''),
    tokens: parts.tokens({ organization, actor, credential: hosted, config, automation: await automationOf(parts, call, config) }),
  };
}

const workerDeadlineMs = 60_000;

export async function orderOf(parts: CallParts, { organization, loaded, variable }: ProviderCall, operation: WorkerOrder['operation'], request: object): Promise<WorkerOrder> {
  const credential: HostedCredential = loaded.hosted;
  return { operation, credential, request, fingerprintKey: await fingerprintKey(parts, organization, variable ?? ''), deadlineMs: workerDeadlineMs };
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
  const known = chosen?.includes(automation) ?? await store.db.selectFrom('automation').select('id').where('organization_id', '=', organization).where('id', '=', automation).executeTakeFirst() !== undefined;
  return known ? automation : refuseField('automation', 'is no automation that may use the workload identity config');
}
