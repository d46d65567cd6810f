import { CarnetError } from '@carnet/provider';
import type { Actor } from '../../audit/audit.ts';
import type { TokenDesk } from '../../provider-host/provider-host.ts';
import { refuseField } from '../records/field-problems.ts';
import { changeOrganization } from '../records/organization-change.ts';
import type { ResourceParts } from '../resource-parts.ts';
import type { LoadedConfig } from '../workload-identity/loaded-config.ts';

const hour = 3_600_000;

export const whatAProbeLeaves = 'it presents two tokens that must be refused, one of an organization that there is not and one for an audience of nobody, and both refusals stay in the cloud’s own log';

/** What is asked for of a probe. */
export interface ProbeRequest {
  readonly probe?: boolean | undefined;
  readonly probeUnderstood?: boolean | undefined;
}

/** @throws InvalidRequest where it is not said that what it leaves is known, or where a worker is to make it */
export function requireUnderstood({ probe, probeUnderstood }: ProbeRequest, worker: string | undefined): void {
  if (probe !== true) return;
  if (worker !== undefined) refuseField('probe', 'is made by the platform alone: a worker gets no decoys');
  if (probeUnderstood !== true) refuseField('probeUnderstood', `must be true for a probe: ${whatAProbeLeaves}`);
}

type RuleParts = Pick<ResourceParts, 'store' | 'audit' | 'now'>;

/** A sentence that stops the probe: one for each version of the config, and at most one an hour. */
export async function probeRefusal({ store: { db }, now }: Pick<RuleParts, 'store' | 'now'>, organization: string, { id, settingsVersion }: LoadedConfig): Promise<string | undefined> {
  const earlier = await db.selectFrom('probe').select('config_version').where('organization_id', '=', organization).where('config_id', '=', id)
    .where((condition) => condition.or([condition('config_version', '=', settingsVersion), condition('at', '>', now() - hour)])).execute();
  if (earlier.some((row) => row.config_version === settingsVersion)) return 'The settings of this workload identity config were probed before; change them to probe again.';
  return earlier.length > 0 ? 'This workload identity config was probed less than an hour ago.' : undefined;
}

/** Hands out decoys to the one test that may probe. What it may do is used up with the first decoy, and not where the test never comes so far. */
export function withClaimedProbe(parts: RuleParts, organization: string, actor: Actor, config: LoadedConfig, desk: TokenDesk): TokenDesk {
  let claimed: Promise<string | undefined> | undefined;
  return {
    subjectToken: (request) => desk.subjectToken(request),
    async probe(request) {
      const refusal = await (claimed ??= claimProbe(parts, organization, actor, config));
      if (refusal !== undefined || desk.probe === undefined) throw new CarnetError({ code: 'SUBJECT_TOKEN_UNAVAILABLE', message: refusal ?? 'The issuer makes no decoys.', hint: 'Probe later.' });
      return await desk.probe(request);
    },
  };
}

async function claimProbe({ store, audit, now }: RuleParts, organization: string, actor: Actor, config: LoadedConfig): Promise<string | undefined> {
  return await changeOrganization(store, organization, async () => {
    const refusal = await probeRefusal({ store, now }, organization, config);
    if (refusal !== undefined) return refusal;
    await store.db.insertInto('probe').values({ organization_id: organization, config_id: config.id, config_version: config.settingsVersion, at: now() }).execute();
    await audit.append({ scope: organization, actor, action: 'workload_identity_config.probed', target: { kind: 'workload_identity_config', id: config.id, name: config.name }, details: { settingsVersion: config.settingsVersion } });
    return undefined;
  });
}
