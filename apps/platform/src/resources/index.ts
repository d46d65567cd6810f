export type { ResourceParts } from './resource-parts.ts';
export { resourceRoutes } from './resource-routes.ts';
export { directValue, variablesOf, type EffectiveVariable } from './variables/effective-variables.ts';
