import { createPrivateKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readJwkText } from './signing-key-jwk.ts';
import type { ReadSigningKey } from './read-signing-key.ts';
import { signingKeyInvalid } from './signing-key-invalid.ts';

const subject = 'The signing key';

/** Reads OIDC_PRIVATE_KEY's text. No message made here holds a character of it. */
export function readSigningKeyText(text: string): ReadSigningKey[] {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  if (trimmed === '') throw signingKeyInvalid(`${subject} is empty`);
  if (trimmed.startsWith('{') || trimmed.startsWith('[')) return readJwkText(trimmed);
  return [{ state: 'active', privateKey: readPem(trimmed), subject }];
}

function readPem(text: string): KeyObject {
  // Many secret stores and .env files keep a PEM on one line, its line breaks written as backslash and n.
  const pem = text.replaceAll(/(?:\\r)?\\n/g, '\n');
  const labels = Array.from(pem.matchAll(/-----BEGIN ([A-Z0-9 ]{1,40})-----/g), ([, label]) => label);
  if (labels.length > 1) throw signingKeyInvalid(`${subject} holds ${labels.length} PEM blocks; give the private key alone`);
  const fault = pemLabelFault(labels[0]);
  if (fault !== undefined || pem.includes('Proc-Type: 4,ENCRYPTED')) throw signingKeyInvalid(`${subject} ${fault ?? encrypted}`);
  try {
    return createPrivateKey(pem);
  } catch {
    const hint = 'Give the whole text, from the BEGIN line to the END line, with its line breaks.';
    throw signingKeyInvalid(`${subject} is a PEM private key that is cut short or damaged`, hint);
  }
}

const encrypted = 'is encrypted; give it without a passphrase, from a store that protects it';

function pemLabelFault(label: string | undefined): string | undefined {
  switch (label) {
    case 'PRIVATE KEY':
    case 'RSA PRIVATE KEY':
      return undefined;
    case undefined:
      return 'is neither a PEM private key nor a JWK; give the text of the key, not a path or an encoding of it';
    case 'ENCRYPTED PRIVATE KEY':
      return encrypted;
    case 'PUBLIC KEY':
    case 'RSA PUBLIC KEY':
      return 'is a public key; the issuer signs with the private one';
    case 'CERTIFICATE':
    case 'CERTIFICATE REQUEST':
    case 'TRUSTED CERTIFICATE':
      return 'is a certificate; the issuer signs with its private key';
    case 'EC PRIVATE KEY':
    case 'DSA PRIVATE KEY':
      return 'is not an RSA key; Entra, AWS and Google all accept RS256 only';
    default:
      return 'is a PEM text of another kind than PRIVATE KEY (PKCS#8) or RSA PRIVATE KEY (PKCS#1)';
  }
}
