/** What an error code of this package means, for a person, and what ends it. */
export interface IssuerErrorDescription {
  /** One sentence: what is wrong. */
  readonly meaning: string;
  /** One sentence: what to do. */
  readonly cure: string;
  /** Whether the same call may succeed later with nothing changed by the caller. */
  readonly retryable: boolean;
}

/** The closed list of codes an {@link IssuerError} can carry. Codes are added, never renamed. */
export type IssuerErrorCode =
  | 'ISSUER_INVALID'
  | 'ISSUER_NOT_CONFIGURED'
  | 'KEY_SOURCE_INVALID'
  | 'SIGNING_KEY_MISSING'
  | 'SIGNING_KEY_INVALID'
  | 'SIGNING_KEY_UNPUBLISHED'
  | 'SIGNING_KEY_UNAVAILABLE'
  | 'SIGNING_FAILED'
  | 'TOKEN_LIFETIME_INVALID'
  | 'MINT_REQUEST_INVALID'
  | 'MINT_AUDIT_FAILED'
  | 'ISSUER_PATH_UNKNOWN'
  | 'ISSUER_METHOD_NOT_ALLOWED';

/**
 * Every code with its meaning and cure; the error pages of the documentation are made from this table.
 *
 * @example
 * ```ts
 * import { issuerErrorCodes } from '@carnet/oidc-issuer';
 *
 * console.log(issuerErrorCodes.SIGNING_KEY_MISSING.cure);
 * ```
 */
export const issuerErrorCodes: Readonly<Record<IssuerErrorCode, IssuerErrorDescription>> = {
  ISSUER_INVALID: {
    meaning: 'The issuer URL cannot be used: clouds compare it byte for byte, so only one spelling of it is accepted.',
    cure: 'Set OIDC_ISSUER to an https URL in its plainest form, for example https://issuer.example.com.',
    retryable: false,
  },
  ISSUER_NOT_CONFIGURED: {
    meaning: 'This process has no issuer URL, so it is no issuer.',
    cure: 'Set OIDC_ISSUER to the https URL under which the clouds reach this server, and OIDC_PRIVATE_KEY to its signing key.',
    retryable: false,
  },
  KEY_SOURCE_INVALID: {
    meaning: 'The signing keys are configured to come from somewhere else than the environment.',
    cure: 'Remove OIDC_KEY_SOURCE or set it to environment; a stored key ring is given to createIssuer by the platform that keeps it.',
    retryable: false,
  },
  SIGNING_KEY_MISSING: {
    meaning: 'The issuer has no signing key, so it can neither publish keys nor mint tokens.',
    cure: 'Set OIDC_PRIVATE_KEY to an RSA private key of 2048 bits or more: PEM, a private JWK, or a private JWK Set.',
    retryable: false,
  },
  SIGNING_KEY_INVALID: {
    meaning: 'The text given as signing key, or a key of the ring, cannot sign RS256 for this issuer.',
    cure: 'Make a key with: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048, and set OIDC_PRIVATE_KEY to its text.',
    retryable: false,
  },
  SIGNING_KEY_UNPUBLISHED: {
    meaning: 'The key that would sign is not among the published keys, so no verifier could check the token.',
    cure: 'Publish the public half of the signing key as the active key of the ring, or rotate to a key that is published.',
    retryable: false,
  },
  SIGNING_KEY_UNAVAILABLE: {
    meaning: 'The source of the key ring did not answer, so it is unknown which key may sign now.',
    cure: 'Bring the key source back; the last published documents are served until then, and nothing is minted.',
    retryable: true,
  },
  SIGNING_FAILED: {
    meaning: 'The signer failed or did not answer within its deadline.',
    cure: "Look at the signer's own records (for a KMS: reachability, permission to sign, quota), then try again.",
    retryable: true,
  },
  TOKEN_LIFETIME_INVALID: {
    meaning: 'A subject token lives a whole number of seconds between 300 and 3600; a probe exactly 60.',
    cure: 'Choose a lifetime from 300 to 3600 seconds, or leave it out for the default of 3600.',
    retryable: false,
  },
  MINT_REQUEST_INVALID: {
    meaning: 'The request for a subject token names something that no token may carry.',
    cure: 'Give the organization (and automation) as lower-case UUIDs and the audience exactly as the cloud expects it.',
    retryable: false,
  },
  MINT_AUDIT_FAILED: {
    meaning: 'The audit hook failed or did not answer within its deadline, so the token was not handed out.',
    cure: 'Make the audit record writable again, then ask for the token again.',
    retryable: true,
  },
  ISSUER_PATH_UNKNOWN: {
    meaning: 'The issuer serves no document at this path.',
    cure: 'Ask for <issuer>/.well-known/openid-configuration or <issuer>/oauth2/jwks.',
    retryable: false,
  },
  ISSUER_METHOD_NOT_ALLOWED: {
    meaning: "The issuer's documents can only be read.",
    cure: 'Use GET or HEAD.',
    retryable: false,
  },
};
