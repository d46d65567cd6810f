import { z } from 'zod';
import { pageOf, pageQuery } from '../http/paging.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { KickoffParts } from './kickoff-parts.ts';
import { rotation, runExample, variableRun } from './kickoff-schemas.ts';
import { variableTimeline, verifyRotation } from './rotation.ts';

const tag = 'Kickoffs';
const variable = '/v1/organizations/{organization}/automations/{automation}/variables/{name}';
const parameters = z.strictObject({ organization: z.uuid(), automation: z.uuid(), name: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,255}$/) });
const access = { to: 'organization', permission: 'kickoffs:read' } as const;

export function rotationRoutes(parts: KickoffParts): readonly Route[] {
  return [
    defineRoute({
      id: 'getVariableTimeline', method: 'get', path: `${variable}/timeline`, access, tag, summary: 'List what the runs had of a variable', description: 'Fingerprints and versions, the newest first: a rotation shows in them. Those of local runs are told by the member\'s own machine, and `kind` says so.', parameters,
      query: z.strictObject(pageQuery), answer: { status: 200, schema: pageOf(variableRun), example: { items: [runExample], next: null } },
      async handle({ organization, path, query }) {
        return { body: await variableTimeline(parts, organization, path.automation, path.name, query) };
      },
    }),
    defineRoute({
      id: 'verifyRotation', method: 'get', path: `${variable}/verify-rotation`, access, tag, summary: 'Hold two runs side by side', description: 'The last two of a deployment that had the variable, or two named ones. A local run counts only where it is named.', parameters,
      query: z.strictObject({ before: z.uuid().optional(), after: z.uuid().optional() }),
      answer: { status: 200, schema: rotation, example: { name: 'API_KEY', before: { ...runExample, fingerprint: 'hmac:3fa91c77e001', version: 'v1', changed: null }, after: runExample, rotated: true, message: 'API_KEY has another value than before.' } },
      async handle({ organization, path, query }) {
        return { body: await verifyRotation(parts, organization, path.automation, path.name, query) };
      },
    }),
  ];
}
