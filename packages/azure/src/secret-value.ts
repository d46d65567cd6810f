import { azureError } from './azure-error.ts';

/** Key Vault holds text alone, so that bytes which are not UTF-8 go as base64 under this content type. */
const binaryContentType = 'application/octet-stream;base64';

const encoder = new TextEncoder();

export interface StoredValue {
  readonly value: string;
  readonly contentType?: string;
}

export function toStoredValue(bytes: Uint8Array): StoredValue {
  try {
    return { value: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { value: Buffer.from(bytes).toString('base64'), contentType: binaryContentType };
  }
}

/** @throws CarnetError `STORE_FAULT` where the text cannot become bytes without a loss */
export function fromStoredValue(value: string, contentType: string | undefined): Uint8Array {
  if (contentType?.toLowerCase().replaceAll(' ', '') === binaryContentType) {
    const bytes = Buffer.from(value, 'base64');
    if (bytes.toString('base64') === value) return new Uint8Array(bytes);
    throw azureError({ code: 'STORE_FAULT', step: 'read', retryable: false, message: `The content type of the secret says ${binaryContentType}, and its value is no base64.` });
  }
  if (value.isWellFormed()) return encoder.encode(value);
  throw azureError({ code: 'STORE_FAULT', step: 'read', retryable: false, message: 'The value of the secret is not well-formed Unicode.' });
}
