export { fileNamedBy, type Environment } from './environment.ts';
export { githubActions, type GithubActionsOptions } from './github-actions.ts';
export { gitlab, type GitlabOptions } from './gitlab.ts';
export { issuerIdentity, type IssuerIdentity, type IssuerIdentityOptions, type ProbeRequest, type TokenMinter, type TokenMintRequest } from './issuer-identity.ts';
export { platform, type KickoffLease, type LocalRun, type PlatformOptions } from './platform.ts';
export { projectedFile, projectedFiles, type ProjectedFileOptions } from './projected-file.ts';
