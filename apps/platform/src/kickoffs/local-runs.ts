import { CarnetError } from '@carnet/provider';
import { createHash } from 'node:crypto';
import { allows } from '../access/permission.ts';
import type { Person } from '../access/principal.ts';
import type { Actor } from '../audit/audit.ts';
import { PlatformError } from '../errors/platform-error.ts';
import { newId } from '../store/new-id.ts';
import { isoTime } from '../http/iso-time.ts';
import type { JobCredential, JobVariable, JobWorkloadIdentity, SubjectTokenAnswer } from '../worker-protocol/protocol.ts';
import { federatedVariable, fingerprintKeys, jobIdentities } from './build-job.ts';
import { variablesFailed } from './deployment-failure.ts';
import type { SnapshotVariable } from './deployment-snapshot.ts';
import { freeze } from './freeze.ts';
import { readFrozen } from './frozen-kickoff.ts';
import type { KickoffParts } from './kickoff-parts.ts';
import type { KickoffRow } from './lease.ts';
import { openOrganizationKey } from './organization-key.ts';
import { planDeployment } from './plan-deployment.ts';
import { untouched } from './request-kickoff.ts';

/** All that a member's machine needs to resolve an automation's variables by itself. Shown once. */
export interface LocalRun {
  readonly runId: string;
  /** Opens this run's subject tokens and takes its result, and nothing else. */
  readonly token: string;
  /** Until when it gives subject tokens. */
  readonly expiresAt: string;
  readonly automation: { readonly id: string; readonly name: string };
  readonly command: readonly string[];
  readonly timeoutSeconds: number;
  /** The packages to import; null where this platform does not know its name. */
  readonly providers: readonly { readonly id: string; readonly package: string | null }[];
  readonly workloadIdentities: Readonly<Record<string, JobWorkloadIdentity>>;
  readonly credentials: Readonly<Record<string, JobCredential>>;
  readonly variables: readonly JobVariable[];
  readonly fingerprintKeys: Readonly<Record<string, string>>;
  /** Those that are given to workers alone. */
  readonly skipped: readonly { readonly name: string; readonly reason: string }[];
}

type Parts = Pick<KickoffParts, 'store' | 'audit' | 'sealer' | 'host' | 'issuer' | 'observe' | 'now' | 'randomBytes'>;

const hour = 3_600_000;
// A token lives five minutes, and resolving is done at the start: an hour leaves room for a command that resolves again.
const tokensMs = hour;
// How a command ended may be told for longer: that opens nothing.
const resultMs = 24 * hour;
const tokenSeconds = 300;

/**
 * A7b: records a run of an automation on a member's own machine, with its variables as they are now.
 *
 * @throws PlatformError `RESOURCE_NOT_FOUND`, `DEFAULT_MISSING`, `WORKLOAD_IDENTITY_NOT_FOR_AUTOMATION`, …
 */
export async function startLocalRun(parts: Parts, organization: string, automation: string, person: Person, actor: Actor): Promise<LocalRun> {
  const { store, sealer, issuer, host } = parts;
  const plan = await planDeployment(parts, organization, automation);
  const { variables, command, timeoutSeconds } = plan.snapshot;
  if (plan.failures.length > 0) throw variablesFailed(plan.failures, 'Nothing was started.');
  const federated = variables.filter(({ path }) => path === 'workload-identity');
  const frozen = await freeze(store, organization, automation, federated);
  const { fingerprint_key: sealedKey } = await store.db.selectFrom('organization').select('fingerprint_key').where('id', '=', organization).executeTakeFirstOrThrow();

  const id = newId(parts.randomBytes);
  const token = `carnet_run_${Buffer.from(parts.randomBytes(32)).toString('base64url')}`;
  const now = parts.now();
  await store.unit(async () => {
    await store.db.insertInto('kickoff').values({
      id, organization_id: organization, automation_id: automation, deployment_id: null, kind: 'local', status: 'running', inputs: '{}', idempotency_key: null, requested_by: `user:${person.userId}`, rerun_of: null,
      ...untouched, created_at: now, started_at: now, deadline_at: now + resultMs, frozen: JSON.stringify({ ...frozen, variables: federated }), run_token_hash: hashOf(token),
    }).execute();
    await parts.audit.append({ scope: organization, actor, action: 'local_run.started', target: { kind: 'kickoff', id }, details: { automation, variables: federated.length } });
  });

  const providers = new Set(Object.values(frozen.credentials).map(({ provider }) => provider));
  return {
    runId: id, token, expiresAt: isoTime(now + tokensMs), automation: { id: automation, name: plan.automation.name }, command, timeoutSeconds,
    providers: [...providers].map((provider) => ({ id: provider, package: host.manifests.find(({ manifest }) => manifest.id === provider)?.package?.name ?? null })),
    workloadIdentities: jobIdentities(frozen, (config) => ({ subject: issuer.subjectOf(organization, automation, config) })),
    credentials: frozen.credentials, variables: federated.map(federatedVariable),
    fingerprintKeys: fingerprintKeys(openOrganizationKey(sealer, organization, sealedKey), federated),
    skipped: variables.filter(({ path }) => path !== 'workload-identity').map(({ name, path }) => ({ name, reason: skipReason(path) })),
  };
}

