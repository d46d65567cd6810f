import { shellQuote } from '@carnet/provider-parts';

/** What a federated credential trusts. */
export interface TrustedToken {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
}

interface NamedToken extends TrustedToken {
  readonly credentialName: string;
}

const body = (name: string | undefined, { issuer, subject, audience }: TrustedToken): string =>
  shellQuote(JSON.stringify({ ...(name !== undefined && { name }), issuer, subject, audiences: [audience] }));

/** Each `id`, and the name in an update, is one word of the shell. */
export const applicationCredential = {
  create: (id: string, name: string, token: TrustedToken): string => `az ad app federated-credential create --id ${id} --parameters ${body(name, token)}`,
  // Entra takes no other name in an update, and az no name at all.
  update: (id: string, name: string, token: TrustedToken): string =>
    `az ad app federated-credential update --id ${id} --federated-credential-id ${name} --parameters ${body(undefined, token)}`,
};

/** The name is one word of the shell, and each `place` the options that name the managed identity. */
export function identityCredential(action: 'create' | 'update', place: string, name: string, { issuer, subject, audience }: TrustedToken): string {
  return `az identity federated-credential ${action} --name ${name} ${place} --issuer ${shellQuote(issuer)} --subject ${shellQuote(subject)} --audiences ${shellQuote(audience)}`;
}

/** @see https://jmespath.org/specification.html#literal-expressions */
const literal = (text: string): string => `\`${JSON.stringify(text).replaceAll('`', String.raw`\u0060`)}\``;

/** Picks the names of the federated credentials that are for our subject: of our issuer, or by our name and to be corrected. */
export function oursQuery({ issuer, subject, credentialName }: NamedToken): string {
  return `[?subject==${literal(subject)} && (issuer==${literal(issuer)} || name==${literal(credentialName)})].name`;
}

/** Picks the names of all the rest. */
export function othersQuery({ issuer, subject, credentialName }: NamedToken): string {
  return `[?subject!=${literal(subject)} || (issuer!=${literal(issuer)} && name!=${literal(credentialName)})].name`;
}
