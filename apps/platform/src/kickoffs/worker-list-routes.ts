import { z } from 'zod';
import { pageOf, pageQuery } from '../http/paging.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { KickoffParts } from './kickoff-parts.ts';
import { worker, workerExample } from './kickoff-schemas.ts';
import { listWorkers, removeWorker } from './workers.ts';

const tag = 'Workers';
const collection = '/v1/organizations/{organization}/workers';

export function workerListRoutes(parts: KickoffParts): readonly Route[] {
  return [
    defineRoute({
      id: 'listWorkers', method: 'get', path: collection, access: { to: 'organization', permission: 'workers:read' }, tag, summary: 'List the workers', query: z.strictObject(pageQuery),
      answer: { status: 200, schema: pageOf(worker), example: { items: [workerExample], next: null } },
      async handle({ organization, query }) {
        return { body: await listWorkers(parts, organization, query) };
      },
    }),
    defineRoute({
      id: 'removeWorker', method: 'delete', path: `${collection}/{worker}`, access: { to: 'organization', permission: 'workers:manage' }, tag, summary: 'Remove a worker', description: 'Its token opens nothing any more, and what it runs counts as lost.',
      parameters: z.strictObject({ organization: z.uuid(), worker: z.uuid() }), answer: { status: 204 },
      async handle({ organization, path, actor }) {
        await removeWorker(parts, organization, path.worker, actor);
        return { status: 204 };
      },
    }),
  ];
}
