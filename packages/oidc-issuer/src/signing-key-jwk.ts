import { createPrivateKey } from 'node:crypto';
import type { SigningKeyState } from './key-ring.ts';
import { signingKeyInvalid } from './signing-key-invalid.ts';
import type { ReadSigningKey } from './read-signing-key.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** Reads a private JWK, which is active, or a private JWK Set whose members say their state. */
export function readJwkText(text: string): ReadSigningKey[] {
  const document = parse(text);
  if (!Object.hasOwn(document, 'keys')) return [readJwk(document, 'The signing key', readState(document, 'active'))];
  const members = document['keys'];
  if (!Array.isArray(members) || members.length === 0) throw signingKeyInvalid('The JWK Set holds no key');
  return members.map((member: unknown, index) => {
    const subject = `Key ${index + 1} of the JWK Set`;
    if (!isObject(member)) throw signingKeyInvalid(`${subject} is not a JSON object`);
    const state = readState(member, undefined);
    if (state === undefined) throw signingKeyInvalid(`${subject} must have the state next, active or retiring`);
    return readJwk(member, subject, state);
  });
}

function parse(text: string): JsonObject {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    // V8's message quotes the text, and the text is a private key.
  }
  if (!isObject(document)) throw signingKeyInvalid('The signing key begins like a JWK and is not a JSON object; it may be cut short');
  return document;
}

function readState(jwk: JsonObject, absent: SigningKeyState | undefined): SigningKeyState | undefined {
  const state = Object.hasOwn(jwk, 'state') ? jwk['state'] : absent;
  return state === 'next' || state === 'active' || state === 'retiring' ? state : undefined;
}

function readJwk(jwk: JsonObject, subject: string, state: SigningKeyState | undefined): ReadSigningKey {
  const fault = state === undefined ? 'has a state other than next, active or retiring' : jwkFault(jwk);
  if (fault !== undefined || state === undefined) throw signingKeyInvalid(`${subject} ${fault}`);
  const { n, e, d, p, q, dp, dq, qi, kid } = jwk;
  if (![n, e, d, p, q, dp, dq, qi].every(isBase64url)) {
    throw signingKeyInvalid(`${subject} lacks one of the members n, e, d, p, q, dp, dq, qi, or one is damaged`);
  }
  if (kid !== undefined && typeof kid !== 'string') throw signingKeyInvalid(`${subject} has a kid that is not a string`);
  try {
    const privateKey = createPrivateKey({ format: 'jwk', key: { kty: 'RSA', n, e, d, p, q, dp, dq, qi } as Record<string, string> });
    return { state, privateKey, subject, kid };
  } catch {
    throw signingKeyInvalid(`${subject} is damaged`);
  }
}

function jwkFault(jwk: JsonObject): string | undefined {
  if (jwk['ciphertext'] !== undefined) return 'is encrypted; give it in the clear, from a store that protects it';
  if (jwk['kty'] === 'oct') return 'is an HMAC secret; the issuer signs with an RSA private key';
  if (jwk['kty'] !== 'RSA') return 'is not an RSA key; Entra, AWS and Google all accept RS256 only';
  if (jwk['d'] === undefined) return 'is a public key; the issuer signs with the private one';
  if (jwk['oth'] !== undefined) return 'has more than two primes';
  if (jwk['alg'] !== undefined && jwk['alg'] !== 'RS256') return 'is meant for another algorithm than RS256';
  if (jwk['use'] !== undefined && jwk['use'] !== 'sig') return 'is not meant for signing (use is not sig)';
  const operations = jwk['key_ops'];
  if (operations !== undefined && !(Array.isArray(operations) && operations.includes('sign'))) return 'is not meant for signing (key_ops lacks sign)';
  return undefined;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isBase64url(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9_-]+$/.test(value);
}
