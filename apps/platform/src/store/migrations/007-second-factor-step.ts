import type { Kysely } from 'kysely';
import { runStatements } from './statements.ts';

/** Beside the columns of the library: the time step of the last code that was taken, so that none is taken twice. */
export async function secondFactorStep(db: Kysely<unknown>): Promise<void> {
  await runStatements(db, 'alter table "twoFactor" add column "lastStep" bigint;');
}
