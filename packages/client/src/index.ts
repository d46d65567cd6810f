export { clientErrorCodes, type ClientErrorDescription } from './client-error-codes.ts';
export { createClient } from './create-client.ts';
export type { Answer, Call, ClientOptions, PlatformClient } from './create-client.ts';
export { followEvents, type FollowOptions } from './follow-events.ts';
export type { components, operations, paths } from './generated/api.ts';
export { paginate, type Page } from './paginate.ts';
export { PlatformProblem, type FieldProblem, type PlatformProblemOptions } from './platform-problem.ts';
export { readEvents, type StreamEvent } from './read-events.ts';
