const untrustedCertificate = 'its certificate is not signed by an authority that this host trusts';

const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name does not resolve (DNS)',
  EAI_AGAIN: 'the name service of this host does not answer (DNS)',
  ECONNREFUSED: 'it refuses the connection',
  ECONNRESET: 'it broke the connection off',
  EPIPE: 'it broke the connection off',
  ETIMEDOUT: 'it does not answer in time',
  EHOSTUNREACH: 'there is no route to it',
  ENETUNREACH: 'there is no route to it',
  EPROTO: 'it does not speak TLS at this port',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS at this port',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrustedCertificate,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrustedCertificate,
  SELF_SIGNED_CERT_IN_CHAIN: untrustedCertificate,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrustedCertificate,
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate belongs to another host name',
  PROXY_UNREACHABLE: 'the proxy of this host does not answer',
  PROXY_AUTHENTICATION_FAILED: 'the proxy of this host wants other credentials',
  PROXY_REFUSED: 'the proxy of this host opens no tunnel to it',
};

/** Why a connection failed. */
export interface NetworkReason {
  /** The end of a sentence that begins with the host. */
  readonly reason: string;
  /** False where the same attempt fails again for certain, and may lock an account. */
  readonly retryable: boolean;
}

/** Of a foreign error nothing is kept but a code of Node that has the form of one. */
export function networkReason(error: unknown): NetworkReason {
  const code: unknown = error instanceof Error ? (error as { readonly code?: unknown }).code : undefined;
  if (typeof code !== 'string' || !/^[A-Z0-9_]{3,60}$/.test(code)) return { reason: 'the connection failed', retryable: true };
  const reason = Object.hasOwn(reasons, code) ? reasons[code] : undefined;
  return { reason: `${reason ?? 'the connection failed'} (${code})`, retryable: code !== 'PROXY_AUTHENTICATION_FAILED' };
}
