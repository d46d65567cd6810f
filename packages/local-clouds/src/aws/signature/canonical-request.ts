import { createHash, createHmac } from 'node:crypto';
import type { IncomingCall } from '../../network/exchange.ts';
import type { SignedAuthorization } from './authorization-header.ts';

/**
 * The signature that a call should have. The body is always hashed as it arrived, whatever a header says of it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function expectedSignature(call: IncomingCall, authorization: SignedAuthorization, timestamp: string, secretAccessKey: string): Buffer {
  const { date, region, service, terminator } = authorization;
  const toSign = ['AWS4-HMAC-SHA256', timestamp, `${date}/${region}/${service}/${terminator}`, sha256(canonicalRequest(call, authorization.signedHeaders))].join('\n');
  const key = [date, region, service, 'aws4_request'].reduce<string | Buffer>((secret, part) => createHmac('sha256', secret).update(part).digest(), `AWS4${secretAccessKey}`);
  return createHmac('sha256', key).update(toSign).digest();
}

function canonicalRequest(call: IncomingCall, signedHeaders: readonly string[]): string {
  // Sorted here, whatever the order in which the caller names them.
  const names = [...new Set(signedHeaders)].toSorted();
  const headers = names.map((name) => `${name}:${(call.headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`);
  return [call.method, canonicalPath(call.url.pathname), canonicalQuery(call.url.search), headers.join(''), names.join(';'), sha256(call.body)].join('\n');
}

function canonicalPath(path: string): string {
  return path.split('/').map(encode).join('/');
}

function canonicalQuery(search: string): string {
  const pairs = search.replace(/^\?/, '').split('&').filter((pair) => pair !== '');
  return pairs
    .map((pair): readonly [string, string] => {
      const [name = '', ...value] = pair.split('=');
      return [encode(decode(name)), encode(decode(value.join('=')))];
    })
    .toSorted(([name, value], [otherName, otherValue]) => (name === otherName ? order(value, otherValue) : order(name, otherName)))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function order(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
