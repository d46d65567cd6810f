import type { Account } from '../accounts/account.ts';
import { checkClientId, hostAndPath, mostClientIds, type OidcProvider } from '../accounts/oidc-provider.ts';
import { AwsRefusal } from '../protocol/aws-refusal.ts';
import type { QueryParameters } from '../protocol/query-protocol.ts';
import { instant, noSuchEntity, required, type IamAction } from './iam-action.ts';

const arnOf = (_: Account, parameters: QueryParameters): string => required(parameters, 'OpenIDConnectProviderArn');

function find(account: Account, parameters: QueryParameters): OidcProvider {
  const arn = required(parameters, 'OpenIDConnectProviderArn');
  const provider = account.providers.get(arn);
  if (!provider) throw noSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`);
  return provider;
}

export const oidcProviderActions: Readonly<Record<string, IamAction>> = {
  CreateOpenIDConnectProvider: {
    resource: (account, parameters) => account.arn('iam', `oidc-provider/${hostAndPath(required(parameters, 'Url'))}`),
    perform(account, parameters) {
      const provider = account.createProvider(required(parameters, 'Url'), parameters.list('ClientIDList'), parameters.list('ThumbprintList'));
      return { OpenIDConnectProviderArn: provider.arn };
    },
  },
  GetOpenIDConnectProvider: {
    resource: arnOf,
    perform(account, parameters) {
      const { url, clientIds, thumbprints, createdAt } = find(account, parameters);
      return { Url: hostAndPath(url), ClientIDList: clientIds, ThumbprintList: thumbprints, CreateDate: instant(createdAt) };
    },
  },
  ListOpenIDConnectProviders: {
    resource: (account) => account.arn('iam', 'oidc-provider/*'),
    perform: (account) => ({ OpenIDConnectProviderList: [...account.providers.keys()].map((Arn) => ({ Arn })) }),
  },
  DeleteOpenIDConnectProvider: {
    resource: arnOf,
    perform(account, parameters) {
      account.providers.delete(find(account, parameters).arn);
      return undefined;
    },
  },
  AddClientIDToOpenIDConnectProvider: {
    resource: arnOf,
    perform(account, parameters) {
      const { clientIds } = find(account, parameters);
      const clientId = required(parameters, 'ClientID');
      checkClientId(clientId);
      if (clientIds.includes(clientId)) return undefined;
      if (clientIds.length >= mostClientIds) throw new AwsRefusal('LimitExceeded', `Cannot exceed quota for ClientIdsPerOpenIdConnectProvider: ${mostClientIds}`, 409);
      clientIds.push(clientId);
      return undefined;
    },
  },
  RemoveClientIDFromOpenIDConnectProvider: {
    resource: arnOf,
    perform(account, parameters) {
      const { clientIds } = find(account, parameters);
      const index = clientIds.indexOf(required(parameters, 'ClientID'));
      if (index >= 0) clientIds.splice(index, 1);
      return undefined;
    },
  },
};
