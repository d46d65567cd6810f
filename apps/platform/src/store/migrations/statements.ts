import { sql, type Kysely } from 'kysely';

export interface Dialect {
  readonly kind: 'sqlite' | 'postgres';
  /** The type of ids and of what lists are sorted by: bytes are compared, on both databases. */
  readonly key: string;
}

export const dialects: Readonly<Record<'sqlite' | 'postgres', Dialect>> = {
  sqlite: { kind: 'sqlite', key: 'text' },
  postgres: { kind: 'postgres', key: 'text collate "C"' },
};

/** Runs statements that are parted by a semicolon at the end of a line. */
export async function runStatements(db: Kysely<unknown>, text: string): Promise<void> {
  for (const statement of text.split(/;\s*$/m)) {
    if (statement.trim() !== '') await sql.raw(statement).execute(db);
  }
}
