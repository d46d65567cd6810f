import type { TrustStep } from '@carnet/provider';
import { shellQuote } from '@carnet/provider-parts';
import { applicationCredential, identityCredential } from './federated-credential-commands.ts';
import type { Grant, RequestedTrust } from './requested-trust.ts';
import { annotateServiceAccount, serviceAccountWords, type ServiceAccount } from './service-account.ts';

// As `az cloud list` calls them.
const cloudNames = { public: 'AzureCloud', 'us-government': 'AzureUSGovernment', china: 'AzureChinaCloud' } as const;

const lines = (...parts: readonly (string | readonly string[])[]): string => parts.flat().join('\n');

const complaint = (text: string): string => `  echo ${shellQuote(text)} >&2`;

export function vaultStep({ vault, cloud }: RequestedTrust): TrustStep {
  const name = shellQuote(vault);
  return {
    title: `Find the vault ${vault}`,
    text: lines(
      cloud.name === 'public' ? [] : [
        `if [ "$(az cloud show --query name --output tsv)" != ${cloudNames[cloud.name]} ]; then`,
        complaint(`az is signed in to another cloud. Run this first: az cloud set --name ${cloudNames[cloud.name]} && az login`),
        '  exit 1',
        'fi',
      ],
      `VAULT_ID=$(az keyvault show --name ${name} --query id --output tsv)`,
    ),
  };
}

export function setUpInAz(trust: RequestedTrust): readonly TrustStep[] {
  return [
    vaultStep(trust),
    rolesCount(trust),
    ...(trust.create === undefined ? [] : [firstSecret(trust.vault, trust.create)]),
    trust.target === 'app-registration' ? application(trust) : managedIdentity(trust),
    roles(trust),
    credential(trust),
    ...(trust.serviceAccount === undefined ? [] : [serviceAccount(trust.serviceAccount)]),
    {
      title: 'Print what Carnet is configured with',
      text: lines('TENANT_ID=$(az account show --query tenantId --output tsv)', String.raw`printf '{"tenantId":"%s","clientId":"%s"}\n' "$TENANT_ID" "$CLIENT_ID"`),
    },
  ];
}

function rolesCount({ vault }: RequestedTrust): TrustStep {
  const name = shellQuote(vault);
  return {
    title: 'Check that the vault decides by roles',
    why: 'In a vault with access policies a role opens nothing.',
    text: lines(
      `if [ "$(az keyvault show --name ${name} --query properties.enableRbacAuthorization --output tsv)" != true ]; then`,
      complaint(`The vault ${vault} uses access policies. Give their holders roles, run this, and begin again: az keyvault update --name ${name} --enable-rbac-authorization true`),
      '  exit 1',
      'fi',
    ),
  };
}

function firstSecret(vault: string, secret: string): TrustStep {
  const at = `--vault-name ${shellQuote(vault)} --name ${shellQuote(secret)}`;
  return {
    title: `Create the secret ${secret}`,
    why: 'One that exists is left as it is. The value comes from the terminal or from standard input and stands in no command line. You need Key Vault Secrets Officer for it.',
    text: lines(
      `if az keyvault secret show ${at} --output none 2>/dev/null; then`,
      complaint(`The secret ${secret} exists and is left as it is.`),
      'else',
      '  if [ -t 0 ]; then',
      `    printf '%s: ' ${shellQuote(`Value of ${secret}`)} >&2`,
      `    trap 'stty echo; exit 130' INT TERM`,
      '    stty -echo',
      '    IFS= read -r SECRET_VALUE',
      '    stty echo',
      '    trap - INT TERM',
      '    echo >&2',
      '  else',
      '    case ${0##*/} in',
      // The shell reads the script itself from there: the rest of it would become the value.
      `      -* | sh | ash | bash | dash | ksh | zsh) echo ${shellQuote('Save this script as a file: standard input is for the value of the secret.')} >&2; exit 1 ;;`,
      '    esac',
      '    SECRET_VALUE=$(cat)',
      '  fi',
      `  : "\${SECRET_VALUE:?A secret needs a value.}"`,
      `  printf '%s' "$SECRET_VALUE" | az keyvault secret set ${at} --file /dev/stdin --encoding utf-8 --tags carnet=trust --output none`,
      '  unset SECRET_VALUE',
      'fi',
    ),
  };
}

