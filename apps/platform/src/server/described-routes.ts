import type { Route } from '../http/route.ts';
import { createKickoffs, type KickoffsOptions } from '../kickoffs/create-kickoffs.ts';
import { platformRoutes, type RouteParts } from './platform-routes.ts';

/** The routes for a document or a table: what they are made of is not there, so none of them can be called. */
export function describedRoutes(): readonly Route[] {
  const inert: object = new Proxy({}, { get: () => inert });
  const { people, resources } = inert as RouteParts;
  return platformRoutes({ people, resources, kickoffs: createKickoffs(inert as KickoffsOptions) });
}
