import { PlatformError } from '../errors/platform-error.ts';
import type { JobVariable, JobWorkloadIdentity, KickoffJob } from '../worker-protocol/protocol.ts';
import type { Candidate } from './claim-kickoff.ts';
import { readSnapshot, type SnapshotVariable } from './deployment-snapshot.ts';
import { valuePlace } from './deployment-values.ts';
import { variableKey } from './fingerprints.ts';
import { frozenOf } from './freeze.ts';
import type { FrozenConfig, FrozenKickoff } from './frozen-kickoff.ts';
import type { KickoffParts } from './kickoff-parts.ts';
import { openOrganizationKey } from './organization-key.ts';

export interface BuiltJob {
  readonly job: KickoffJob;
  readonly frozen: FrozenKickoff;
}

type Parts = Pick<KickoffParts, 'store' | 'sealer' | 'issuer' | 'limits'>;

/**
 * Puts together what a worker needs for a kickoff that it is about to claim. The only place where sealed values are opened for a run.
 *
 * @throws PlatformError what keeps it from being run
 */
export async function buildJob(parts: Parts, organization: string, candidate: Candidate): Promise<BuiltJob> {
  const { sealer, issuer, limits } = parts;
  const { automationId, deploymentId } = candidate;
  const { command, timeoutSeconds, requiredWorkerVersion, variables } = readSnapshot(candidate.snapshot);
  const frozen = frozenOf(candidate.federated, variables);
  const key = openOrganizationKey(sealer, organization, candidate.fingerprintKey);
  const job: KickoffJob = {
    kickoffId: candidate.id, fence: candidate.fence + 1, leaseMs: limits.leaseMs, heartbeatMs: limits.heartbeatMs,
    automation: { id: automationId, name: candidate.automationName },
    deployment: { id: deploymentId, number: candidate.deploymentNumber },
    command, inputs: candidate.inputs, timeoutSeconds, requiredWorkerVersion: requiredWorkerVersion ?? undefined,
    workloadIdentities: jobIdentities(frozen, (config) => ({ subject: issuer.subjectOf(organization, automationId, config), issuer: issuer.issuer && issuer.issuerOf(organization, config) })),
    credentials: frozen.credentials,
    variables: await jobVariables(parts, organization, deploymentId, variables),
    fingerprintKeys: fingerprintKeys(key, variables),
    logLimitBytes: limits.logLimitBytes,
  };
  return { job, frozen };
}

export function jobIdentities({ configs }: FrozenKickoff, tokenOf: (config: FrozenConfig) => Pick<JobWorkloadIdentity, 'subject' | 'issuer'>): Readonly<Record<string, JobWorkloadIdentity>> {
  return Object.fromEntries(Object.values(configs).map((config) => {
    const { id, name, kind, settings, settingsVersion } = config;
    return [id, { name, kind, settings, version: settingsVersion, ...tokenOf(config) }];
  }));
}

export function fingerprintKeys(organizationKey: Uint8Array, variables: readonly SnapshotVariable[]): Readonly<Record<string, string>> {
  return Object.fromEntries(variables.map(({ name }) => [name, Buffer.from(variableKey(organizationKey, name)).toString('base64')]));
}

export function federatedVariable({ name, credential, reference, optional, encoding, sink, allow }: SnapshotVariable): JobVariable {
  return { name, path: 'workload-identity', credential: credential ?? '', reference: reference ?? '', optional, allow, as: sink, encoding };
}

async function jobVariables({ store: { db }, sealer }: Parts, organization: string, deployment: string, variables: readonly SnapshotVariable[]): Promise<readonly JobVariable[]> {
  const stored = variables.every(({ path }) => path === 'workload-identity') ? [] : await db.selectFrom('deployment_value').selectAll().where('organization_id', '=', organization).where('deployment_id', '=', deployment).execute();
  return variables.flatMap((variable): readonly JobVariable[] => {
    const { name, path, credential, optional, encoding, sink, allow } = variable;
    if (path === 'workload-identity') return [federatedVariable(variable)];
    const found = stored.find((each) => each.name === name);
    if (found === undefined) {
      // The store had no such secret when it was deployed, and the variable may do without.
      if (optional) return [];
      throw new PlatformError({ code: 'NOT_DEPLOYED', message: `The value of ${name} was destroyed together with its credential.`, hint: 'Correct the variable and deploy again.' });
    }
    const value = Buffer.from(sealer.open(found.value, valuePlace(organization, deployment, name))).toString('base64');
    return [{ name, path, value, fingerprint: found.fingerprint, version: found.version, credential, masked: path === 'static', allow, as: sink, encoding }];
  });
}
