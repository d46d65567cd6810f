export { createCarnet } from './create-carnet.ts';
export type { Carnet, ListOptions, OperationOptions, ReadSecret, ResolveOptions } from './carnet.ts';
export { ConfigurationError, type ConfigurationProblem } from './composition/configuration-error.ts';
export { DiagnosedError } from './diagnosed-error.ts';
export type { CarnetOptions, CredentialDefinition, DirectVariable, Encoding, SecretVariable, VariableDefinition, WorkloadIdentityDefinition } from './options.ts';
export type { Plan, PlannedCredential, PlannedRead, PlannedVariable } from './resolution/plan.ts';
export type { Exchange, Resolution, ResolvedVariable } from './resolution/resolution.ts';
export { ResolutionError, type ResolutionFailure } from './resolution/resolution-error.ts';
export { systemClock } from './system-clock.ts';
