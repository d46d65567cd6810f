import type { CloudService } from '../../network/cloud.ts';
import type { Answer, IncomingCall } from '../../network/exchange.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { endpointOf, type AwsEndpoint } from '../hosts.ts';
import { requireAllowed } from '../policy/authorize.ts';
import { AwsRefusal } from '../protocol/aws-refusal.ts';
import { actionOf, findAction, queryAnswer, QueryParameters, queryRefusal, type QueryProtocol } from '../protocol/query-protocol.ts';
import { queryThrottled } from '../protocol/throttled.ts';
import type { XmlContent } from '../protocol/xml.ts';
import { verifySignature } from '../signature/verify-signature.ts';
import type { IamAction } from './iam-action.ts';
import { oidcProviderActions } from './oidc-provider-actions.ts';
import { roleActions } from './role-actions.ts';
import { rolePolicyActions } from './role-policy-actions.ts';

const protocol: QueryProtocol = { namespace: 'https://iam.amazonaws.com/doc/2010-05-08/', version: '2010-05-08' };
const iamActions: ReadonlyMap<string, IamAction> = new Map(Object.entries({ ...oidcProviderActions, ...roleActions, ...rolePolicyActions }));
const names = new Set(iamActions.keys());

/** What sets federation up. https://docs.aws.amazon.com/IAM/latest/APIReference/welcome.html */
export function createIam({ accounts, clock }: { readonly accounts: Accounts; readonly clock: { now(): number } }): CloudService {
  const perform = (call: IncomingCall, endpoint: AwsEndpoint, name: string, parameters: QueryParameters): XmlContent => {
    const caller = verifySignature({ call, endpoint, service: 'iam', dialect: 'query', keys: accounts.keys, now: clock.now() });
    const action = iamActions.get(name);
    if (!action) return undefined;
    const { account } = caller;
    const resource = action.resource(account, parameters);
    requireAllowed(caller, { action: `iam:${name}`, resource, named: resource }, { code: 'AccessDenied', status: 403 });
    return action.perform(account, parameters);
  };

  return {
    answer(call): Answer {
      const endpoint = endpointOf(call.host);
      if (!endpoint) return { status: 404, headers: {}, body: '' };
      const parameters = new QueryParameters(call.body);
      const name = findAction(protocol, call, parameters, names);
      if (typeof name !== 'string') return name;
      try {
        return queryAnswer(protocol, name, perform(call, endpoint, name, parameters));
      } catch (error) {
        if (error instanceof AwsRefusal) return queryRefusal(protocol, error);
        throw error;
      }
    },
    throttled: (retryAfterSeconds) => queryThrottled(protocol, retryAfterSeconds),
    operation: (call) => actionOf(call, names),
  };
}
