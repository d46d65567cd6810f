import type { TrustDocument } from '@carnet/provider';
import { shellQuote } from '../vault-command.ts';
import { hclBlock, hclList, hclText } from './hcl.ts';
import { policyText, type VaultTrust } from './vault-trust.ts';

function firstSecret({ kv, created }: VaultTrust): string {
  if (created === undefined) return '';
  return `# head -c 24 /dev/urandom | base64 | tr -d '\\n' | vault kv put -cas=0 ${shellQuote(`${kv.mount}/${created.entry}`)} ${shellQuote(`${created.field}=-`)}\n`;
}

/** The trust in the language of Terraform, for the provider hashicorp/vault. */
export function terraformDocument(trust: VaultTrust): TrustDocument {
  const { issuer, subject, login, policy, created, ttlSeconds, maxTtlSeconds } = trust;
  const { address, namespace, mount, role } = login;
  return {
    format: 'terraform',
    language: 'hcl',
    setUp: [
      {
        title: 'The server',
        why: 'The token comes from VAULT_TOKEN or from vault login.',
        text: [
          'terraform {\n  required_providers {\n    vault = {\n      source  = "hashicorp/vault"\n      version = ">= 4.0"\n    }\n  }\n}',
          hclBlock('provider "vault"', { address: hclText(address), namespace: namespace === undefined ? undefined : hclText(namespace) }),
        ].join('\n\n'),
      },
      {
        title: 'The JWT auth method',
        why: 'bound_issuer belongs to the mount: each issuer has a mount of its own. If it exists already:',
        text: `# terraform import vault_jwt_auth_backend.carnet ${mount}\n` + hclBlock('resource "vault_jwt_auth_backend" "carnet"', { path: hclText(mount), oidc_discovery_url: hclText(issuer), bound_issuer: hclText(issuer) }),
      },
      {
        title: 'A policy',
        why: `Data is what is read; metadata is what is listed and removed.${created === undefined ? '' : ' Terraform would keep the value of a first secret in its state; this makes one:'}`,
        text: firstSecret(trust) + hclBlock('resource "vault_policy" "carnet"', { name: hclText(policy) }, `policy = <<-POLICY\n${policyText(trust).replace(/^/gm, '  ')}\nPOLICY`),
      },
      {
        title: 'A role',
        why: 'For this subject alone: without bound_subject every valid token of the issuer logs in.',
        text: hclBlock('resource "vault_jwt_auth_backend_role" "carnet"', {
          backend: 'vault_jwt_auth_backend.carnet.path',
          role_name: hclText(role),
          role_type: '"jwt"',
          user_claim: '"sub"',
          bound_audiences: hclList([address]),
          bound_subject: hclText(subject),
          token_policies: '[vault_policy.carnet.name]',
          token_ttl: String(ttlSeconds),
          token_max_ttl: String(maxTtlSeconds),
        }),
      },
      { title: 'What Carnet needs to know', text: hclBlock('output "carnet"', { value: '{ role = vault_jwt_auth_backend_role.carnet.role_name }' }) },
    ],
    tearDown: [{ title: 'Take everything back', why: 'With the auth method, and every role in it. Where others log in through it, leave it out first: terraform state rm vault_jwt_auth_backend.carnet', text: 'terraform destroy' }],
  };
}
