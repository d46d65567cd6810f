import type { Actor } from '../audit/audit.ts';
import { PlatformError } from '../errors/platform-error.ts';
import type { SubjectTokenAnswer, SubjectTokenRequest } from '../worker-protocol/protocol.ts';
import { readFrozen, type FrozenConfig } from './frozen-kickoff.ts';
import type { KickoffParts } from './kickoff-parts.ts';
import type { HeldLease, LeaseHolder, LeaseRow } from './lease.ts';

type Parts = Pick<KickoffParts, 'audit' | 'issuer' | 'observe' | 'admitRenewal'> & { readonly heldLease: HeldLease };

/**
 * A7a: to the holder of a kickoff's live lease, for a config of that kickoff as it was frozen. A refusal is written down, too.
 *
 * @throws PlatformError `RESOURCE_NOT_FOUND`, `LEASE_LOST`, `RATE_LIMITED`; IssuerError
 */
export async function handOverSubjectToken(parts: Parts, holder: LeaseHolder, { workloadIdentity, renew }: SubjectTokenRequest, actor: Actor, signal: AbortSignal): Promise<SubjectTokenAnswer> {
  const { row, config } = await allowed(parts, holder, workloadIdentity, actor);
  if (renew) parts.admitRenewal(row.id, config.id);
  const { token, claims } = await parts.issuer.mintFor({
    organization: holder.organization, automation: row.automation_id, config, purpose: 'kickoff', kickoff: row.id, worker: holder.worker, actor, renew, signal,
  });
  parts.observe.tokenHandedOut?.('kickoff');
  return { token, expiresAt: claims.exp * 1000 };
}

async function allowed(parts: Parts, holder: LeaseHolder, workloadIdentity: string, actor: Actor): Promise<{ readonly row: LeaseRow; readonly config: FrozenConfig }> {
  try {
    const row = await parts.heldLease(holder);
    if (row.cancel_requested_at !== null) throw new PlatformError({ code: 'LEASE_LOST', message: 'The kickoff is to be cancelled: it gets no more tokens.' });
    const { configs } = readFrozen(row.frozen);
    const config = Object.hasOwn(configs, workloadIdentity) ? configs[workloadIdentity] : undefined;
    if (config === undefined) throw new PlatformError({ code: 'RESOURCE_NOT_FOUND', message: 'No workload identity config of this id belongs to the kickoff.' });
    return { row, config };
  } catch (error) {
    if (error instanceof PlatformError && (error.code === 'RESOURCE_NOT_FOUND' || error.code === 'LEASE_LOST')) {
      await parts.audit.append({ scope: holder.organization, actor, action: 'token.refused', target: { kind: 'kickoff', id: holder.kickoff }, details: { code: error.code, workloadIdentity, fence: holder.fence } });
    }
    throw error;
  }
}
