import type { RegisteredTrust, Registrations, SentToken, Settings } from '@carnet/provider';
import { shellQuote } from '@carnet/provider-parts';
import { federatedCredentialName } from '../federated-credential-name.ts';
import { applicationCredential, identityCredential } from './federated-credential-commands.ts';
import { mostCredentials, registeredCredentials, type RegisteredCredential } from './registered-credential.ts';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** As one word of a command. */
function clientIdOf({ clientId }: Settings): string {
  return typeof clientId === 'string' && uuid.test(clientId) ? clientId : '"$CLIENT_ID"';
}

function commands(identity: Settings): readonly string[] {
  const clientId = clientIdOf(identity);
  const found = (field: string): string => `"$(az identity list --query "[?clientId=='${clientId.replaceAll('"', '')}'].${field}" --output tsv)"`;
  return [
    `az ad app federated-credential list --id ${clientId}`,
    `az identity federated-credential list --identity-name ${found('name')} --resource-group ${found('resourceGroup')}`,
  ];
}

const loosely = (text: string | undefined): string | undefined => text?.trim().toLowerCase();

/** One for another organization is left alone: a change would take its trust away. */
function isMeantForUs({ name, subject, expression }: RegisteredCredential, token: SentToken, isOnly: boolean): boolean {
  return isOnly || expression !== undefined || name === federatedCredentialName(token.subject) || loosely(subject) === loosely(token.subject);
}

const fits = ({ issuer, subject, audiences }: RegisteredCredential, token: SentToken): boolean =>
  issuer === token.issuer && subject === token.subject && audiences?.length === 1 && audiences[0] === token.audience;

function problemsOf({ issuer, subject, audiences, expression }: RegisteredCredential): readonly string[] {
  return [
    ...(issuer !== undefined && issuer !== issuer.trim() ? ['There is a space before or after the issuer: Entra keeps it and then matches no token.'] : []),
    ...(subject !== undefined && subject !== subject.trim() ? ['There is a space before or after the subject.'] : []),
    ...(subject?.includes('*') ? ['The subject holds a *, which Entra takes as it is: it is no wildcard.'] : []),
    ...(audiences !== undefined && audiences.length !== 1 ? [`It has ${audiences.length} audiences, and Entra takes exactly one.`] : []),
    ...(expression === undefined ? [] : [`It has the expression ${expression} in place of a subject; Entra takes expressions from GitHub, GitLab and Terraform Cloud alone.`]),
  ];
}

function commandFor(credential: RegisteredCredential, identity: Settings, token: SentToken, meantForUs: boolean): string {
  const { identity: managed } = credential;
  const ours = federatedCredentialName(token.subject);
  if (managed !== undefined) return identityCredential(meantForUs ? 'update' : 'create', `--identity-name ${shellQuote(managed.name)} --resource-group ${shellQuote(managed.resourceGroup)}`, shellQuote(meantForUs ? credential.name : ours), token);
  return meantForUs ? applicationCredential.update(clientIdOf(identity), shellQuote(credential.name), token) : applicationCredential.create(clientIdOf(identity), ours, token);
}

/** The federated credentials of an application or managed identity. Entra compares issuer, subject and audience exactly. */
export const registrations: Registrations & { readonly exactMatch: true } = {
  exactMatch: true,
  commands,
  read(document, { identity, token }): readonly RegisteredTrust[] {
    const credentials = registeredCredentials(document);
    const isRegistered = credentials.some((credential) => fits(credential, token));
    return credentials.map((credential) => {
      const meantForUs = isMeantForUs(credential, token, credentials.length === 1);
      const isFull = !isRegistered && !meantForUs && credentials.length >= mostCredentials;
      const problems = [...problemsOf(credential), ...(isFull ? [`All ${mostCredentials} federated credentials are used and Entra refuses another: remove one, or use another application.`] : [])];
      return {
        name: credential.name,
        ...(credential.issuer !== undefined && { issuer: credential.issuer }),
        ...(credential.subject !== undefined && { subject: credential.subject }),
        ...(credential.audiences !== undefined && { audiences: credential.audiences }),
        ...(problems.length > 0 && { problems }),
        ...(!fits(credential, token) && { command: commandFor(credential, identity, token, meantForUs) }),
      };
    });
  },
};
