import { createHash } from 'node:crypto';
import { AwsRefusal } from '../protocol/aws-refusal.ts';

/** The protocols name and number the same refusals differently. */
export type ErrorDialect = 'query' | 'json';

const codes = {
  missing: { query: ['MissingAuthenticationToken', 403], json: ['MissingAuthenticationTokenException', 400] },
  incomplete: { query: ['IncompleteSignature', 400], json: ['IncompleteSignatureException', 400] },
  unknown: { query: ['InvalidClientTokenId', 403], json: ['UnrecognizedClientException', 400] },
  expired: { query: ['ExpiredToken', 403], json: ['ExpiredTokenException', 400] },
  mismatch: { query: ['SignatureDoesNotMatch', 403], json: ['InvalidSignatureException', 400] },
} as const;

function refusal(dialect: ErrorDialect, kind: keyof typeof codes, message: string): AwsRefusal {
  const [code, status] = codes[kind][dialect];
  return new AwsRefusal(code, message, status);
}

export interface SignatureRefusals {
  missing(): AwsRefusal;
  /** The header is repeated as a hash: it carries a signature. */
  incomplete(problems: readonly string[], header: string): AwsRefusal;
  unknownKey(): AwsRefusal;
  expired(): AwsRefusal;
  scope(problems: readonly string[]): AwsRefusal;
  skew(message: string): AwsRefusal;
  mismatch(): AwsRefusal;
}

export function signatureRefusals(dialect: ErrorDialect): SignatureRefusals {
  return {
    missing: () => refusal(dialect, 'missing', dialect === 'query' ? 'Request is missing Authentication Token' : 'Missing Authentication Token'),
    incomplete: (problems, header) =>
      refusal(dialect, 'incomplete', `${problems.join(' ')} (Hashed with SHA-256 and encoded with Base64) Authorization=${createHash('sha256').update(header).digest('base64')}`),
    unknownKey: () => refusal(dialect, 'unknown', 'The security token included in the request is invalid.'),
    expired: () => refusal(dialect, 'expired', 'The security token included in the request is expired'),
    scope: (problems) => refusal(dialect, 'mismatch', problems.map((problem) => `${problem} `).join('')),
    skew: (message) => refusal(dialect, 'mismatch', message),
    mismatch: () =>
      refusal(
        dialect,
        'mismatch',
        'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
      ),
  };
}
