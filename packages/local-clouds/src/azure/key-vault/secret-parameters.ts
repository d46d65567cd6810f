import { badParameter } from './key-vault-error.ts';
import { largestSecret, type SecretChange } from './stored-secrets.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** The body of a set or an update: what describes a version, with the value where there is one. */
export function readParameters(body: Uint8Array): { readonly value: unknown; readonly change: SecretChange } {
  const parameters = asObject(parse(body), 'The request body');
  const attributes = asObject(parameters['attributes'] ?? {}, 'Property attributes');
  const { contentType, tags } = parameters;
  const { enabled, nbf, exp } = attributes;
  return {
    value: parameters['value'],
    change: {
      ...(typeof contentType === 'string' ? { contentType } : {}),
      ...(tags === undefined || tags === null ? {} : { tags: texts(asObject(tags, 'Property tags')) }),
      ...(typeof enabled === 'boolean' ? { enabled } : {}),
      ...(typeof nbf === 'number' ? { notBefore: nbf * 1000 } : {}),
      ...(typeof exp === 'number' ? { expiresAt: exp * 1000 } : {}),
    },
  };
}

/** What is wrong with a value, or undefined. */
export function valueProblem(value: unknown): string | undefined {
  if (typeof value !== 'string') return 'Property  has invalid value\r\n';
  return Buffer.byteLength(value) > largestSecret ? `Property  has invalid value\r\nThe value is larger than ${largestSecret} bytes.` : undefined;
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw badParameter('The request body is not valid JSON.');
  }
}

function asObject(value: unknown, what: string): JsonObject {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badParameter(`${what} has invalid value`);
  return value as JsonObject;
}

function texts(tags: JsonObject): Record<string, string> {
  const entries = Object.entries(tags);
  if (entries.length > 15 || entries.some(([name, value]) => typeof value !== 'string' || name.length > 256 || value.length > 256)) {
    throw badParameter('Property tags has invalid value');
  }
  return Object.fromEntries(entries) as Record<string, string>;
}
