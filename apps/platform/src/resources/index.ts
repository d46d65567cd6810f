export { hostedCredential, type LoadedCredential } from './credentials/loaded-credential.ts';
export { needsWorker, type DirectAddress } from './credentials/needs-worker.ts';
export type { ResourceParts, TokensRequest, WorkerOrder } from './resource-parts.ts';
export { resourceRoutes } from './resource-routes.ts';
export { directValue, variablesOf, type EffectiveVariable } from './variables/effective-variables.ts';
export { configServes, loadedConfig, type LoadedConfig } from './workload-identity/loaded-config.ts';
export { subjectOf } from './workload-identity/subject.ts';
