export { createIssuer } from './issuer.ts';
export type { Issuer, IssuerOptions } from './issuer.ts';
export { createIssuerFromEnvironment } from './issuer-from-environment.ts';
export type { IssuerEnvironment, UnconfiguredIssuer } from './issuer-from-environment.ts';
export type { IssuerEndpoints, IssuerHandler } from './issuer-handler.ts';
export { toNodeListener } from './node-listener.ts';
export type { NodeRequest, NodeResponse } from './node-listener.ts';

export { generateKeyRing, loadSigningKeys } from './load-signing-keys.ts';
export { createKeyRing } from './key-ring.ts';
export type { KeyRing, KeyRingOptions, PublishedKey, SigningKeyState } from './key-ring.ts';
export type { KeyRingSource } from './ring-source.ts';
export type { PublicSigningJwk, Signer } from './signer.ts';

export type { MintRequest } from './mint-request.ts';
export type { TokenEvent, TokenObserver } from './mint.ts';
export type { AwsSessionTags, SubjectToken, SubjectTokenClaims } from './subject-token.ts';

export { IssuerError } from './issuer-error.ts';
export type { IssuerErrorOptions } from './issuer-error.ts';
export { issuerErrorCodes } from './issuer-error-codes.ts';
export type { IssuerErrorCode, IssuerErrorDescription } from './issuer-error-codes.ts';
