import type { TrustInput } from '@carnet/provider';
import { mostCredentials, registeredCredentials } from './registered-credential.ts';
import type { RequestedTrust } from './requested-trust.ts';

/** What each choice costs and buys. */
export function trustNotes(input: TrustInput, trust: RequestedTrust): readonly string[] {
  const { vault, grants, target, resourceGroup } = trust;
  const secrets = grants.flatMap(({ secret }) => secret ?? []);
  const isWhole = secrets.length === 0;
  const renamed = input.secrets.filter((name) => name.includes('_'));
  return [
    isWhole
      ? `Opens every secret of the vault ${vault}, later ones too, and their names. Name secrets to open those alone.`
      : `Opens ${secrets.join(', ')} and no other secret of the vault ${vault}.`,
    ...(isWhole ? [] : [input.list
      ? 'Lists names: Key Vault Reader at the vault shows the names of all its secrets, keys and certificates, and no value.'
      : 'Lists no names, so that they are typed without autocomplete. The list permission buys it, with Key Vault Reader at the vault: names and no values.']),
    input.write
      ? `Writes and removes ${isWhole ? 'every secret of the vault' : 'the named secrets'}, with Key Vault Secrets Officer in place of Key Vault Secrets User.`
      : 'Writes nothing. The write permission buys it, with Key Vault Secrets Officer.',
    ...(renamed.length === 0 ? [] : [`Key Vault has no underscores: ${renamed.map((name) => `${name} is ${name.replaceAll('_', '-')}`).join(', ')}.`]),
    limitNote(input, trust),
    ...(trust.shared ? [`Shared: every subject that ${trust.name} trusts gets these roles, and ours gets all that it has.`] : []),
    'A new trust or role can take minutes to be seen.',
    ...(target === 'app-registration' ? ['Bicep is written for the target managed-identity: an app registration is no resource of a resource group.'] : []),
    ...(resourceGroup === undefined ? [] : ['Bicep is written without resourceGroup: it puts the identity into the resource group of the vault, where its roles have to be.']),
    ...ambientNotes(input, trust),
  ];
}

function limitNote({ registered }: TrustInput, { issuer, subject, credentialName, name }: RequestedTrust): string {
  if (registered === undefined) return `Entra takes ${mostCredentials} federated credentials for one application or managed identity: one for each subject.`;
  const credentials = registered.flatMap(registeredCredentials);
  const used = `${credentials.length} of ${mostCredentials} federated credentials are used`;
  if (credentials.some((each) => each.name === credentialName || (each.issuer === issuer && each.subject === subject))) return `${used}, and one of them is for this subject.`;
  if (credentials.length < mostCredentials) return `${used}; this one makes ${credentials.length + 1}.`;
  return `${used}, and Entra will refuse another: remove one, or choose another name than ${name}, which makes another application or managed identity.`;
}

function ambientNotes({ ambient }: TrustInput, { audience }: RequestedTrust): readonly string[] {
  if (ambient === undefined) return [];
  if (ambient.kind === 'aks') return ['Pods that use the service account need the label azure.workload.identity/use: "true", so that AKS projects the token file.'];
  return [`The token has to be asked for with the audience ${audience}.`];
}
