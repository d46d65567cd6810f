import { generateKeyPairSync } from 'node:crypto';
import type { Store } from '../../store/store.ts';
import type { Databases } from '../../testing/databases.ts';
import { createAuditSigner, type AuditSigner } from '../audit-signer.ts';
import type { Audit, AuditRecord } from '../audit.ts';
import { createAudit } from '../create-audit.ts';

export const hour: number = 3_600_000;

/** A store whose audit goes by a clock that the test sets. */
export interface AuditedStore {
  readonly store: Store;
  readonly audit: Audit;
  readonly signer: AuditSigner;
  readonly now: () => number;
  readonly clock: { now: number };
}

export async function openAudited(databases: Databases): Promise<AuditedStore> {
  const store = await databases.open();
  const clock = { now: Date.UTC(2026, 0, 1) };
  const now = (): number => clock.now;
  return { store, audit: createAudit({ store, now }), signer: createAuditSigner(generateKeyPairSync('ed25519').privateKey), now, clock };
}

export function recordOf(scope: string, number: number, action = 'credential.created'): AuditRecord {
  return {
    scope,
    actor: { kind: 'person', id: `person ${number % 3}`, name: 'Ada Lovelace', requestId: `request ${number}`, address: '192.0.2.1' },
    action,
    target: { kind: 'credential', id: `credential ${number % 5}`, name: 'Production' },
    details: { number },
  };
}

export function records(scope: string, count: number, from = 1): AuditRecord[] {
  return Array.from({ length: count }, (_, index) => recordOf(scope, from + index));
}
