import { timingSafeEqual } from 'node:crypto';
import type { IncomingCall } from '../../network/exchange.ts';
import type { AccessKeys } from '../accounts/access-keys.ts';
import type { Principal } from '../accounts/principal.ts';
import type { AwsEndpoint } from '../hosts.ts';
import { parseAuthorization, type SignedAuthorization } from './authorization-header.ts';
import { expectedSignature } from './canonical-request.ts';
import { signatureRefusals, type ErrorDialect, type SignatureRefusals } from './signature-refusals.ts';

export interface SignatureCheck {
  readonly call: IncomingCall;
  readonly endpoint: AwsEndpoint;
  /** As a scope names the service: `sts`, `iam`, `secretsmanager`. */
  readonly service: string;
  readonly dialect: ErrorDialect;
  readonly keys: AccessKeys;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: number;
}

const tolerance = 5 * 60 * 1000;

/** Who signed a call, by Signature Version 4 in its header, or the refusal. */
export function verifySignature({ call, endpoint, service, dialect, keys, now }: SignatureCheck): Principal {
  const refuse = signatureRefusals(dialect);
  const header = call.headers['authorization'];
  // A signature in the URL would be recorded with it.
  if (header === undefined || call.url.searchParams.has('X-Amz-Signature')) throw refuse.missing();
  const authorization = readAuthorization(refuse, call, header);
  const timestamp = checkTime(refuse, call, authorization, header, now);
  checkScope(refuse, authorization, endpoint, service, timestamp);

  const key = keys.find(authorization.accessKeyId);
  if (key?.principal.account.partition !== endpoint.partition) throw refuse.unknownKey();
  if (!key.acceptsSessionToken(call.headers['x-amz-security-token'])) throw refuse.unknownKey();
  if (!matches(authorization.signature, expectedSignature(call, authorization, timestamp, key.secretAccessKey))) throw refuse.mismatch();
  if (key.expiresAt !== undefined && now >= key.expiresAt) throw refuse.expired();
  return key.principal;
}

function readAuthorization(refuse: SignatureRefusals, call: IncomingCall, header: string): SignedAuthorization {
  if (!header.startsWith('AWS4-HMAC-SHA256 ')) throw refuse.incomplete(["Authorization header requires 'AWS4-HMAC-SHA256' as its algorithm."], header);
  const authorization = parseAuthorization(header);
  if (!('signature' in authorization)) throw refuse.incomplete(authorization, header);
  // What decides about the call must be signed, or it could be changed on the way.
  const needed = ['host', ...Object.keys(call.headers).filter((name) => name.startsWith('x-amz-'))];
  const unsigned = needed.filter((name) => !authorization.signedHeaders.includes(name));
  if (unsigned.length > 0) throw refuse.incomplete(unsigned.map((name) => `'${name}' must be a 'SignedHeader' in the AWS Authorization.`), header);
  // A header that did not arrive was signed for another request.
  if (!authorization.signedHeaders.every((name) => Object.hasOwn(call.headers, name))) throw refuse.mismatch();
  return authorization;
}

function checkTime(refuse: SignatureRefusals, call: IncomingCall, authorization: SignedAuthorization, header: string, now: number): string {
  const timestamp = call.headers['x-amz-date'] ?? basicFormat(Date.parse(call.headers['date'] ?? ''));
  const signedAt = Date.parse(timestamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  const isDateSigned = call.headers['x-amz-date'] !== undefined || authorization.signedHeaders.includes('date');
  if (!/^\d{8}T\d{6}Z$/.test(timestamp) || Number.isNaN(signedAt) || !isDateSigned) {
    throw refuse.incomplete(["Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header."], header);
  }
  if (signedAt < now - tolerance) throw refuse.skew(`Signature expired: ${timestamp} is now earlier than ${basicFormat(now - tolerance)} (${basicFormat(now)} - 5 min.)`);
  if (signedAt > now + tolerance) throw refuse.skew(`Signature not yet current: ${timestamp} is still later than ${basicFormat(now + tolerance)} (${basicFormat(now)} + 5 min.)`);
  return timestamp;
}

function checkScope(refuse: SignatureRefusals, { date, region, service, terminator }: SignedAuthorization, endpoint: AwsEndpoint, expectedService: string, timestamp: string): void {
  const problems = [
    ...(region === endpoint.region ? [] : ['Credential should be scoped to a valid region.']),
    ...(service === expectedService ? [] : [`Credential should be scoped to correct service: '${expectedService}'.`]),
    ...(terminator === 'aws4_request' ? [] : ["Credential should be scoped with a valid terminator: 'aws4_request'."]),
    ...(timestamp.startsWith(`${date}T`) ? [] : [`Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${date}' != '${timestamp.slice(0, 8)}', from '${timestamp}'.`]),
  ];
  if (problems.length > 0) throw refuse.scope(problems);
}

function matches(signature: string, expected: Buffer): boolean {
  return /^[0-9a-f]{64}$/.test(signature) && timingSafeEqual(Buffer.from(signature, 'hex'), expected);
}

function basicFormat(milliseconds: number): string {
  return Number.isNaN(milliseconds) ? '' : new Date(milliseconds).toISOString().replace(/[-:]|\.\d{3}/g, '');
}