function skipReason(path: SnapshotVariable['path']): string {
  return path === 'direct' ? 'A direct value is opened for a worker that runs a kickoff, and for nobody else: set it yourself.' : 'A static credential is used by the platform and its workers alone: set it yourself, or move it to workload identity.';
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/**
 * The open run that a token belongs to.
 *
 * @throws CarnetError `REQUEST_UNAUTHENTICATED`; PlatformError `LOCAL_RUN_ENDED`
 */
export async function openRun({ store, now }: Pick<KickoffParts, 'store' | 'now'>, run: string, token: string | undefined, lock = false): Promise<KickoffRow> {
  const query = store.db.selectFrom('kickoff').selectAll().where('id', '=', run).where('kind', '=', 'local').where('run_token_hash', '=', hashOf(token ?? ''));
  const row = await (lock && store.kind === 'postgres' ? query.forUpdate() : query).executeTakeFirst();
  if (row === undefined) throw new CarnetError({ code: 'REQUEST_UNAUTHENTICATED', message: 'The request carries no token of this run.' });
  if ((row.deadline_at ?? 0) <= now()) throw new PlatformError({ code: 'LOCAL_RUN_ENDED' });
  return row;
}

/** Five minutes, for a config of the run, while the person is still one who may. A refusal is written down, too. */
export async function handOverLocalToken(parts: Parts & Pick<KickoffParts, 'admitRenewal'>, run: string, token: string | undefined, { workloadIdentity, renew }: { readonly workloadIdentity: string; readonly renew?: boolean | undefined }, origin: Pick<Actor, 'requestId' | 'address'>, signal: AbortSignal): Promise<SubjectTokenAnswer> {
  const row = await openRun(parts, run, token);
  const person = await memberOf(parts, row);
  const actor: Actor = { kind: 'person', id: row.requested_by.slice('user:'.length), name: person?.name ?? null, ...origin };
  const { configs } = readFrozen(row.frozen);
  const config = Object.hasOwn(configs, workloadIdentity) ? configs[workloadIdentity] : undefined;
  const refusal = refusalOf(row, person?.mayRun === true, config !== undefined, parts.now());
  if (refusal !== undefined || config === undefined) {
    await parts.audit.append({ scope: row.organization_id, actor, action: 'token.refused', target: { kind: 'kickoff', id: run }, details: { code: refusal ?? null, workloadIdentity } });
    throw new PlatformError({ code: refusal ?? 'RESOURCE_NOT_FOUND' });
  }
  if (renew) parts.admitRenewal(row.id, config.id);
  const minted = await parts.issuer.mintFor({ organization: row.organization_id, automation: row.automation_id, config, purpose: 'local-run', kickoff: row.id, lifetimeSeconds: tokenSeconds, actor, renew, signal });
  parts.observe.tokenHandedOut?.('local-run');
  return { token: minted.token, expiresAt: minted.claims.exp * 1000 };
}

function refusalOf({ ended_at, created_at }: KickoffRow, mayRun: boolean, isOfRun: boolean, now: number): 'LOCAL_RUN_ENDED' | 'PERMISSION_DENIED' | 'RESOURCE_NOT_FOUND' | undefined {
  if (ended_at !== null || created_at + tokensMs <= now) return 'LOCAL_RUN_ENDED';
  if (!mayRun) return 'PERMISSION_DENIED';
  return isOfRun ? undefined : 'RESOURCE_NOT_FOUND';
}

async function memberOf({ store: { db } }: Parts, { organization_id: organization, requested_by }: KickoffRow): Promise<{ readonly name: string; readonly mayRun: boolean } | undefined> {
  const row = await db.selectFrom('member').innerJoin('organization_role', 'organization_role.id', 'member.role_id').innerJoin('user', 'user.id', 'member.user_id').innerJoin('organization', 'organization.id', 'member.organization_id')
    .select(['user.name', 'organization_role.kind', 'organization_role.permissions'])
    .where('member.organization_id', '=', organization).where('member.user_id', '=', requested_by.slice('user:'.length)).where('organization.deleted_at', 'is', null).executeTakeFirst();
  if (row === undefined) return undefined;
  return { name: row.name, mayRun: row.kind === 'owner' || allows(JSON.parse(row.permissions) as readonly string[], 'automations:run_locally') };
}
