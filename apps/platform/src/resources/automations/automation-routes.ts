import { z } from 'zod';
import { pageOf } from '../../http/paging.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { exampleId, exampleTime, listQuery } from '../records/answer-schemas.ts';
import { readRow, type EditedRow } from '../records/edited-record.ts';
import { listByName } from '../records/list-by-name.ts';
import { isoTime } from '../../http/iso-time.ts';
import type { ResourceParts } from '../resource-parts.ts';
import { archiveAutomation, automationIn, createAutomation, updateAutomation } from './change-automation.ts';

const tag = 'Automations';
const collection = '/v1/organizations/{organization}/automations';
const read = { to: 'organization', permission: 'automations:read' } as const;
const manage = { to: 'organization', permission: 'automations:manage' } as const;
const parameters = z.strictObject({ organization: z.uuid(), automation: z.uuid() });

const whoEditsReads = 'Editing a command is executing code: whoever manages an automation can read every value assigned to it.';

const fields = {
  name: z.string().max(100),
  command: z.array(z.string().max(131_072)).min(1).max(1_000).describe('Program and arguments, at most 128 KiB. No shell reads them.'),
  timeoutSeconds: z.int().min(1).max(86_400),
  concurrency: z.int().min(1).max(1_000).nullable().describe('The most kickoffs of it that run at once. Null: no limit of its own.'),
  requiredWorkerVersion: z.string().regex(/^(?:0|[1-9]\d{0,4})\.(?:0|[1-9]\d{0,4})\.(?:0|[1-9]\d{0,4})$/).nullable().describe('A worker of this version or a newer one runs it.'),
};
const created = z.strictObject({ ...fields, timeoutSeconds: fields.timeoutSeconds.default(3_600), concurrency: fields.concurrency.default(null), requiredWorkerVersion: fields.requiredWorkerVersion.default(null) }).meta({ id: 'NewAutomation' });
const patched = z.strictObject(fields).partial().meta({ id: 'AutomationPatch' });
const answer = z.strictObject({ id: z.string(), version: z.int(), ...fields, lastDeployment: z.int().nullable().describe('The number of the newest deployment.'), createdAt: z.string(), updatedAt: z.string(), archivedAt: z.string().nullable() }).meta({ id: 'Automation' });

const newExample = { name: 'nightly import', command: ['node', 'import.js'] };
const example = { id: exampleId, version: 1, ...newExample, timeoutSeconds: 3_600, concurrency: null, requiredWorkerVersion: null, lastDeployment: null, createdAt: exampleTime, updatedAt: exampleTime, archivedAt: null };

export function automationRoutes(parts: ResourceParts): readonly Route[] {
  return [
    defineRoute({
      id: 'listAutomations', method: 'get', path: collection, access: read, tag, summary: 'List the automations', description: 'Without those that are archived.', query: listQuery,
      answer: { status: 200, schema: pageOf(answer), example: { items: [example], next: null } },
      async handle({ organization, query }) {
        const { items, next } = await listByName(parts, 'automation', organization, query);
        return { body: { items: items.map(shownAutomation), next } };
      },
    }),
    defineRoute({
      id: 'createAutomation', method: 'post', path: collection, access: manage, tag, summary: 'Make an automation', description: whoEditsReads, body: created, example: newExample, largestBody: 262_144,
      answer: { status: 201, schema: answer, example },
      async handle({ organization, actor, body }) {
        const row = await createAutomation(parts, { organization, actor }, body);
        return { status: 201, version: row.version, location: `${collection.replace('{organization}', organization)}/${row.id}`, body: shownAutomation(row) };
      },
    }),
    defineRoute({
      id: 'getAutomation', method: 'get', path: `${collection}/{automation}`, access: read, tag, summary: 'Read an automation', parameters, answer: { status: 200, schema: answer, example },
      async handle({ organization, path }) {
        const row = await readRow(parts.store, 'automation', organization, path.automation);
        return { version: row.version, body: shownAutomation(row) };
      },
    }),
    defineRoute({
      id: 'updateAutomation', method: 'patch', path: `${collection}/{automation}`, access: manage, tag, summary: 'Change an automation', parameters, largestBody: 262_144,
      description: `A merge patch; what is deployed stays as it was until the next deployment. ${whoEditsReads}`, ifMatch: 'required', body: patched, example: { timeoutSeconds: 600 }, answer: { status: 200, schema: answer, example },
      async handle({ organization, actor, path, body, ifMatch }) {
        const row = await updateAutomation(parts, { organization, actor, ifMatch }, path.automation, body);
        return { version: row.version, body: shownAutomation(row) };
      },
    }),
    defineRoute({
      id: 'archiveAutomation', method: 'delete', path: `${collection}/{automation}`, access: manage, tag, summary: 'Archive an automation', parameters,
      description: 'It starts no more, and its runs stay to be read. Its name is free again.', ifMatch: 'required', answer: { status: 204 },
      async handle({ organization, actor, path, ifMatch }) {
        await archiveAutomation(parts, { organization, actor, ifMatch }, path.automation);
        return { status: 204 };
      },
    }),
  ];
}

function shownAutomation(row: EditedRow<'automation'>): object {
  return {
    id: row.id, version: row.version, ...automationIn(row), lastDeployment: row.last_deployment === 0 ? null : row.last_deployment,
    createdAt: isoTime(row.created_at), updatedAt: isoTime(row.updated_at), archivedAt: row.archived_at === null ? null : isoTime(row.archived_at),
  };
}
