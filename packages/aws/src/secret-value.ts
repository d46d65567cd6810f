import { awsError } from './aws-error.ts';

const encoder = new TextEncoder();
const mostBytes = 65_536;

export type StoredValue = { readonly SecretString: string } | { readonly SecretBinary: Uint8Array };

/** Text goes as text, so that the console shows it, and everything else as it is. */
export function toStoredValue(bytes: Uint8Array): StoredValue {
  if (bytes.byteLength === 0 || bytes.byteLength > mostBytes) {
    throw awsError({ code: 'STORE_FAULT', step: 'write', retryable: false, message: 'Secrets Manager stores values of 1 to 65,536 bytes.', hint: 'Store a value of that size, or a reference to where the rest is.' });
  }
  try {
    return { SecretString: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { SecretBinary: new Uint8Array(bytes) };
  }
}

/** Undefined where the answer holds not exactly one value, or text that cannot become bytes without a loss. */
export function fromStoredValue({ SecretString, SecretBinary }: { readonly SecretString?: unknown; readonly SecretBinary?: unknown }): Uint8Array | undefined {
  if (typeof SecretString === 'string') return (SecretBinary ?? null) === null && SecretString.isWellFormed() ? encoder.encode(SecretString) : undefined;
  return (SecretString ?? null) === null && SecretBinary instanceof Uint8Array ? SecretBinary : undefined;
}
