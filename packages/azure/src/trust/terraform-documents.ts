import type { TrustStep } from '@carnet/provider';
import { hclString } from '@carnet/provider-parts';
import { putValue } from './az-first-secret.ts';
import type { Grant, RequestedTrust } from './requested-trust.ts';
import { annotateByHand } from './service-account.ts';

// Terraform's own names for the clouds; both providers know them.
const environments = { public: undefined, 'us-government': 'usgovernment', china: 'china' } as const;

const vaultId = 'data.azurerm_key_vault.vault.id';

/** A block as `terraform fmt` writes it: the signs of neighbouring lines under each other. */
function block(head: string, attributes: Readonly<Record<string, string>>, nested: readonly string[] = []): string {
  const width = Math.max(...Object.keys(attributes).map((name) => name.length));
  const lines = Object.entries(attributes).map(([name, value]) => `${name.padEnd(width)} = ${value}`);
  return [`${head} {`, ...[...lines, ...nested].map((line) => (line === '' ? '' : `  ${line}`)), '}'].join('\n');
}

export function setUpInTerraform(trust: RequestedTrust): readonly TrustStep[] {
  return [
    providers(trust),
    vault(trust),
    ...(trust.create === undefined ? [] : [firstSecret(trust.vault, trust.create)]),
    ...(trust.target === 'app-registration' ? application(trust) : managedIdentity(trust)),
    roles(trust),
    ...annotateByHand(trust.serviceAccount, '#'),
    {
      title: 'What Carnet is configured with',
      text: `output "carnet" {\n  value = {\n    tenantId = data.azurerm_key_vault.vault.tenant_id\n    clientId = ${principal(trust)}.client_id\n  }\n}`,
    },
  ];
}

export function tearDownInTerraform(): readonly TrustStep[] {
  return [{
    title: 'Destroy what was applied',
    why: 'In the folder that holds the state. The vault is no part of it.',
    text: 'terraform destroy',
  }];
}

const principal = ({ target }: RequestedTrust): string => (target === 'app-registration' ? 'azuread_service_principal.carnet' : 'azurerm_user_assigned_identity.carnet');

function providers({ cloud, target, create }: RequestedTrust): TrustStep {
  const clouds = target === 'app-registration' ? (['azuread', 'azurerm'] as const) : (['azurerm'] as const);
  const names = create === undefined ? clouds : ([...clouds, 'random'] as const);
  // An ephemeral random_password needs 3.7.
  const versions = { azuread: '~> 3.0', azurerm: '~> 5.0', random: '~> 3.7' };
  const environment = environments[cloud.name];
  const required = names.flatMap((name) => [`    ${name} = {`, `      source  = "hashicorp/${name}"`, `      version = "${versions[name]}"`, '    }']);
  const configured = clouds.flatMap((name) => {
    const lines = [...(environment === undefined ? [] : [`  environment = "${environment}"`]), ...(name === 'azurerm' ? features(create) : [])];
    return lines.length === 0 ? [] : ['', `provider "${name}" {`, ...lines, '}'];
  });
  return {
    title: 'The providers',
    why: 'They sign in as az does. azurerm takes the subscription from ARM_SUBSCRIPTION_ID.',
    // Write-only arguments need 1.11.
    text: ['terraform {', `  required_version = ">= ${create === undefined ? '1.5' : '1.11'}"`, '  required_providers {', ...required, '  }', '}', ...configured].join('\n'),
  };
}

// A secret that is destroyed can be recovered: by itself, azurerm would purge it.
function features(create: string | undefined): readonly string[] {
  return create === undefined ? ['  features {}'] : ['  features {', '    key_vault {', '      purge_soft_deleted_secrets_on_destroy = false', '    }', '  }'];
}

