/** Who did it. */
export interface Actor {
  readonly kind: 'person' | 'token' | 'worker' | 'platform';
  readonly id: string | null;
  readonly name: string | null;
  readonly requestId?: string | undefined;
  readonly address?: string | undefined;
}

export interface AuditRecord {
  /** The organization's id, or `platform`. */
  readonly scope: string;
  readonly actor: Actor;
  /** `credential.created`, `token.minted`, … */
  readonly action: string;
  readonly target?: { readonly kind: string; readonly id: string; readonly name?: string | undefined } | undefined;
  /** Ids, names, counts and fingerprints; never a value. */
  readonly details?: Readonly<Record<string, string | number | boolean | null>> | undefined;
}

export interface Audit {
  /**
   * Adds to the chain of its scope, in the transaction that is open. Inside of no unit it makes one of its own. Others that write to the
   * same chain wait until that transaction is over, so let it be the last act of the unit, and give several records at once.
   *
   * @throws PlatformError `AUDIT_UNAVAILABLE`, and nothing is done
   */
  append(...records: readonly AuditRecord[]): Promise<void>;
}
