import type { Route } from '../http/route.ts';
import type { KickoffParts } from '../kickoffs/kickoff-parts.ts';
import { kickoffRoutes } from '../kickoffs/kickoff-routes.ts';
import { workerRoutes } from '../kickoffs/worker-routes.ts';
import type { RunOnWorker } from '../kickoffs/worker-tasks.ts';
import type { MachineTokens } from '../machines/machine-tokens.ts';
import { withDescription } from '../openapi/open-api-routes.ts';
import type { PeopleParts } from '../organizations/people-parts.ts';
import { peopleRoutes } from '../organizations/people-routes.ts';
import { resourceRoutes, type ResourceParts } from '../resources/index.ts';

/** By whom the routes are made. */
export interface RouteParts {
  readonly people: PeopleParts;
  readonly resources: ResourceParts;
  readonly kickoffs: KickoffParts & { readonly runOnWorker: RunOnWorker; readonly tokens: MachineTokens };
}

/** Every route of the API, in the order of its document. */
export function platformRoutes({ people, resources, kickoffs }: RouteParts): readonly Route[] {
  return withDescription([...peopleRoutes(people), ...resourceRoutes(resources), ...kickoffRoutes(kickoffs), ...workerRoutes(kickoffs)]);
}
