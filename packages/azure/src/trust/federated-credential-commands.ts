import { shellQuote } from '@carnet/provider-parts';

/** What a federated credential trusts. */
export interface TrustedToken {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
}

const body = (name: string | undefined, { issuer, subject, audience }: TrustedToken): string =>
  shellQuote(JSON.stringify({ ...(name !== undefined && { name }), issuer, subject, audiences: [audience] }));

/** Each `id` is one word of the shell. */
export const applicationCredential = {
  create: (id: string, name: string, token: TrustedToken): string => `az ad app federated-credential create --id ${id} --parameters ${body(name, token)}`,
  // Entra takes no other name in an update, and az no name at all.
  update: (id: string, name: string, token: TrustedToken): string =>
    `az ad app federated-credential update --id ${id} --federated-credential-id ${shellQuote(name)} --parameters ${body(undefined, token)}`,
};

/** Each `place` is the options that name the managed identity. */
export function identityCredential(action: 'create' | 'update', place: string, name: string, { issuer, subject, audience }: TrustedToken): string {
  return `az identity federated-credential ${action} --name ${shellQuote(name)} ${place} --issuer ${shellQuote(issuer)} --subject ${shellQuote(subject)} --audiences ${shellQuote(audience)}`;
}
