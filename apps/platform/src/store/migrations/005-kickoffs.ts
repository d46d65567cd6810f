import type { Kysely } from 'kysely';
import { runStatements, type Dialect } from './statements.ts';

/** What a run records about a credential outlives the credential, so there it is no reference. */
export async function kickoffs(db: Kysely<unknown>, { key }: Dialect): Promise<void> {
  await runStatements(db, `
    create table deployment (
      id ${key} not null primary key, organization_id ${key} not null, automation_id ${key} not null, number bigint not null,
      status text not null check (status in ('active', 'superseded')), snapshot text not null, created_by text, created_at bigint not null,
      superseded_at bigint, unique (organization_id, id),
      foreign key (organization_id, automation_id) references automation (organization_id, id));
    create unique index deployment_number on deployment (organization_id, automation_id, number);
    create unique index deployment_active on deployment (automation_id) where status = 'active';

    create table deployment_value (
      organization_id ${key} not null, deployment_id ${key} not null, name ${key} not null, credential_id ${key}, value text not null,
      fingerprint text not null, version text, primary key (deployment_id, name),
      foreign key (organization_id, deployment_id) references deployment (organization_id, id) on delete cascade);
    create index deployment_value_deployment on deployment_value (organization_id, deployment_id);
    create index deployment_value_credential on deployment_value (organization_id, credential_id);

    create table kickoff (
      id ${key} not null primary key, organization_id ${key} not null, automation_id ${key} not null, deployment_id ${key},
      kind text not null check (kind in ('deployment', 'local')),
      status text not null check (status in ('queued', 'claimed', 'running', 'succeeded', 'failed', 'cancelled', 'timed_out', 'lost')),
      inputs text not null, idempotency_key ${key}, requested_by text not null, rerun_of ${key}, created_at bigint not null, claimed_at bigint,
      started_at bigint, ended_at bigint, deadline_at bigint, worker_id ${key}, fence bigint not null, lease_expires_at bigint,
      cancel_requested_at bigint, exit_code bigint, error text, failures text, frozen text, steps text not null, lines text not null,
      log_bytes bigint not null, log_sequence bigint not null, log_truncated integer not null check (log_truncated in (0, 1)),
      run_token_hash text, required_worker_order bigint, concurrency_slot integer,
      unique (organization_id, id),
      foreign key (organization_id, automation_id) references automation (organization_id, id),
      foreign key (organization_id, deployment_id) references deployment (organization_id, id),
      foreign key (organization_id, worker_id) references worker (organization_id, id));
    create unique index kickoff_idempotency on kickoff (organization_id, idempotency_key) where idempotency_key is not null;
    create unique index kickoff_concurrency on kickoff (automation_id, concurrency_slot)
      where status in ('claimed', 'running') and concurrency_slot is not null;
    create unique index kickoff_run_token on kickoff (run_token_hash) where run_token_hash is not null;
    create index kickoff_list on kickoff (organization_id, created_at, id);
    create index kickoff_list_automation on kickoff (organization_id, automation_id, created_at, id);
    create index kickoff_list_status on kickoff (organization_id, status, created_at, id);
    create index kickoff_queue on kickoff (organization_id, created_at, id) where status = 'queued';
    create index kickoff_lease on kickoff (lease_expires_at, id) where status in ('claimed', 'running');
    create index kickoff_active on kickoff (automation_id) where status in ('claimed', 'running');
    create index kickoff_deployment on kickoff (organization_id, deployment_id, status);
    create index kickoff_worker on kickoff (organization_id, worker_id, status);

    create table kickoff_variable (
      organization_id ${key} not null, kickoff_id ${key} not null, automation_id ${key} not null, name ${key} not null, fingerprint text,
      version text, credential_id ${key}, provider text, reference text,
      path text not null check (path in ('direct', 'static', 'workload-identity')), duration_ms double precision,
      changed integer check (changed in (0, 1)), at bigint not null, primary key (kickoff_id, name),
      foreign key (organization_id, kickoff_id) references kickoff (organization_id, id) on delete cascade,
      foreign key (organization_id, automation_id) references automation (organization_id, id));
    create index kickoff_variable_kickoff on kickoff_variable (organization_id, kickoff_id);
    create index kickoff_variable_timeline on kickoff_variable (organization_id, automation_id, name, at, kickoff_id);
    create index kickoff_variable_credential on kickoff_variable (organization_id, credential_id, at);

    create table kickoff_log (
      kickoff_id ${key} not null, organization_id ${key} not null, sequence bigint not null, at bigint not null,
      stream text not null check (stream in ('stdout', 'stderr', 'carnet')), text text not null, primary key (kickoff_id, sequence),
      foreign key (organization_id, kickoff_id) references kickoff (organization_id, id) on delete cascade);
    create index kickoff_log_kickoff on kickoff_log (organization_id, kickoff_id, sequence);
  `);
}
