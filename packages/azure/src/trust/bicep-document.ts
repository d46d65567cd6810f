import type { TrustStep } from '@carnet/provider';
import { bicepString, shellQuote } from '@carnet/provider-parts';
import { putValue } from './az-first-secret.ts';
import type { RequestedTrust } from './requested-trust.ts';
import { annotateByHand } from './service-account.ts';

/** For a managed identity in the resource group of the vault: nothing else can hold both it and its roles. */
export function setUpInBicep(trust: RequestedTrust): readonly TrustStep[] {
  return [vault(trust), ...(trust.create === undefined ? [] : [firstSecret(trust.vault, trust.create)]), identity(trust), roles(trust), ...annotateByHand(trust.serviceAccount, '//'), {
    title: 'What Carnet is configured with',
    text: 'output carnet object = {\n  tenantId: identity.properties.tenantId\n  clientId: identity.properties.clientId\n}',
  }];
}

function vault({ vault: name }: RequestedTrust): TrustStep {
  const word = shellQuote(name);
  return {
    title: `The vault ${name}`,
    why: 'It has to decide by roles: the first command prints true. The second one deploys this file, into the resource group of the vault.',
    text: [
      `// az keyvault show --name ${word} --query properties.enableRbacAuthorization`,
      `// az deployment group create --resource-group "$(az keyvault show --name ${word} --query resourceGroup --output tsv)" --template-file trust.bicep --query properties.outputs`,
      "resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {",
      `  name: ${bicepString(name)}`,
      '}',
    ].join('\n'),
  };
}

function firstSecret(vaultName: string, name: string): TrustStep {
  return {
    title: `The secret ${name}`,
    why: `A throw-away value to test with, and random: nobody is asked. One that exists is left as it is. Give it your own with: ${putValue(vaultName, name)}`,
    text: [
      '@secure()',
      'param firstSecret string = newGuid()',
      '',
      '@onlyIfNotExists()',
      "resource created 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {",
      '  parent: vault',
      `  name: ${bicepString(name)}`,
      '  tags: {',
      "    carnet: 'trust'",
      '  }',
      '  properties: {',
      '    value: firstSecret',
      '  }',
      '}',
    ].join('\n'),
  };
}

function identity({ name, credentialName, issuer, subject, audience }: RequestedTrust): TrustStep {
  return {
    title: `The managed identity ${name}, and its trust in the subject token`,
    why: `One that exists is used as it is, and whoever it trusts already gets these roles, too. This needs Bicep 0.38: az bicep upgrade.`,
    text: [
      '@onlyIfNotExists()',
      "resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {",
      `  name: ${bicepString(name)}`,
      '  location: resourceGroup().location',
      '  tags: {',
      "    carnet: 'trust'",
      '  }',
      '}',
      '',
      "resource credential 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31' = {",
      '  parent: identity',
      `  name: ${bicepString(credentialName)}`,
      '  properties: {',
      `    issuer: ${bicepString(issuer)}`,
      `    subject: ${bicepString(subject)}`,
      '    audiences: [',
      `      ${bicepString(audience)}`,
      '    ]',
      '  }',
      '}',
    ].join('\n'),
  };
}

function roles({ grants, create }: RequestedTrust): TrustStep {
  const texts = grants.map(({ role, secret }, index) => {
    const scope = secret === undefined ? 'vault' : `secret${index + 1}`;
    return [
      ...(secret === undefined ? [] : [`resource ${scope} 'Microsoft.KeyVault/vaults/secrets@2023-07-01' existing = {`, '  parent: vault', `  name: ${bicepString(secret)}`, '}', '']),
      `resource role${index + 1} 'Microsoft.Authorization/roleAssignments@2022-04-01' = {`,
      `  name: guid(${scope}.id, identity.id, ${bicepString(role.id)})`,
      `  scope: ${scope}`,
      '  properties: {',
      '    principalId: identity.properties.principalId',
      "    principalType: 'ServicePrincipal'",
      `    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', ${bicepString(role.id)}) // ${role.name}`,
      '  }',
      ...(secret !== undefined && secret === create ? ['  dependsOn: [', '    created', '  ]'] : []),
      '}',
    ].join('\n');
  });
  return { title: 'Give the roles', text: texts.join('\n\n') };
}
