import { CarnetError } from '@carnet/provider';
import type { Actor } from '../audit/audit.ts';
import { PlatformError } from '../errors/platform-error.ts';
import { directValue } from '../resources/index.ts';
import { newId } from '../store/new-id.ts';
import { changeOrganization } from '../resources/records/organization-change.ts';
import { variablesFailed, type DeploymentFailure } from './deployment-failure.ts';
import { destroyIdleValues, valuePlace } from './deployment-values.ts';
import { fingerprintOf, heldBytes, variableKey } from './fingerprints.ts';
import type { KickoffParts } from './kickoff-parts.ts';
import { openOrganizationKey } from './organization-key.ts';
import { planDeployment, type DeploymentPlan } from './plan-deployment.ts';
import { resolveStaticPath, type BakedValue } from './resolve-static-path.ts';
import type { RunOnWorker } from './worker-tasks.ts';

export interface DeploymentOrder {
  readonly organization: string;
  readonly automation: string;
  /** The worker that reads from stores whose address is free. */
  readonly worker?: string | undefined;
  readonly actor: Actor;
  readonly signal: AbortSignal;
}

type Parts = Pick<KickoffParts, 'store' | 'audit' | 'sealer' | 'host' | 'directAddresses' | 'now' | 'randomBytes'> & { readonly runOnWorker: RunOnWorker };

/**
 * Makes the next deployment of an automation: a numbered snapshot, with the values of the static path read now. All of it is made, or
 * nothing, and every variable that fails is named.
 *
 * @throws PlatformError `DEPLOYMENT_FAILED`, `DEFAULT_MISSING`, `WORKER_REQUIRED`, `VERSION_CONFLICT`, `RESOURCE_NOT_FOUND`, …
 */
export async function makeDeployment(parts: Parts, order: DeploymentOrder): Promise<number> {
  const { organization, automation, worker, signal } = order;
  const plan = await planDeployment(parts, organization, automation);
  const resolution = await resolveStaticPath(parts, organization, plan, worker, signal);
  const failures = [...plan.failures, ...resolution.failures];
  if (failures.length > 0) throw variablesFailed(failures, 'Nothing was deployed.');
  const direct = await Promise.all([...plan.direct].map(async ([name, id]): Promise<BakedValue> => ({ name, credential: null, bytes: await directValue(parts, organization, id), encoding: 'utf8', version: null })));
  const values = [...direct, ...resolution.values];
  const tooMuch = beyondBound(values);
  if (tooMuch) throw variablesFailed([tooMuch], 'Nothing was deployed.');
  return await changeOrganization(parts.store, organization, () => write(parts, order, plan, values));
}

// They all go into the answer to one claim, of which a worker reads 16 MiB.
const mostBytes = 8 * 1024 * 1024;

function beyondBound(values: readonly BakedValue[]): DeploymentFailure | undefined {
  const total = values.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const [largest] = values.toSorted((one, other) => other.bytes.length - one.bytes.length);
  if (total <= mostBytes || largest === undefined) return undefined;
  return { variable: largest.name, error: new CarnetError({ code: 'SECRET_TOO_LARGE_FOR_ENV', message: `The values that the deployment would keep have ${total} bytes together, and may have ${mostBytes}; this is the largest.`, hint: 'Read it by workload identity, as a file: then no deployment keeps it.' }) };
}

async function write(parts: Parts, { organization, automation, actor }: DeploymentOrder, plan: DeploymentPlan, values: readonly BakedValue[]): Promise<number> {
  const { store: { db }, audit, sealer } = parts;
  // Reading took its time, and what was read belongs to what it was read by.
  if (fingerprintOfPlan(await planDeployment(parts, organization, automation)) !== fingerprintOfPlan(plan)) {
    throw new PlatformError({ code: 'VERSION_CONFLICT', message: 'The automation, one of its variables or a credential of them changed while the deployment was made.', hint: 'Deploy again.' });
  }
  const now = parts.now();
  const { last_deployment: number } = await db.updateTable('automation').set(({ eb }) => ({ last_deployment: eb('last_deployment', '+', 1) }))
    .where('organization_id', '=', organization).where('id', '=', automation).returning('last_deployment').executeTakeFirstOrThrow();
  await db.updateTable('deployment').set({ status: 'superseded', superseded_at: now }).where('automation_id', '=', automation).where('status', '=', 'active').execute();
  const id = newId(parts.randomBytes);
  await db.insertInto('deployment').values({
    id, organization_id: organization, automation_id: automation, number, status: 'active', snapshot: JSON.stringify(plan.snapshot),
    created_by: actor.kind === 'person' ? actor.id : null, created_at: now, superseded_at: null,
  }).execute();
  if (values.length > 0) {
    const { fingerprint_key: sealedKey } = await db.selectFrom('organization').select('fingerprint_key').where('id', '=', organization).executeTakeFirstOrThrow();
    const key = openOrganizationKey(sealer, organization, sealedKey);
    await db.insertInto('deployment_value').values(values.map(({ name, credential, bytes, encoding, version }) => ({
      organization_id: organization, deployment_id: id, name, credential_id: credential, version,
      value: sealer.seal(bytes, valuePlace(organization, id, name)),
      fingerprint: fingerprintOf(variableKey(key, name), heldBytes(bytes, encoding)),
    }))).execute();
  }
  const destroyed = await destroyIdleValues(parts.store, automation);
  await audit.append({
    scope: organization, actor, action: 'deployment.created', target: { kind: 'deployment', id, name: `${plan.automation.name} ${number}` },
    details: { automation, number, variables: plan.snapshot.variables.length, bakedValues: values.length, destroyedValues: destroyed },
  });
  return number;
}

/** The automation's version counts too: a change that was undone meanwhile is still one. */
function fingerprintOfPlan({ automation, snapshot, credentials, direct }: DeploymentPlan): string {
  return JSON.stringify([automation.version, snapshot, [...credentials.values()], [...direct]]);
}
