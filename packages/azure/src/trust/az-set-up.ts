import type { TrustStep } from '@carnet/provider';
import { shellQuote } from '@carnet/provider-parts';
import { firstSecret } from './az-first-secret.ts';
import { application, managedIdentity } from './az-principal.ts';
import { findVault, indented, rightCloud, shellLines, stop } from './az-shell.ts';
import { applicationCredential, identityCredential, oursQuery } from './federated-credential-commands.ts';
import type { RequestedTrust } from './requested-trust.ts';
import { annotateServiceAccount, createServiceAccount, type ServiceAccount } from './service-account.ts';

export function setUpInAz(trust: RequestedTrust): readonly TrustStep[] {
  return [
    { title: `Find the vault ${trust.vault}`, text: shellLines(rightCloud(trust), findVault(trust)) },
    rolesCount(trust),
    ...(trust.create === undefined ? [] : [firstSecret(trust.vault, trust.create)]),
    trust.target === 'app-registration' ? application(trust) : managedIdentity(trust),
    roles(trust),
    credential(trust),
    ...(trust.serviceAccount === undefined ? [] : [serviceAccount(trust.serviceAccount)]),
    {
      title: 'Print what Carnet is configured with',
      text: shellLines('TENANT_ID=$(az account show --query tenantId --output tsv)', String.raw`printf '{"tenantId":"%s","clientId":"%s"}\n' "$TENANT_ID" "$CLIENT_ID"`),
    },
  ];
}

function rolesCount({ vault }: RequestedTrust): TrustStep {
  const name = shellQuote(vault);
  return {
    title: 'Check that the vault decides by roles',
    why: 'In a vault with access policies a role opens nothing.',
    text: shellLines(
      `if [ "$(az keyvault show --name ${name} --query properties.enableRbacAuthorization --output tsv)" != true ]; then`,
      indented(...stop(`The vault ${vault} uses access policies. Give their holders roles, run this, and begin again: az keyvault update --name ${name} --enable-rbac-authorization true`)),
      'fi',
    ),
  };
}

function roles({ name, grants }: RequestedTrust): TrustStep {
  return {
    title: 'Give the roles',
    why: 'By object id, so that a service principal that is seconds old is accepted. Those of an earlier run stay: look through the list, and take one away with az role assignment delete --ids.',
    text: shellLines(
      grants.map(({ role, secret }) => `az role assignment create --assignee-object-id "$OBJECT_ID" --assignee-principal-type ServicePrincipal --role ${shellQuote(role.name)} --scope "$VAULT_ID${secret === undefined ? '' : `/secrets/${secret}`}" --output none`),
      `echo ${shellQuote(`All roles of ${name} in this subscription:`)} >&2`,
      `az role assignment list --all --assignee "$OBJECT_ID" --query '[].[roleDefinitionName, id]' --output tsv >&2`,
    ),
  };
}

function credential(trust: RequestedTrust): TrustStep {
  const name = shellQuote(trust.credentialName);
  const isIdentity = trust.target === 'managed-identity';
  const place = isIdentity ? `--identity-name ${shellQuote(trust.name)} --resource-group "$RESOURCE_GROUP"` : '--id "$CLIENT_ID"';
  const mayBeTaken = isIdentity && trust.shared;
  const list = (query: string): string => `$(az ${isIdentity ? 'identity' : 'ad app'} federated-credential list ${place} --query ${shellQuote(query)} --output tsv)`;
  const [create, update] = isIdentity
    ? [identityCredential('create', place, name, trust), identityCredential('update', place, '"$CREDENTIAL"', trust)]
    : [applicationCredential.create('"$CLIENT_ID"', trust.credentialName, trust), applicationCredential.update('"$CLIENT_ID"', '"$CREDENTIAL"', trust)];
  return {
    title: `Trust the subject token, as the federated credential ${trust.credentialName}`,
    why: 'Issuer, subject and audience exactly as they are here: upper and lower case and a trailing slash count.',
    text: shellLines(
      `CREDENTIAL=${list(oursQuery(trust))}`,
      // That of a managed identity would be overwritten, and its subject shut out.
      ...(mayBeTaken ? [`TAKEN=${list(`[?name=='${trust.credentialName}'].name`)}`] : []),
      'if [ -n "$CREDENTIAL" ]; then',
      `  ${update} --output none`,
      ...(mayBeTaken ? ['elif [ -n "$TAKEN" ]; then', ...indented(...stop(`The federated credential ${trust.credentialName} is for another subject. Take another --federated-credential-name.`))] : []),
      'else',
      `  ${create} --output none`,
      'fi',
    ),
  };
}

function serviceAccount(account: ServiceAccount): TrustStep {
  return {
    title: `The service account ${account.name} in the namespace ${account.namespace}`,
    why: 'The annotation tells the webhook of AKS whose client id a pod gets. Pods need the label azure.workload.identity/use: "true".',
    text: shellLines(createServiceAccount(account), `${annotateServiceAccount(account)} >&2`),
  };
}
