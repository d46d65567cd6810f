/** The lines of a backup: a head, the rows table by table, and an end that tells whether it is whole. */
export interface BackupHead {
  readonly carnetBackup: 1;
  /** ISO 8601. */
  readonly at: string;
  /** The steps that its tables have taken. */
  readonly migrations: readonly string[];
}

export interface BackupRow {
  readonly table: string;
  readonly row: Readonly<Record<string, unknown>>;
}

export interface BackupEnd {
  readonly rows: number;
  /** SHA-256 in hex of every line before this one, each with its end. */
  readonly sha256: string;
}
