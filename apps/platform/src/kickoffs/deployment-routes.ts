import { z } from 'zod';
import { pageOf, pageQuery } from '../http/paging.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { KickoffParts } from './kickoff-parts.ts';
import { deployment, deploymentExample, exampleId } from './kickoff-schemas.ts';
import { makeDeployment } from './make-deployment.ts';
import { listDeployments, readDeployment } from './read-deployments.ts';
import type { RunOnWorker } from './worker-tasks.ts';

const tag = 'Deployments';
const collection = '/v1/organizations/{organization}/automations/{automation}/deployments';
const parameters = z.strictObject({ organization: z.uuid(), automation: z.uuid() });
const read = { to: 'organization', permission: 'deployments:read' } as const;

export function deploymentRoutes(parts: KickoffParts & { readonly runOnWorker: RunOnWorker }): readonly Route[] {
  return [
    defineRoute({
      id: 'listDeployments', method: 'get', path: collection, access: read, tag, summary: 'List the deployments of an automation', description: 'The newest first.', parameters, query: z.strictObject(pageQuery),
      answer: { status: 200, schema: pageOf(deployment), example: { items: [deploymentExample], next: null } },
      async handle({ organization, path, query }) {
        return { body: await listDeployments(parts, organization, path.automation, query) };
      },
    }),
    defineRoute({
      id: 'createDeployment', method: 'post', path: collection, access: { to: 'organization', permission: 'deployments:manage' }, tag, summary: 'Deploy an automation',
      description: 'Takes a numbered snapshot. Variables of static credentials are read now and sealed with it: a value that is rotated later needs another deployment. Where one fails, all that fail are listed and nothing is made.',
      parameters, body: z.strictObject({ worker: z.uuid().optional().describe('The worker that reads from stores whose address is free.') }).meta({ id: 'NewDeployment' }), example: { worker: exampleId },
      answer: { status: 201, schema: deployment, example: deploymentExample },
      async handle({ organization, path, body, actor, signal }) {
        const number = await makeDeployment(parts, { organization, automation: path.automation, worker: body.worker, actor, signal });
        const location = collection.replace('{organization}', organization).replace('{automation}', path.automation);
        return { status: 201, location: `${location}/${number}`, body: await readDeployment(parts, organization, path.automation, number) };
      },
    }),
    defineRoute({
      id: 'getDeployment', method: 'get', path: `${collection}/{number}`, access: read, tag, summary: 'Read a deployment', description: 'Its values are never shown: a fingerprint stands for each.',
      parameters: parameters.extend({ number: z.coerce.number().int().min(1).max(1e9) }), answer: { status: 200, schema: deployment, example: deploymentExample },
      async handle({ organization, path }) {
        return { body: await readDeployment(parts, organization, path.automation, path.number) };
      },
    }),
  ];
}
