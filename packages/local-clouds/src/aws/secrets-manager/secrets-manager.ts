import type { CloudService } from '../../network/cloud.ts';
import type { Answer, IncomingCall } from '../../network/exchange.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { endpointOf } from '../hosts.ts';
import { AwsRefusal } from '../protocol/aws-refusal.ts';
import { jsonOutput, jsonRefusal, parseInput, targetOf, type JsonInput } from '../protocol/json-protocol.ts';
import { jsonThrottled } from '../protocol/throttled.ts';
import { verifySignature } from '../signature/verify-signature.ts';
import { batchGetSecretValue, describeSecret, getSecretValue, listSecrets, listSecretVersionIds } from './read-actions.ts';
import type { SecretCaller } from './secret-access.ts';
import { createSecret, deleteSecret, putSecretValue, restoreSecret, tagResource, untagResource, updateSecret, updateSecretVersionStage } from './write-actions.ts';

const operations = new Map<string, (caller: SecretCaller, input: JsonInput) => object>([
  ['GetSecretValue', getSecretValue],
  ['BatchGetSecretValue', batchGetSecretValue],
  ['ListSecrets', listSecrets],
  ['DescribeSecret', describeSecret],
  ['ListSecretVersionIds', listSecretVersionIds],
  ['CreateSecret', createSecret],
  ['PutSecretValue', putSecretValue],
  ['UpdateSecret', updateSecret],
  ['DeleteSecret', deleteSecret],
  ['RestoreSecret', restoreSecret],
  ['UpdateSecretVersionStage', updateSecretVersionStage],
  ['TagResource', tagResource],
  ['UntagResource', untagResource],
]);
const names = new Set(operations.keys());

/** https://docs.aws.amazon.com/secretsmanager/latest/apireference/Welcome.html */
export function createSecretsManager({ accounts, clock }: { readonly accounts: Accounts; readonly clock: { now(): number } }): CloudService {
  const operationOf = (call: IncomingCall): string | undefined => targetOf(call, 'secretsmanager', names);

  const perform = (call: IncomingCall): object => {
    const endpoint = endpointOf(call.host);
    const operation = operations.get(operationOf(call) ?? '');
    if (!endpoint || !operation || call.method !== 'POST' || call.url.pathname !== '/') throw new AwsRefusal('UnknownOperationException', 'There is no such operation.', 404);
    const now = clock.now();
    const principal = verifySignature({ call, endpoint, service: 'secretsmanager', dialect: 'json', keys: accounts.keys, now });
    return operation({ principal, region: endpoint.region, secrets: principal.account.secrets(endpoint.region), now }, parseInput(call));
  };

  return {
    answer(call): Answer {
      try {
        return jsonOutput(perform(call));
      } catch (error) {
        if (error instanceof AwsRefusal) return jsonRefusal(error);
        throw error;
      }
    },
    throttled: jsonThrottled,
    operation: operationOf,
  };
}
