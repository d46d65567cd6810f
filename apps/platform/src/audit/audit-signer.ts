import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** A signed word about a chain: up to this number it ended in this hash. */
export interface AuditCheckpoint {
  readonly scope: string;
  readonly sequence: number;
  readonly hash: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly keyId: string;
  /** Ed25519 (RFC 8032), base64url. */
  readonly signature: string;
}

export interface AuditSigner {
  readonly keyId: string;
  sign(checkpoint: Omit<AuditCheckpoint, 'keyId' | 'signature'>): AuditCheckpoint;
  /** False too where another key signed it. */
  verify(checkpoint: AuditCheckpoint): boolean;
}

/**
 * The key that signs the heads of the chains; it signs nothing else.
 *
 * @param privateKey Ed25519, PEM (PKCS #8): `openssl genpkey -algorithm ed25519`
 * @throws Error where it is no such key, without its text
 *
 * @example
 * const signer = createAuditSigner(readFileSync('/run/secrets/audit-key.pem', 'utf8'));
 */
export function createAuditSigner(privateKey: string | KeyObject): AuditSigner {
  const key = typeof privateKey === 'string' ? readKey(privateKey) : privateKey;
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('The audit key is no Ed25519 key. Make one with: openssl genpkey -algorithm ed25519');
  const publicKey = createPublicKey(key);
  const keyId = createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' })).digest('hex').slice(0, 16);
  return {
    keyId,
    sign: (unsigned) => ({ ...unsigned, keyId, signature: sign(null, signedBytes({ ...unsigned, keyId }), key).toString('base64url') }),
    verify: (checkpoint) =>
      checkpoint.keyId === keyId && verify(null, signedBytes(checkpoint), publicKey, Buffer.from(checkpoint.signature, 'base64url')),
  };
}

function readKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new Error('The audit key is no private key in PEM.');
  }
}

function signedBytes({ scope, sequence, hash, at, keyId }: Omit<AuditCheckpoint, 'signature'>): Buffer {
  return Buffer.from(JSON.stringify(['carnet.audit-checkpoint.v1', scope, sequence, hash, at, keyId]));
}
