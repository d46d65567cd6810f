export { issuerIdentity, type IssuerIdentityOptions, type TokenMinter, type TokenMintRequest } from './issuer-identity.ts';
export { projectedFile, type ProjectedFileOptions } from './projected-file.ts';