function vault({ vault: name }: RequestedTrust): TrustStep {
  return {
    title: `The vault ${name}, which has to decide by roles`,
    why: 'In a vault with access policies a role opens nothing.',
    text: [
      block('data "azurerm_resources" "vault"', { name: hclString(name), type: '"Microsoft.KeyVault/vaults"' }),
      '',
      block('data "azurerm_key_vault" "vault"', { name: hclString(name), resource_group_name: 'split("/", data.azurerm_resources.vault.resources[0].id)[4]' }, [
        '',
        'lifecycle {',
        '  postcondition {',
        '    condition     = self.rbac_authorization_enabled',
        `    error_message = ${hclString(`The vault ${name} uses access policies. Give their holders roles and switch it to RBAC: az keyvault update --name ${name} --enable-rbac-authorization true`)}`,
        '  }',
        '}',
      ]),
    ].join('\n'),
  };
}

function firstSecret(vaultName: string, name: string): TrustStep {
  return {
    title: `The secret ${name}`,
    why: `A throw-away value to test with: random, and kept neither in the plan nor in the state. A secret that exists is not touched: Terraform stops. Give it your own with: ${putValue(vaultName, name)}`,
    text: [
      block('ephemeral "random_password" "first"', { length: '32', special: 'false' }),
      '',
      block('resource "azurerm_key_vault_secret" "first"', { name: hclString(name), key_vault_id: vaultId, value_wo: 'ephemeral.random_password.first.result', value_wo_version: '1' }),
    ].join('\n'),
  };
}

function application({ name, credentialName, issuer, subject, audience }: RequestedTrust): readonly TrustStep[] {
  return [
    {
      title: `The app registration ${name} and its service principal`,
      why: 'Terraform makes its own, and stops where one of this name exists.',
      text: [
        block('resource "azuread_application" "carnet"', { display_name: hclString(name), prevent_duplicate_names: 'true' }),
        '',
        block('resource "azuread_service_principal" "carnet"', { client_id: 'azuread_application.carnet.client_id' }),
      ].join('\n'),
    },
    {
      title: 'Trust the subject token',
      text: block('resource "azuread_application_federated_identity_credential" "carnet"', {
        application_id: 'azuread_application.carnet.id', display_name: hclString(credentialName), issuer: hclString(issuer), subject: hclString(subject), audiences: `[${hclString(audience)}]`,
      }),
    },
  ];
}

function managedIdentity({ name, resourceGroup, credentialName, issuer, subject, audience }: RequestedTrust): readonly TrustStep[] {
  return [
    {
      title: `The managed identity ${name}`,
      why: 'Terraform makes its own. One that exists has to be imported first.',
      text: block('resource "azurerm_user_assigned_identity" "carnet"', {
        name: hclString(name),
        resource_group_name: resourceGroup === undefined ? 'data.azurerm_key_vault.vault.resource_group_name' : hclString(resourceGroup),
        location: 'data.azurerm_key_vault.vault.location',
      }),
    },
    {
      title: 'Trust the subject token',
      text: block('resource "azurerm_federated_identity_credential" "carnet"', {
        name: hclString(credentialName), user_assigned_identity_id: 'azurerm_user_assigned_identity.carnet.id', issuer: hclString(issuer), subject: hclString(subject), audience: `[${hclString(audience)}]`,
      }),
    },
  ];
}

function roles(trust: RequestedTrust): TrustStep {
  const objectId = `${principal(trust)}.${trust.target === 'app-registration' ? 'object_id' : 'principal_id'}`;
  const named = trust.grants.filter(({ secret }) => secret !== undefined);
  const assignment = (label: string, { role }: Grant, scope: string, first: Record<string, string> = {}): string =>
    block(`resource "azurerm_role_assignment" "${label}"`, { ...first, scope, role_definition_name: hclString(role.name), principal_id: objectId, principal_type: '"ServicePrincipal"' },
      trust.create !== undefined && 'for_each' in first ? ['', 'depends_on = [azurerm_key_vault_secret.first]'] : []);
  const [one] = named;
  return {
    title: 'Give the roles',
    text: [
      ...(one ? [assignment('secret', one, `"\${${vaultId}}/secrets/\${each.key}"`, { for_each: `toset([${named.map(({ secret }) => hclString(secret ?? '')).join(', ')}])` })] : []),
      ...trust.grants.filter(({ secret }) => secret === undefined).map((grant) => assignment(one ? 'names' : 'vault', grant, vaultId)),
    ].join('\n\n'),
  };
}
