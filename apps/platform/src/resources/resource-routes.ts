import type { Route } from '../http/route.ts';
import { automationRoutes } from './automations/automation-routes.ts';
import { createOrganizationSlots } from './connection/organization-slots.ts';
import { secretRoutes } from './connection/secret-routes.ts';
import { testRoutes } from './connection/connection-routes.ts';
import { credentialRoutes } from './credentials/credential-routes.ts';
import { documentRoutes } from './document/document-routes.ts';
import { providerRoutes } from './providers/provider-routes.ts';
import type { ResourceParts } from './resource-parts.ts';
import { variableRoutes } from './variables/variable-routes.ts';
import { configRoutes } from './workload-identity/config-routes.ts';
import { trustRoutes } from './workload-identity/trust-routes.ts';

const callsAtOnce = 8;

/** The routes of workload identity configs, credentials, variables and automations, and of what a provider says of its store. */
export function resourceRoutes(parts: ResourceParts): readonly Route[] {
  const calling = { ...parts, slots: createOrganizationSlots(callsAtOnce) };
  return [
    ...providerRoutes(parts), ...configRoutes(parts), ...trustRoutes(parts), ...credentialRoutes(parts), ...testRoutes(calling), ...secretRoutes(calling), ...variableRoutes(parts), ...automationRoutes(parts), ...documentRoutes(parts),
  ];
}
