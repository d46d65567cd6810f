import type { Route } from '../http/route.ts';
import type { Kickoffs } from '../kickoffs/create-kickoffs.ts';
import { withDescription } from '../openapi/open-api-routes.ts';
import type { PeopleParts } from '../organizations/people-parts.ts';
import { peopleRoutes } from '../organizations/people-routes.ts';
import { resourceRoutes, type ResourceParts } from '../resources/index.ts';

/** By whom the routes are made. */
export interface RouteParts {
  readonly people: PeopleParts;
  readonly resources: ResourceParts;
  readonly kickoffs: Pick<Kickoffs, 'routes'>;
}

/** Every route of the API, in the order of its document. */
export function platformRoutes({ people, resources, kickoffs }: RouteParts): readonly Route[] {
  return withDescription([...peopleRoutes(people), ...resourceRoutes(resources), ...kickoffs.routes]);
}
