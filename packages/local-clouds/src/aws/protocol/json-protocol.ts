import { randomUUID } from 'node:crypto';
import type { Answer, IncomingCall } from '../../network/exchange.ts';
import { AwsRefusal } from './aws-refusal.ts';

/** The input of a call in AWS JSON 1.1. https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export type JsonInput = Readonly<Record<string, unknown>>;

export function jsonOutput(output: object): Answer {
  return answer(200, output, {});
}

export function jsonRefusal(refusal: AwsRefusal): Answer {
  // Coral services write `Message` where the refusal is not of their own model.
  const member = /^(AccessDenied|Unrecognized|InvalidSignature|ExpiredToken|MissingAuthentication|IncompleteSignature)/.test(refusal.code) ? 'message' : 'Message';
  return answer(refusal.status, { __type: refusal.code, [member]: refusal.message }, { 'x-amzn-errortype': refusal.code });
}

function answer(status: number, body: object, headers: Readonly<Record<string, string>>): Answer {
  return { status, headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID(), ...headers }, body: JSON.stringify(body) };
}

/** The operation that `x-amz-target` names, where it is one of `operations`. */
export function targetOf(call: IncomingCall, prefix: string, operations: ReadonlySet<string>): string | undefined {
  const [, target = ''] = new RegExp(`^${prefix}\\.(\\w+)$`).exec(call.headers['x-amz-target'] ?? '') ?? [];
  return operations.has(target) ? target : undefined;
}

/** @throws AwsRefusal where the body is no JSON object */
export function parseInput(call: IncomingCall): JsonInput {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(call.body));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonInput;
  } catch {
    // The parser's own text would quote the body.
  }
  throw new AwsRefusal('SerializationException', 'Unable to parse the request body.');
}
