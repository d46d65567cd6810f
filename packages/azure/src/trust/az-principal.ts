import type { TrustStep } from '@carnet/provider';
import { shellQuote } from '@carnet/provider-parts';
import { findPrincipal, findResourceGroup, findServicePrincipal, indented, shellLines, stop } from './az-shell.ts';
import { othersQuery } from './federated-credential-commands.ts';
import type { RequestedTrust } from './requested-trust.ts';

const used = 'One of this name is used if it exists, and if nobody else could use what it opens.';

function refuse(kind: string, name: string, users: string): readonly string[] {
  return stop(`The ${kind} ${name} is there already, and ${users}, who could use what it opens. Take another --name, or say --shared if they may.`);
}

/** Sets CLIENT_ID and OBJECT_ID. */
export function application(trust: RequestedTrust): TrustStep {
  const { name, shared } = trust;
  return {
    title: `The app registration ${name} and its service principal`,
    why: `${shared ? 'One of this name is used if it exists.' : used} Roles are given to the service principal, by its object id. Where Entra does not see a new application yet, run the script again.`,
    text: shellLines(
      findPrincipal(trust),
      'OBJECT_ID=',
      'if [ -z "$CLIENT_ID" ]; then',
      `  CLIENT_ID=$(az ad app create --display-name ${shellQuote(name)} --query appId --output tsv)`,
      'else',
      `  ${findServicePrincipal}`,
      shared ? [] : indented(...onlyOurs(trust)),
      'fi',
      'if [ -z "$OBJECT_ID" ]; then',
      '  OBJECT_ID=$(az ad sp create --id "$CLIENT_ID" --query id --output tsv)',
      'fi',
    ),
  };
}

/** In Entra any member may register an application of any name, and its owner can add a secret to it at any time. */
function onlyOurs(trust: RequestedTrust): readonly string[] {
  const owners = `--query "[?id!='$ME'].id" --output tsv`;
  const keys = `--query '[passwordCredentials, keyCredentials][].keyId' --output tsv`;
  return [
    'ME=$(az ad signed-in-user show --query id --output tsv 2>/dev/null) ||',
    '  ME=$(az ad sp show --id "$(az account show --query user.name --output tsv)" --query id --output tsv)',
    `OTHERS=$(az ad app federated-credential list --id "$CLIENT_ID" --query ${shellQuote(othersQuery(trust))} --output tsv)`,
    `OTHERS=$OTHERS$(az ad app owner list --id "$CLIENT_ID" ${owners})`,
    `OTHERS=$OTHERS$(az ad app show --id "$CLIENT_ID" ${keys})`,
    'if [ -n "$OBJECT_ID" ]; then',
    `  OTHERS=$OTHERS$(az ad sp owner list --id "$OBJECT_ID" ${owners})`,
    `  OTHERS=$OTHERS$(az ad sp show --id "$OBJECT_ID" ${keys})`,
    'fi',
    'if [ -n "$OTHERS" ]; then',
    ...indented(...refuse('app registration', trust.name, 'it has other owners, secrets or federated credentials than yours')),
    'fi',
  ];
}

/** Sets RESOURCE_GROUP, CLIENT_ID and OBJECT_ID. */
export function managedIdentity(trust: RequestedTrust): TrustStep {
  const { name, shared } = trust;
  const at = `--name ${shellQuote(name)} --resource-group "$RESOURCE_GROUP"`;
  return {
    title: `The managed identity ${name}`,
    why: `${shared ? 'One of this name is used if it exists.' : used} The tag tells which one was made here.`,
    text: shellLines(
      findResourceGroup(trust),
      findPrincipal(trust),
      'if [ -z "$CLIENT_ID" ]; then',
      `  CLIENT_ID=$(az identity create ${at} --tags carnet=trust --query clientId --output tsv)`,
      shared ? [] : [
        'else',
        ...indented(
          `MADE_BY=$(az identity show ${at} --query tags.carnet --output tsv)`,
          `OTHERS=$(az identity federated-credential list --identity-name ${shellQuote(name)} --resource-group "$RESOURCE_GROUP" --query ${shellQuote(othersQuery(trust))} --output tsv)`,
          'if [ "$MADE_BY" != trust ] || [ -n "$OTHERS" ]; then',
          ...indented(...refuse('managed identity', name, 'it was made elsewhere or is trusted by others')),
          'fi',
        ),
      ],
      'fi',
      `OBJECT_ID=$(az identity show ${at} --query principalId --output tsv)`,
    ),
  };
}
