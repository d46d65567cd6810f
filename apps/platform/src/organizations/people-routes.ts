import type { Route } from '../http/route.ts';
import { auditRoutes } from './audit-routes.ts';
import { invitationRoutes } from './invitation-routes.ts';
import { meRoutes } from './me-routes.ts';
import { memberRoutes } from './member-routes.ts';
import { organizationRoutes } from './organization-routes.ts';
import type { PeopleParts } from './people-parts.ts';
import { platformRoutes } from './platform-routes.ts';
import { roleRoutes } from './role-routes.ts';
import { tokenRoutes } from './token-routes.ts';

/** The routes of people, organizations, members, roles, invitations, tokens and audit logs. */
export function peopleRoutes(parts: PeopleParts): readonly Route[] {
  return [...meRoutes(parts), ...organizationRoutes(parts), ...memberRoutes(parts), ...invitationRoutes(parts), ...roleRoutes(parts), ...tokenRoutes(parts), ...auditRoutes(parts), ...platformRoutes(parts)];
}
