import { CarnetError } from '@carnet/provider';
import { z } from 'zod';
import { eventStream, lastEventId } from '../http/event-stream.ts';
import { pageOf, pageQuery } from '../http/paging.ts';
import { defineRoute, type Reply, type Route } from '../http/route.ts';
import { ownAutomation, requireOwnAutomation } from './callers.ts';
import { cancelKickoff } from './cancel-kickoff.ts';
import { deploymentRoutes } from './deployment-routes.ts';
import { kickoffEvents } from './kickoff-events.ts';
import type { KickoffParts } from './kickoff-parts.ts';
import { kickoff, kickoffExample, kickoffRecord, kickoffStatus, logLine, recordExample } from './kickoff-schemas.ts';
import { localRunRoutes } from './local-run-routes.ts';
import { readLog } from './read-log.ts';
import { listKickoffs, readKickoff, readShownKickoff } from './read-kickoffs.ts';
import { requestKickoff, type KickoffOrder } from './request-kickoff.ts';
import { rotationRoutes } from './rotation-routes.ts';
import { workerListRoutes } from './worker-list-routes.ts';
import type { RunOnWorker } from './worker-tasks.ts';

const tag = 'Kickoffs';
const collection = '/v1/organizations/{organization}/kickoffs';
const one = `${collection}/{kickoff}`;
const parameters = z.strictObject({ organization: z.uuid(), kickoff: z.uuid() });
const read = { to: 'organization', permission: 'kickoffs:read', orDeployment: true } as const;
const manage = { to: 'organization', permission: 'kickoffs:manage' } as const;

/** Deployments, kickoffs, their logs and events, rotations, local runs and the list of workers. */
export function kickoffRoutes(parts: KickoffParts & { readonly runOnWorker: RunOnWorker }): readonly Route[] {
  return [...deploymentRoutes(parts), ...routesOfKickoffs(parts), ...rotationRoutes(parts), ...localRunRoutes(parts), ...workerListRoutes(parts)];
}

function routesOfKickoffs(parts: KickoffParts): readonly Route[] {
  const start = async (order: KickoffOrder): Promise<Reply> => {
    const { id, created } = await requestKickoff(parts, order);
    return { status: created ? 201 : 200, location: one.replace('{organization}', order.organization).replace('{kickoff}', id), body: await readShownKickoff(parts, order.organization, id) };
  };
  return [
    defineRoute({
      id: 'createKickoff', method: 'post', path: '/v1/organizations/{organization}/automations/{automation}/kickoffs', access: { ...manage, orDeployment: true }, tag, summary: 'Start an automation', idempotent: true,
      description: 'Runs the active deployment. With an Idempotency-Key a repeated request starts nothing again and is answered with 200. The token of the automation\'s deployment may do it.',
      parameters: z.strictObject({ organization: z.uuid(), automation: z.uuid() }), body: z.strictObject({ inputs: z.record(z.string(), z.unknown()).default({}).describe('What the command gets on its standard input.') }).meta({ id: 'NewKickoff' }),
      example: { inputs: { order: 7 } }, answer: { status: 201, schema: kickoff, example: { ...kickoffExample, status: 'queued' } },
      async handle({ organization, principal, path, body, actor, idempotencyKey }) {
        requireOwnAutomation(principal, path.automation);
        return await start({ organization, automation: path.automation, inputs: JSON.stringify(body.inputs), idempotencyKey, actor });
      },
    }),
    defineRoute({
      id: 'listKickoffs', method: 'get', path: collection, access: read, tag, summary: 'List kickoffs', description: 'The newest first.',
      query: z.strictObject({ ...pageQuery, automation: z.uuid().optional(), status: kickoffStatus.optional() }), answer: { status: 200, schema: pageOf(kickoff), example: { items: [kickoffExample], next: null } },
      async handle({ organization, principal, query }) {
        if (query.automation !== undefined) requireOwnAutomation(principal, query.automation);
        return { body: await listKickoffs(parts, organization, { ...query, automation: ownAutomation(principal) ?? query.automation }) };
      },
    }),
    defineRoute({
      id: 'getKickoff', method: 'get', path: one, access: read, tag, summary: 'Read the record of a kickoff', description: 'Steps with their times, and per variable a fingerprint and the store\'s version: never a value.', parameters,
      answer: { status: 200, schema: kickoffRecord, example: recordExample },
      async handle({ organization, principal, path }) {
        return { body: await readKickoff(parts, organization, path.kickoff, ownAutomation(principal)) };
      },
    }),
    defineRoute({
      id: 'cancelKickoff', method: 'post', path: `${one}/cancel`, access: manage, tag, summary: 'Cancel a kickoff', description: 'One that waits ends at once; the worker of one that runs stops it with its next heartbeat.', parameters,
      answer: { status: 202, schema: kickoff, example: { ...kickoffExample, status: 'running', cancelRequested: true } },
      async handle({ organization, path, actor }) {
        await cancelKickoff(parts, organization, path.kickoff, actor);
        return { status: 202, body: await readShownKickoff(parts, organization, path.kickoff) };
      },
    }),
    defineRoute({
      id: 'rerunKickoff', method: 'post', path: `${one}/rerun`, access: manage, tag, summary: 'Start a kickoff again', idempotent: true, description: 'With the same inputs and the deployment that is active now.', parameters,
      answer: { status: 201, schema: kickoff, example: { ...kickoffExample, status: 'queued' } },
      async handle({ organization, path, actor, idempotencyKey }) {
        const { automation, kind, inputs } = await readKickoff(parts, organization, path.kickoff);
        if (kind === 'local') throw new CarnetError({ code: 'REQUEST_INVALID', message: 'A local run is started where it ran.', hint: 'Use carnet run -a there.' });
        return await start({ organization, automation: automation.id, inputs: JSON.stringify(inputs), idempotencyKey, rerunOf: path.kickoff, actor });
      },
    }),
    defineRoute({
      id: 'getKickoffLogs', method: 'get', path: `${one}/logs`, access: read, tag, summary: 'Read the log of a kickoff', description: 'Masked by the worker, and bounded.', parameters,
      query: z.strictObject({ after: z.coerce.number().int().min(0).default(0).describe('The sequence behind which it goes on.'), limit: z.coerce.number().int().min(1).max(1_000).default(200) }),
      answer: { status: 200, schema: z.strictObject({ items: z.array(logLine), next: z.int().nullable().describe('`after` of the next page.'), truncated: z.boolean() }), example: { items: [{ sequence: 1, at: kickoffExample.createdAt, stream: 'stdout', text: 'imported 7 orders' }], next: null, truncated: false } },
      async handle({ organization, principal, path, query }) {
        return { body: await readLog(parts, organization, path.kickoff, { ...query, automation: ownAutomation(principal) }) };
      },
    }),
    defineRoute({
      id: 'followKickoff', method: 'get', path: `${one}/events`, access: read, tag, summary: 'Follow a kickoff', description: 'Events `status`, `steps` and `line`, and `end` when it has ended. Lines have ids: with Last-Event-ID it goes on behind one.', parameters,
      answer: { status: 200, contentType: 'text/event-stream' },
      async handle(call) {
        const { organization, principal, path, request } = call;
        await readShownKickoff(parts, organization, path.kickoff, ownAutomation(principal));
        const last = Number(lastEventId(request) ?? 0);
        return { response: eventStream(call, (signal) => kickoffEvents(parts, organization, path.kickoff, Number.isSafeInteger(last) && last > 0 ? last : 0, signal)) };
      },
    }),
  ];
}