function application({ name }: RequestedTrust): TrustStep {
  return {
    title: `The app registration ${name} and its service principal`,
    why: 'One of this name is used if it exists. Roles are given to the service principal, by its object id. Where Entra does not see a new application yet, run the script again.',
    text: lines(
      `CLIENT_ID=$(az ad app create --display-name ${shellQuote(name)} --query appId --output tsv)`,
      'OBJECT_ID=$(az ad sp show --id "$CLIENT_ID" --query id --output tsv 2>/dev/null ||',
      '  az ad sp create --id "$CLIENT_ID" --query id --output tsv)',
    ),
  };
}

/** The shell's variable RESOURCE_GROUP. */
export function resourceGroup({ vault, resourceGroup: given }: RequestedTrust): string {
  return `RESOURCE_GROUP=${given === undefined ? `$(az keyvault show --name ${shellQuote(vault)} --query resourceGroup --output tsv)` : shellQuote(given)}`;
}

function managedIdentity(trust: RequestedTrust): TrustStep {
  const at = `--name ${shellQuote(trust.name)} --resource-group "$RESOURCE_GROUP"`;
  return {
    title: `The managed identity ${trust.name}`,
    why: 'One of this name is used if it exists. The tag tells the teardown which one was made here.',
    text: lines(
      resourceGroup(trust),
      `if ! az identity show ${at} --output none 2>/dev/null; then`,
      `  az identity create ${at} --tags carnet=trust --output none`,
      'fi',
      `CLIENT_ID=$(az identity show ${at} --query clientId --output tsv)`,
      `OBJECT_ID=$(az identity show ${at} --query principalId --output tsv)`,
    ),
  };
}

/** The options of `az role assignment` that name one role. */
export function roleAt({ role, secret }: Grant): string {
  return `--role ${shellQuote(role.name)} --scope "$VAULT_ID${secret === undefined ? '' : `/secrets/${secret}`}"`;
}

function roles({ grants }: RequestedTrust): TrustStep {
  return {
    title: 'Give the roles',
    why: 'By object id, so that no directory is read and a service principal that is seconds old is accepted.',
    text: lines(grants.map((grant) => `az role assignment create --assignee-object-id "$OBJECT_ID" --assignee-principal-type ServicePrincipal ${roleAt(grant)} --output none`)),
  };
}

function credential(trust: RequestedTrust): TrustStep {
  const { credentialName } = trust;
  const title = `Trust the subject token, as the federated credential ${credentialName}`;
  const why = 'Issuer, subject and audience exactly as they are here: upper and lower case and a trailing slash count.';
  if (trust.target === 'managed-identity') {
    return { title, why, text: `${identityCredential('create', `--identity-name ${shellQuote(trust.name)} --resource-group "$RESOURCE_GROUP"`, credentialName, trust)} --output none` };
  }
  return {
    title,
    why,
    text: lines(
      `if az ad app federated-credential show --id "$CLIENT_ID" --federated-credential-id ${shellQuote(credentialName)} --output none 2>/dev/null; then`,
      `  ${applicationCredential.update('"$CLIENT_ID"', credentialName, trust)} --output none`,
      'else',
      `  ${applicationCredential.create('"$CLIENT_ID"', credentialName, trust)} --output none`,
      'fi',
    ),
  };
}

function serviceAccount(account: ServiceAccount): TrustStep {
  return {
    title: `The service account ${account.name} in the namespace ${account.namespace}`,
    why: 'The annotation tells the webhook of AKS whose client id a pod gets. Pods need the label azure.workload.identity/use: "true".',
    text: lines(
      `if ! kubectl get ${serviceAccountWords(account)} >/dev/null 2>&1; then`,
      `  kubectl create ${serviceAccountWords(account)} >&2`,
      'fi',
      `${annotateServiceAccount(account)} >&2`,
    ),
  };
}
