import type { Answer } from '../../network/exchange.ts';
import { AwsRefusal } from './aws-refusal.ts';
import { jsonRefusal } from './json-protocol.ts';
import { queryRefusal, type QueryProtocol } from './query-protocol.ts';

export function queryThrottled(protocol: QueryProtocol, retryAfterSeconds: number | undefined): Answer {
  return withRetryAfter(queryRefusal(protocol, new AwsRefusal('Throttling', 'Rate exceeded')), retryAfterSeconds);
}

export function jsonThrottled(retryAfterSeconds: number | undefined): Answer {
  return withRetryAfter(jsonRefusal(new AwsRefusal('ThrottlingException', 'Rate exceeded')), retryAfterSeconds);
}

function withRetryAfter(answer: Answer, seconds: number | undefined): Answer {
  return seconds === undefined ? answer : { ...answer, headers: { ...answer.headers, 'retry-after': String(seconds) } };
}
