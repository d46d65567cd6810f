import type { CloudService } from '../../network/cloud.ts';
import type { Answer, IncomingCall } from '../../network/exchange.ts';
import type { Principal } from '../accounts/principal.ts';
import { endpointOf, type AwsEndpoint } from '../hosts.ts';
import { AwsRefusal } from '../protocol/aws-refusal.ts';
import { actionOf, findAction, queryAnswer, QueryParameters, queryRefusal, type QueryProtocol } from '../protocol/query-protocol.ts';
import { queryThrottled } from '../protocol/throttled.ts';
import type { XmlContent } from '../protocol/xml.ts';
import { verifySignature } from '../signature/verify-signature.ts';
import { assumeRoleWithWebIdentity, type WebIdentityParts } from './assume-role-with-web-identity.ts';
import { assumeRole } from './assume-role.ts';

const protocol: QueryProtocol = { namespace: 'https://sts.amazonaws.com/doc/2011-06-15/', version: '2011-06-15' };
const actions = new Set(['AssumeRoleWithWebIdentity', 'AssumeRole', 'GetCallerIdentity']);

/** https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html */
export function createSts(parts: WebIdentityParts): CloudService {
  const perform = async (call: IncomingCall, endpoint: AwsEndpoint, action: string, parameters: QueryParameters): Promise<XmlContent> => {
    // The one action that the token itself authorizes: nothing signs it.
    if (action === 'AssumeRoleWithWebIdentity') return await assumeRoleWithWebIdentity(parts, endpoint, parameters);
    const caller = verifySignature({ call, endpoint, service: 'sts', dialect: 'query', keys: parts.accounts.keys, now: parts.clock.now() });
    return action === 'AssumeRole' ? assumeRole(parts, endpoint, caller, parameters) : callerIdentity(caller);
  };

  return {
    async answer(call): Promise<Answer> {
      const endpoint = endpointOf(call.host);
      if (!endpoint) return { status: 404, headers: {}, body: '' };
      const parameters = new QueryParameters(call.body);
      const action = findAction(protocol, call, parameters, actions);
      if (typeof action !== 'string') return action;
      try {
        return queryAnswer(protocol, action, await perform(call, endpoint, action, parameters));
      } catch (error) {
        if (error instanceof AwsRefusal) return queryRefusal(protocol, error);
        throw error;
      }
    },
    throttled: (retryAfterSeconds) => queryThrottled(protocol, retryAfterSeconds),
    operation: (call) => actionOf(call, actions),
  };
}

function callerIdentity({ arn, userId, account }: Principal): XmlContent {
  return { Arn: arn, UserId: userId, Account: account.id };
}
