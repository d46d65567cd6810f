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
   * Adds to the chain of its scope, with the unit that is open: at its end, when all records of the unit are written together. Inside of no
   * unit it makes one of its own.
   *
   * @throws PlatformError `AUDIT_UNAVAILABLE`, from the unit, and nothing is done
   */
  append(...records: readonly AuditRecord[]): Promise<void>;
  /**
   * Inside of a unit with little left to do: looks up where the chain ends beside the queries that go out now, instead of at the end. Others that
   * write to the same chain wait from then on; where one of them is at it, this waits for nothing and leaves the look for the end.
   */
  prepare(scope: string): Promise<void>;
}
