import type { Kysely } from 'kysely';
import { runStatements, type Dialect } from './statements.ts';

/** No entry refers to anything: it stays when its organization, its actor and its target are gone. */
export async function audit(db: Kysely<unknown>, { key }: Dialect): Promise<void> {
  await runStatements(db, `
    create table audit_entry (
      scope ${key} not null, sequence bigint not null, at bigint not null,
      actor_kind text not null check (actor_kind in ('person', 'token', 'worker', 'platform')), actor_id ${key}, actor_name text,
      action ${key} not null, target_kind text, target_id ${key}, target_name text, details text not null, request_id text, address text,
      late integer not null check (late in (0, 1)), previous_hash text not null, hash text not null, primary key (scope, sequence));
    create index audit_entry_actor on audit_entry (scope, actor_id, sequence);
    create index audit_entry_action on audit_entry (scope, action, sequence);
    create index audit_entry_target on audit_entry (scope, target_id, sequence);
    create index audit_entry_time on audit_entry (scope, at, sequence);

    create table audit_head (scope ${key} not null primary key, sequence bigint not null, hash text not null, at bigint not null);

    create table audit_checkpoint (
      scope ${key} not null, sequence bigint not null, hash text not null, at bigint not null, key_id text not null, signature text not null,
      primary key (scope, sequence));
  `);
}
