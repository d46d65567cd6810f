import type { RegisteredTrust } from '@carnet/provider';
import { iamCommand, option } from '../aws-command.ts';
import { identitySettings } from '../identity-settings.ts';
import { textsOf, type Ours } from './registered-value.ts';
import { providerArn, withoutScheme } from './trust-policy.ts';

/** What `get-open-id-connect-provider` printed: the issuer without its scheme, and the audiences. */
export function registeredProvider(url: string, clientIds: readonly unknown[], { identity, token }: Ours): RegisteredTrust {
  const { role, region } = identitySettings(identity);
  const isOurs = withoutScheme(url) === withoutScheme(token.issuer);
  return {
    name: `OpenID Connect provider ${url}`,
    issuer: `https://${withoutScheme(url)}`,
    audiences: textsOf(clientIds),
    problems: clientIds.length === 0 ? ['It lists no audience.'] : [],
    command: iamCommand(
      isOurs
        ? `add-client-id-to-open-id-connect-provider ${option('open-id-connect-provider-arn', providerArn(role, token.issuer))} ${option('client-id', token.audience)}`
        : `create-open-id-connect-provider ${option('url', token.issuer)} ${option('client-id-list', token.audience)}`,
      region,
    ),
  };
}
