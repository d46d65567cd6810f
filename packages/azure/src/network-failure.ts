import type { RestError } from '@azure/core-rest-pipeline';
import { CarnetError, type Step } from '@carnet/provider';
import { azureError } from './azure-error.ts';
import { BrokenAnswer } from './bounded-answer.ts';

const untrustedCertificate = 'its certificate is not signed by an authority that this host trusts';
const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name does not resolve (DNS)',
  EAI_AGAIN: 'the name service of this host does not answer (DNS)',
  ECONNREFUSED: 'it refuses the connection',
  ECONNRESET: 'it broke the connection off',
  ETIMEDOUT: 'it does not answer in time',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to it',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrustedCertificate,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrustedCertificate,
  SELF_SIGNED_CERT_IN_CHAIN: untrustedCertificate,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrustedCertificate,
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate belongs to another host name',
};

function isRestError(error: unknown): error is RestError {
  return error instanceof Error && error.name === 'RestError';
}

/** Whether an answer came and could not be read to its end. */
export function isBrokenAnswer(error: unknown): boolean {
  return error instanceof BrokenAnswer;
}

/** Whether the SDK got no answer at all: its error then holds Node's code and no status. */
export function isNetworkFailure(error: unknown): boolean {
  return isRestError(error) && error.statusCode === undefined && error.code !== undefined && !isBrokenAnswer(error);
}

export function networkFailure(error: unknown, what: { readonly code: 'TOKEN_ENDPOINT_UNREACHABLE' | 'STORE_UNREACHABLE'; readonly host: string; readonly step: Step }): CarnetError {
  if (CarnetError.isInstance(error)) return error;
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined;
  // The SDK copies the code of our own transport's refusal to an error of its own.
  if (code === 'STORE_ADDRESS_REFUSED') {
    return azureError({ code, step: what.step, message: `The network of this host does not let a request go to ${what.host}.` });
  }
  const reason = typeof code === 'string' && Object.hasOwn(reasons, code) ? reasons[code] : 'the connection failed';
  return azureError({ code: what.code, step: what.step, message: `${what.host} could not be reached: ${reason}${typeof code === 'string' && /^[A-Z_]{3,40}$/.test(code) ? ` (${code})` : ''}.` });
}
