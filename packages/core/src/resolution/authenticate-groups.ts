import type { CarnetError } from '@carnet/provider';
import type { Operation } from '../calls/operation.ts';
import { RetryBudget } from '../calls/retry.ts';
import type { Host } from '../connection/host.ts';
import type { CredentialDraft } from './draft-reads.ts';
import type { Exchange } from './resolution.ts';

/** Credentials that one exchange serves, or one credential that has its own way in. */
export type CredentialGroup = readonly CredentialDraft[];

export interface GroupFailure {
  readonly drafts: CredentialGroup;
  readonly error: CarnetError;
}

export interface Handshake {
  /** Those that may be read. */
  readonly ready: CredentialGroup;
  readonly failures: readonly GroupFailure[];
  readonly exchange: Exchange | undefined;
}

export function groupsOf(drafts: readonly CredentialDraft[]): readonly CredentialGroup[] {
  return [...Map.groupBy(drafts, ({ open: { credential } }) =>
    JSON.stringify([credential.workloadIdentity?.name ?? null, credential.provider.manifest.id, credential.workloadIdentity ? null : credential.name])).values()];
}

// These tell of one store and nothing of the identity, so the next store is asked.
const storesOwn = new Set(['STORE_UNREACHABLE', 'STORE_FAULT', 'STORE_ADDRESS_REFUSED', 'REDIRECT_REFUSED', 'ACCESS_DENIED', 'THROTTLED']);

/** One exchange for a whole group, before its reads: a refused one is then one failure and not one for each secret. */
export async function authenticateGroup(host: Host, operation: Operation, group: CredentialGroup): Promise<Handshake> {
  const [first] = group;
  const identity = first?.open.credential.workloadIdentity;
  if (!first || !identity) return { ready: group, failures: [], exchange: undefined };
  const { session, credential } = first.open;
  const startedAt = host.clock.now();
  const askedBefore = session.tokensAsked;
  const failures: GroupFailure[] = [];
  for (const [index, draft] of group.entries()) {
    try {
      await draft.open.authenticate(operation, new RetryBudget());
      const durationMs = Math.max(0, host.clock.now() - startedAt);
      const origin = session.originFor(host, askedBefore);
      const exchange = origin && { workloadIdentity: identity.name, provider: credential.provider.manifest.id, durationMs, origin };
      if (origin === 'new') host.observe({ name: 'carnet.exchange', step: 'authenticate', durationMs, attributes: { provider: credential.provider.manifest.id } });
      return { ready: group.slice(index), failures, exchange };
    } catch (caught) {
      const error = caught as CarnetError;
      if (!storesOwn.has(error.code)) return { ready: [], failures: [...failures, { drafts: group.slice(index), error }], exchange: undefined };
      failures.push({ drafts: [draft], error });
    }
  }
  return { ready: [], failures, exchange: undefined };
}
