import type { TrustStep } from '@carnet/provider';
import { shellQuote } from '@carnet/provider-parts';
import { findPrincipal, findResourceGroup, findServicePrincipal, findVault, indented, rightCloud, shellLines } from './az-shell.ts';
import { othersQuery, oursQuery } from './federated-credential-commands.ts';
import type { Grant, RequestedTrust } from './requested-trust.ts';
import { removeAnnotationIfThere } from './service-account.ts';

interface Principal {
  readonly kind: string;
  /** `az … federated-credential`, and the options that name its owner. */
  readonly credentials: readonly [command: string, owner: string];
  /** Deletes the one in CREDENTIAL. */
  readonly removeCredential: string;
  readonly findObjectId: string;
  /** Sets MADE_BY to `trust` where it was made by the set-up, or is used for nothing else. */
  readonly findMaker: string;
  readonly remove: string;
}

function principalOf({ target, name: plain }: RequestedTrust): Principal {
  const name = shellQuote(plain);
  if (target === 'managed-identity') {
    const [at, owner] = [`--name ${name} --resource-group "$RESOURCE_GROUP"`, `--identity-name ${name} --resource-group "$RESOURCE_GROUP"`];
    return {
      kind: 'managed identity',
      credentials: ['az identity federated-credential', owner],
      removeCredential: `az identity federated-credential delete ${owner} --name "$CREDENTIAL" --yes`,
      findObjectId: `OBJECT_ID=$(az identity show ${at} --query principalId --output tsv)`,
      findMaker: `MADE_BY=$(az identity show ${at} --query tags.carnet --output tsv)`,
      remove: `az identity delete ${at}`,
    };
  }
  const uses = 'length([passwordCredentials, keyCredentials, requiredResourceAccess, identifierUris, appRoles, web.redirectUris, spa.redirectUris, publicClient.redirectUris][] | [?@]) == `0` && `"trust"`';
  return {
    kind: 'app registration',
    credentials: ['az ad app federated-credential', '--id "$CLIENT_ID"'],
    removeCredential: 'az ad app federated-credential delete --id "$CLIENT_ID" --federated-credential-id "$CREDENTIAL"',
    findObjectId: findServicePrincipal,
    findMaker: `MADE_BY=$(az ad app show --id "$CLIENT_ID" --query ${shellQuote(uses)} --output tsv)`,
    remove: 'az ad app delete --id "$CLIENT_ID"',
  };
}

/** What the set-up made: first the trust, and nothing that can fail before it. */
export function tearDownInAz(trust: RequestedTrust): readonly TrustStep[] {
  const { name, create, serviceAccount, vault } = trust;
  const principal = principalOf(trust);
  const { kind, credentials: [command, owner] } = principal;
  return [
    {
      title: `End the trust: remove the federated credential ${trust.credentialName}`,
      why: 'From here on no new token is issued. One that is out is valid to its end, which can be hours: the next step takes its roles.',
      text: shellLines(
        rightCloud(trust),
        ...(trust.target === 'managed-identity' ? [findResourceGroup(trust)] : []),
        findPrincipal(trust),
        'if [ -n "$CLIENT_ID" ]; then',
        `  CREDENTIALS=$(${command} list ${owner} --query ${shellQuote(oursQuery(trust))} --output tsv)`,
        '  for CREDENTIAL in $CREDENTIALS; do',
        `    ${principal.removeCredential}`,
        '  done',
        'fi',
      ),
    },
    {
      title: `Remove the roles and the ${kind} ${name}`,
      why: `Both stay while another federated credential uses them; the ${kind} also stays where it ${trust.target === 'managed-identity' ? 'was there before' : 'is used for anything else'}.`,
      text: shellLines(
        'OTHERS=',
        'if [ -n "$CLIENT_ID" ]; then',
        `  OTHERS=$(${command} list ${owner} --query ${shellQuote(othersQuery(trust))} --output tsv)`,
        'fi',
        'if [ -z "$CLIENT_ID" ]; then',
        `  echo ${shellQuote(`There is no ${kind} ${name}.`)} >&2`,
        'elif [ -n "$OTHERS" ]; then',
        `  echo ${shellQuote(`Other federated credentials use the ${kind} ${name}: it stays, and so do its roles.`)} >&2`,
        'else',
        indented(
          findVault(trust),
          principal.findObjectId,
          ...trust.grants.map((grant) => removeRole(grant)),
          principal.findMaker,
          'if [ "$MADE_BY" = trust ]; then',
          `  ${principal.remove}`,
          'else',
          `  echo ${shellQuote(`The ${kind} ${name} stays: it was not made for this alone.`)} >&2`,
          'fi',
        ),
        'fi',
      ),
    },
    ...(create === undefined ? [] : [removeSecret(vault, create)]),
    ...(serviceAccount === undefined ? [] : [{
      title: `Take the client id from the service account ${serviceAccount.name}`,
      why: 'The service account stays: pods may run under it.',
      text: removeAnnotationIfThere(serviceAccount),
    }]),
  ];
}

/** az fails where there is no such role, which a set-up that stopped half-way leaves. */
function removeRole({ role, secret }: Grant): string {
  return shellLines(
    `ROLE=$(az role assignment list --role ${shellQuote(role.name)} --scope "$VAULT_ID${secret === undefined ? '' : `/secrets/${secret}`}" --query "[?principalId=='$OBJECT_ID'].id" --output tsv)`,
    'if [ -n "$ROLE" ]; then',
    '  az role assignment delete --ids "$ROLE"',
    'fi',
  );
}

function removeSecret(vault: string, secret: string): TrustStep {
  const at = `--vault-name ${shellQuote(vault)}`;
  return {
    title: `Remove the secret ${secret}, where the set-up created it`,
    why: 'It can be recovered; az keyvault secret purge frees its name. One that was given a value of your own stays.',
    text: shellLines(
      `MADE_BY=$(az keyvault secret list ${at} --query "[?name=='${secret}'].tags.carnet" --output tsv)`,
      'if [ "$MADE_BY" = trust ]; then',
      `  az keyvault secret delete ${at} --name ${shellQuote(secret)} --output none`,
      'fi',
    ),
  };
}
