import type { Kysely } from 'kysely';
import { runStatements, type Dialect } from './statements.ts';

/** Each reference takes the organization along, so that no row can refer to one of another organization. */
export async function resources(db: Kysely<unknown>, { key }: Dialect): Promise<void> {
  const edited = `id ${key} not null primary key, organization_id ${key} not null references organization (id), name text not null,
      name_key ${key} not null, version bigint not null, created_at bigint not null, updated_at bigint not null`;
  await runStatements(db, `
    create table automation (
      ${edited}, command text not null, timeout_seconds bigint not null, concurrency bigint, required_worker_version text,
      last_deployment bigint not null, archived_at bigint, unique (organization_id, id));
    create unique index automation_name on automation (organization_id, name_key) where archived_at is null;
    create index automation_list on automation (organization_id, name_key, id);

    create table workload_identity_config (
      ${edited}, kind text not null, settings text not null, is_default integer not null check (is_default in (0, 1)),
      automations text not null check (automations in ('all', 'chosen')), subject text not null check (subject in ('organization', 'automation')),
      organization_issuer integer not null check (organization_issuer in (0, 1)), token_lifetime_seconds bigint,
      settings_version bigint not null, settings_changed_at bigint not null, unique (organization_id, id));
    create unique index workload_identity_config_name on workload_identity_config (organization_id, name_key);
    create unique index workload_identity_config_default on workload_identity_config (organization_id, kind) where is_default = 1;
    create index workload_identity_config_list on workload_identity_config (organization_id, name_key, id);

    create table workload_identity_automation (
      organization_id ${key} not null, config_id ${key} not null, automation_id ${key} not null, primary key (config_id, automation_id),
      foreign key (organization_id, config_id) references workload_identity_config (organization_id, id) on delete cascade,
      foreign key (organization_id, automation_id) references automation (organization_id, id) on delete cascade);
    create index workload_identity_automation_automation on workload_identity_automation (organization_id, automation_id);
    create index workload_identity_automation_config on workload_identity_automation (organization_id, config_id);

    create table credential (
      ${edited}, provider text not null, method text not null, workload_identity_config_id ${key}, store text not null, settings text not null,
      secrets text, secret_names text not null, is_default integer not null check (is_default in (0, 1)),
      writable integer not null check (writable in (0, 1)), unique (organization_id, id),
      foreign key (organization_id, workload_identity_config_id) references workload_identity_config (organization_id, id));
    create unique index credential_name on credential (organization_id, name_key);
    create unique index credential_default on credential (organization_id, provider) where is_default = 1;
    create index credential_list on credential (organization_id, name_key, id);
    create index credential_config on credential (organization_id, workload_identity_config_id);

    create table connection_test (
      id ${key} not null primary key, organization_id ${key} not null, credential_id ${key} not null, at bigint not null, rungs text not null,
      status text not null check (status in ('pass', 'warn', 'fail')),
      foreign key (organization_id, credential_id) references credential (organization_id, id) on delete cascade);
    create index connection_test_list on connection_test (organization_id, credential_id, at, id);

    create table variable (
      ${edited}, source text not null check (source in ('direct', 'default', 'credential')), credential_id ${key}, provider text, reference text,
      value text, optional integer not null check (optional in (0, 1)), encoding text not null check (encoding in ('utf8', 'base64')),
      sink text not null check (sink in ('environment', 'file')), allow integer not null check (allow in (0, 1)),
      automations text not null check (automations in ('all', 'chosen')), unique (organization_id, id),
      foreign key (organization_id, credential_id) references credential (organization_id, id));
    create index variable_list on variable (organization_id, name_key, id);
    create index variable_credential on variable (organization_id, credential_id);
    create index variable_provider on variable (organization_id, provider);

    create table variable_assignment (
      organization_id ${key} not null, name_key ${key} not null, automation_id ${key} not null, variable_id ${key} not null,
      chosen_automation ${key} generated always as (nullif(automation_id, '*')) stored, primary key (organization_id, name_key, automation_id),
      foreign key (organization_id, variable_id) references variable (organization_id, id) on delete cascade,
      foreign key (organization_id, chosen_automation) references automation (organization_id, id) on delete cascade);
    create index variable_assignment_variable on variable_assignment (organization_id, variable_id);
    create index variable_assignment_automation on variable_assignment (organization_id, automation_id, name_key);
    create index variable_assignment_chosen on variable_assignment (organization_id, chosen_automation);

    create table probe (
      organization_id ${key} not null, config_id ${key} not null, config_version bigint not null, at bigint not null,
      primary key (organization_id, config_id, config_version),
      foreign key (organization_id, config_id) references workload_identity_config (organization_id, id) on delete cascade);
  `);
}
