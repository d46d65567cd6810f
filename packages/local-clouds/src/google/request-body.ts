import type { IncomingCall } from '../network/exchange.ts';
import { OAuthRefusal } from './oauth-refusal.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** The JSON object of a body, an empty one where the body is empty, or undefined where it is anything else. */
export function jsonObject(body: Uint8Array): JsonObject | undefined {
  if (body.byteLength === 0) return {};
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The fields of a form, or of a JSON object of texts, as Google's token endpoints take either.
 *
 * @throws OAuthRefusal where a form names one twice (RFC 6749 section 3.2)
 */
export function tokenRequestFields(call: IncomingCall): ReadonlyMap<string, string> {
  if (!(call.headers['content-type'] ?? '').includes('json')) {
    const form = new URLSearchParams(Buffer.from(call.body).toString());
    const fields = new Map(form);
    if (fields.size !== form.size) throw new OAuthRefusal('invalid_request', 'The request names a parameter more than once.');
    return fields;
  }
  const texts = Object.entries(jsonObject(call.body) ?? {}).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return new Map(texts.map(([name, value]) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), value]));
}
