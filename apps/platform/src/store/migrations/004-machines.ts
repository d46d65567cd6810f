import type { Kysely } from 'kysely';
import { runStatements, type Dialect } from './statements.ts';

/** Who holds a machine token stands in one column; the three columns made from it let each kind refer to a table of its own. */
export async function machines(db: Kysely<unknown>, { key }: Dialect): Promise<void> {
  await runStatements(db, `
    create table worker (
      id ${key} not null primary key, organization_id ${key} not null references organization (id), name text not null, name_key ${key} not null,
      worker_version text not null, facts text not null, created_at bigint not null, last_seen_at bigint, removed_at bigint,
      unique (organization_id, id));
    create unique index worker_name on worker (organization_id, name_key) where removed_at is null;
    create index worker_list on worker (organization_id, name_key, id);

    create table machine_token (
      id ${key} not null primary key, organization_id ${key} references organization (id),
      kind text not null check (kind in ('api', 'deployment', 'worker', 'join', 'sign-in')), name text not null, name_key ${key} not null,
      hash text not null, scopes text not null, holder_id ${key}, created_by text, created_at bigint not null, expires_at bigint,
      last_used_at bigint, used_at bigint, revoked_at bigint,
      held_by_automation ${key} generated always as (case when kind = 'deployment' then holder_id end) stored,
      held_by_worker ${key} generated always as (case when kind = 'worker' then holder_id end) stored,
      held_by_user ${key} generated always as (case when kind = 'sign-in' then holder_id end) stored,
      check ((organization_id is null) = (kind = 'sign-in')),
      check ((holder_id is not null) or kind in ('api', 'join')),
      foreign key (organization_id, held_by_automation) references automation (organization_id, id) on delete cascade,
      foreign key (organization_id, held_by_worker) references worker (organization_id, id) on delete cascade,
      foreign key (held_by_user) references "user" (id) on delete cascade);
    create unique index machine_token_hash on machine_token (hash);
    create index machine_token_list on machine_token (organization_id, kind, created_at, id);
    create index machine_token_name on machine_token (organization_id, kind, name_key, id);
    create index machine_token_automation on machine_token (organization_id, held_by_automation);
    create index machine_token_worker on machine_token (organization_id, held_by_worker);
    create index machine_token_user on machine_token (held_by_user);
    create index machine_token_creator on machine_token (created_by);

    create table worker_task (
      id ${key} not null primary key, organization_id ${key} not null, worker_id ${key} not null, operation text not null, request text not null,
      answer text, status text not null check (status in ('queued', 'claimed', 'done', 'failed')), created_at bigint not null,
      expires_at bigint not null, claimed_at bigint,
      foreign key (organization_id, worker_id) references worker (organization_id, id) on delete cascade);
    create index worker_task_queue on worker_task (worker_id, status, created_at, id);
    create index worker_task_worker on worker_task (organization_id, worker_id);
    create index worker_task_expiry on worker_task (expires_at);
  `);
}
