import { randomUUID } from 'node:crypto';
import type { Insertable } from 'kysely';
import type { AutomationTable, CredentialTable, KickoffTable, OrganizationTable, WorkloadIdentityConfigTable } from '../schema.ts';
import type { Store } from '../store.ts';

const times = { version: 1, created_at: 1, updated_at: 1 };

export function organizationRow(name: string = randomUUID()): Insertable<OrganizationTable> & { id: string } {
  return { id: randomUUID(), name, name_key: name.toLowerCase(), ...times, deleted_at: null, fingerprint_key: 'sealed' };
}

export function automationRow(organization: string, name: string = randomUUID()): Insertable<AutomationTable> & { id: string } {
  return {
    id: randomUUID(), organization_id: organization, name, name_key: name.toLowerCase(), ...times,
    command: '["true"]', timeout_seconds: 60, concurrency: null, required_worker_version: null, last_deployment: 0, archived_at: null,
  };
}

export function configRow(organization: string, kind = 'local'): Insertable<WorkloadIdentityConfigTable> & { id: string } {
  const name = randomUUID();
  return {
    id: randomUUID(), organization_id: organization, name, name_key: name, ...times, kind, settings: '{}', is_default: 0, automations: 'all',
    subject: 'organization', organization_issuer: 0, token_lifetime_seconds: null, settings_version: 1, settings_changed_at: 1,
  };
}

export function credentialRow(organization: string, name: string = randomUUID()): Insertable<CredentialTable> & { id: string } {
  return {
    id: randomUUID(), organization_id: organization, name, name_key: name.toLowerCase(), ...times, provider: 'local', method: 'static',
    workload_identity_config_id: null, store: '{}', settings: '{}', secrets: null, secret_names: '[]', is_default: 0, writable: 0,
  };
}

export function kickoffRow(organization: string, automation: string, createdAt = 1): Insertable<KickoffTable> & { id: string } {
  return {
    id: randomUUID(), organization_id: organization, automation_id: automation, deployment_id: null, kind: 'local', status: 'queued', inputs: '{}',
    idempotency_key: null, requested_by: 'user:1', rerun_of: null, created_at: createdAt, claimed_at: null, started_at: null, ended_at: null,
    deadline_at: null, worker_id: null, fence: 0, lease_expires_at: null, cancel_requested_at: null, exit_code: null, error: null, failures: null,
    frozen: null, steps: '[]', lines: '[]', log_bytes: 0, log_sequence: 0, log_truncated: 0, run_token_hash: null, required_worker_order: null,
    concurrency_slot: null,
  };
}

export async function addOrganization({ db }: Store, name?: string): Promise<string> {
  const row = organizationRow(name);
  await db.insertInto('organization').values(row).execute();
  return row.id;
}

export async function countOrganizations({ db }: Store): Promise<number> {
  const { count } = await db.selectFrom('organization').select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow();
  return count;
}
