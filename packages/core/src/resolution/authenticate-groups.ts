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
  readonly exchanges: readonly Exchange[];
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
  if (!first || !identity) return { ready: group, failures: [], exchanges: [] };
  const { session, credential } = first.open;
  const startedAt = host.clock.now();
  const askedBefore = session.tokensAsked;
  const failures: GroupFailure[] = [];
  const refused: Exchange[] = [];
  for (const [index, draft] of group.entries()) {
    const triedAt = host.clock.now();
    const askedByNow = session.tokensAsked;
    try {
      await draft.open.authenticate(operation, new RetryBudget());
      const durationMs = Math.max(0, host.clock.now() - startedAt);
      const origin = session.originFor(host, askedBefore);
      const exchange = origin && { workloadIdentity: identity.name, provider: credential.provider.manifest.id, durationMs, origin };
      if (origin === 'new') host.observe({ name: 'carnet.exchange', step: 'authenticate', durationMs, attributes: { provider: credential.provider.manifest.id } });
      return { ready: group.slice(index), failures, exchanges: exchange ? [...refused, exchange] : refused };
    } catch (caught) {
      const error = caught as CarnetError;
      // Without a token there was nothing to trade.
      if (session.tokensAsked > askedByNow && error.step !== 'mint') {
        refused.push({ workloadIdentity: identity.name, provider: credential.provider.manifest.id, durationMs: Math.max(0, host.clock.now() - triedAt), origin: 'new', errorCode: error.code });
      }
      if (!storesOwn.has(error.code)) return { ready: [], failures: [...failures, { drafts: group.slice(index), error }], exchanges: refused };
      failures.push({ drafts: [draft], error });
    }
  }
  return { ready: [], failures, exchanges: refused };
}
