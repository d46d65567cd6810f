import type { TrustDocument, TrustStep } from '@carnet/provider';
import { hclString } from '@carnet/provider-parts';
import { addVersion } from './gcloud-document.ts';
import type { Grant, GoogleTrust } from './google-trust.ts';
import { grantTitles } from './grant-titles.ts';
import { hclBlock, hclList } from './hcl.ts';

/** The trust in the language of Terraform, for the provider hashicorp/google. */
export function terraformDocument(trust: GoogleTrust): TrustDocument {
  return {
    format: 'terraform',
    language: 'hcl',
    setUp: setUp(trust),
    tearDown: [{ title: 'Take everything back', why: 'Pool and provider keep their ids for 30 days: to apply again, undelete and import them, or name others. The APIs stay enabled. The pool goes with every provider in it: where others use it, leave it out first: terraform state rm google_iam_workload_identity_pool.carnet', text: 'terraform destroy' }],
  };
}

const member = 'local.member';

function secretType({ location }: GoogleTrust): string {
  return location === undefined ? 'google_secret_manager_secret' : 'google_secret_manager_regional_secret';
}

function binding(trust: GoogleTrust, { purpose, role, secrets }: Grant): string {
  const project = hclString(trust.projectId);
  if (secrets === undefined) return hclBlock(`resource "google_project_iam_member" "${purpose}"`, { project, role: hclString(role), member });
  return hclBlock(`resource "${secretType(trust)}_iam_member" "${purpose}"`, {
    for_each: `toset(${hclList(secrets)})`,
    project,
    location: trust.location === undefined ? undefined : hclString(trust.location),
    secret_id: 'each.value',
    role: hclString(role),
    member,
    depends_on: trust.created === undefined ? undefined : `[${secretType(trust)}.first]`,
  });
}

function firstSecret(trust: GoogleTrust, name: string): TrustStep {
  const { projectId, location } = trust;
  const attributes = { project: hclString(projectId), location: location === undefined ? undefined : hclString(location), secret_id: hclString(name) };
  return {
    title: 'A first secret',
    why: 'Without a value, which Terraform would keep in its state. This gives it one:',
    text: `# head -c 24 /dev/urandom | base64 | tr -d '\\n' | ${addVersion(trust, name)}\n` + hclBlock(`resource "${secretType(trust)}" "first"`, attributes, location === undefined ? 'replication {\n  auto {}\n}' : undefined),
  };
}

function setUp(trust: GoogleTrust): readonly TrustStep[] {
  const { projectId, serviceAccount, created } = trust;
  const project = hclString(projectId);
  return [
    {
      title: 'Who is given the roles',
      why: 'One subject of one pool, never all of it.',
      text: [
        'terraform {\n  required_providers {\n    google = {\n      source  = "hashicorp/google"\n      version = ">= 6.0"\n    }\n  }\n}',
        hclBlock('locals', { member: hclString(trust.member) }),
      ].join('\n\n'),
    },
    {
      title: 'The APIs',
      text: hclBlock('resource "google_project_service" "api"', { for_each: `toset(${hclList(trust.apis)})`, project, service: 'each.value', disable_on_destroy: 'false' }),
    },
    {
      title: 'The pool',
      why: 'If it exists already:',
      text: `# terraform import google_iam_workload_identity_pool.carnet projects/${projectId}/locations/global/workloadIdentityPools/${trust.pool}\n` + hclBlock('resource "google_iam_workload_identity_pool" "carnet"', { project, workload_identity_pool_id: hclString(trust.pool), depends_on: '[google_project_service.api]' }),
    },
    {
      title: 'Its provider',
      why: 'The condition admits this subject alone: without one every valid token of the issuer becomes a principal of the pool.',
      text: hclBlock('resource "google_iam_workload_identity_pool_provider" "carnet"', {
        project,
        workload_identity_pool_id: 'google_iam_workload_identity_pool.carnet.workload_identity_pool_id',
        workload_identity_pool_provider_id: hclString(trust.provider),
        attribute_mapping: '{ "google.subject" = "assertion.sub" }',
        attribute_condition: hclString(trust.condition),
      }, hclBlock('oidc', { issuer_uri: hclString(trust.issuer) })),
    },
    ...(serviceAccount === undefined ? [] : [{
      title: 'Let it act as the service account',
      why: 'The account must exist.',
      text: hclBlock('resource "google_service_account_iam_member" "impersonate"', {
        service_account_id: hclString(`projects/-/serviceAccounts/${serviceAccount}`),
        role: '"roles/iam.workloadIdentityUser"',
        member: hclString(trust.principal),
      }),
    }]),
    ...(created === undefined ? [] : [firstSecret(trust, created)]),
    ...trust.grants.map((grant) => ({ ...grantTitles[grant.purpose], text: binding(trust, grant) })),
    { title: 'What Carnet needs to know', text: hclBlock('output "carnet"', { value: '{ providerResourceName = google_iam_workload_identity_pool_provider.carnet.name }' }) },
  ];
}
