import type { TrustStep } from '@carnet/provider';
import { shellQuote } from '@carnet/provider-parts';
import { resourceGroup, roleAt, vaultStep } from './az-set-up.ts';
import type { RequestedTrust } from './requested-trust.ts';
import { serviceAccountWords } from './service-account.ts';

interface Principal {
  /** Sets the variables of the shell that the rest uses; an empty CLIENT_ID stands for none. */
  readonly find: readonly string[];
  /** `az … federated-credential`, and the options that name its owner. */
  readonly credentials: readonly [command: string, owner: string];
  readonly credentialOption: string;
  readonly objectId: string;
  /** A condition of the shell under which it was made by the set-up, or is used for nothing else. */
  readonly isOurs: string;
  readonly remove: string;
}

function principalOf(trust: RequestedTrust): Principal {
  const name = shellQuote(trust.name);
  if (trust.target === 'managed-identity') {
    const at = `--name ${name} --resource-group "$RESOURCE_GROUP"`;
    return {
      find: [resourceGroup(trust), `CLIENT_ID=$(az identity show ${at} --query clientId --output tsv 2>/dev/null || true)`],
      credentials: ['az identity federated-credential', `--identity-name ${name} --resource-group "$RESOURCE_GROUP"`],
      credentialOption: `--name ${shellQuote(trust.credentialName)}`,
      objectId: `az identity show ${at} --query principalId --output tsv`,
      isOurs: `[ "$(az identity show ${at} --query tags.carnet --output tsv)" = trust ]`,
      remove: `az identity delete ${at}`,
    };
  }
  return {
    find: [`CLIENT_ID=$(az ad app list --display-name ${name} --query "[?displayName=='${trust.name}'].appId" --output tsv)`],
    credentials: ['az ad app federated-credential', '--id "$CLIENT_ID"'],
    credentialOption: `--federated-credential-id ${shellQuote(trust.credentialName)}`,
    objectId: 'az ad sp show --id "$CLIENT_ID" --query id --output tsv',
    isOurs: `[ "$(az ad app show --id "$CLIENT_ID" --query 'length([passwordCredentials, keyCredentials][])' --output tsv)" = 0 ]`,
    remove: 'az ad app delete --id "$CLIENT_ID"',
  };
}

const indented = (texts: readonly string[]): readonly string[] => texts.map((text) => `  ${text}`);

/** What the set-up made, the last first. */
export function tearDownInAz(trust: RequestedTrust): readonly TrustStep[] {
  const { find, credentials: [command, owner], credentialOption, objectId, isOurs, remove } = principalOf(trust);
  const { create, serviceAccount, vault } = trust;
  const kind = trust.target === 'managed-identity' ? 'managed identity' : 'app registration';
  return [
    ...(serviceAccount === undefined ? [] : [{
      title: `Take the client id from the service account ${serviceAccount.name}`,
      why: 'The service account stays: pods may run under it.',
      text: `kubectl annotate ${serviceAccountWords(serviceAccount)} azure.workload.identity/client-id- >&2`,
    }]),
    vaultStep(trust),
    {
      title: `End the trust: remove the federated credential ${trust.credentialName}`,
      why: 'From here on no new token is issued. One that is out lives an hour at most.',
      text: [
        ...find,
        `if [ -n "$CLIENT_ID" ] && ${command} show ${owner} ${credentialOption} --output none 2>/dev/null; then`,
        `  ${command} delete ${owner} ${credentialOption}${trust.target === 'managed-identity' ? ' --yes' : ''}`,
        'fi',
      ].join('\n'),
    },
    {
      title: `Remove the roles and the ${kind} ${trust.name}`,
      why: `Both stay while another federated credential uses them; the ${kind} also stays where it ${trust.target === 'managed-identity' ? 'was there before' : 'has a secret or certificate of its own'}.`,
      text: [
        'if [ -z "$CLIENT_ID" ]; then',
        `  echo ${shellQuote(`There is no ${kind} ${trust.name}.`)} >&2`,
        `elif [ "$(${command} list ${owner} --query 'length(@)' --output tsv)" != 0 ]; then`,
        `  echo ${shellQuote(`Other federated credentials use the ${kind} ${trust.name}: it stays, and so do its roles.`)} >&2`,
        'else',
        ...indented([
          `OBJECT_ID=$(${objectId})`,
          ...trust.grants.map((grant) => `az role assignment delete --assignee-object-id "$OBJECT_ID" ${roleAt(grant)}`),
          `if ${isOurs}; then`,
          `  ${remove}`,
          'fi',
        ]),
        'fi',
      ].join('\n'),
    },
    ...(create === undefined ? [] : [{
      title: `Remove the secret ${create}, where the set-up created it`,
      why: `It can be recovered; az keyvault secret purge frees its name.`,
      text: [
        `if [ "$(az keyvault secret show --vault-name ${shellQuote(vault)} --name ${shellQuote(create)} --query tags.carnet --output tsv 2>/dev/null)" = trust ]; then`,
        `  az keyvault secret delete --vault-name ${shellQuote(vault)} --name ${shellQuote(create)} --output none`,
        'fi',
      ].join('\n'),
    }]),
  ];
}
