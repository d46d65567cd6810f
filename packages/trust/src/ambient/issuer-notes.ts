// RFC 1918, RFC 3927, RFC 6598 and loopback.
const privateNetwork = /^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./;
const privateName = /^[^.]+$|\.(?:svc|local|localhost|internal|intranet|lan|home\.arpa)$/;

/**
 * What to know of an issuer whose documents only its own network can fetch, as those of a cluster without a public one.
 *
 * @param issuer as {@link checkTrustedToken} takes it
 * @example
 * ```ts
 * import { issuerNotes } from '@carnet/trust';
 * issuerNotes('https://kubernetes.default.svc'); // [ 'Only its own network can fetch the keys of … ' ]
 * ```
 */
export function issuerNotes(issuer: string): readonly string[] {
  const { hostname } = new URL(issuer);
  const isPrivate = /^[\d.]+$/.test(hostname) ? privateNetwork.test(hostname) : privateName.test(hostname.replace(/\.$/, ''));
  return isPrivate ? [`Only its own network can fetch the keys of ${issuer}: a cloud outside of it refuses every token.`] : [];
}
