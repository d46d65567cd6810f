import { z } from 'zod';
import { exportAudit } from '../audit/export-audit.ts';
import { listAudit } from '../audit/list-audit.ts';
import { pageOf, pageQuery } from '../http/paging.ts';
import { defineRoute, type Route } from '../http/route.ts';
import type { Access } from '../access/principal.ts';
import { exampleId, exampleTime, timeField } from './fields.ts';
import type { PeopleParts } from './people-parts.ts';

const tag = 'Audit log';
const id = z.string().max(100);
const time = z.iso.datetime().transform((text) => Date.parse(text));
const range = { from: time.optional().describe('ISO 8601, inclusive.'), to: time.optional().describe('ISO 8601, exclusive.') };
const query = z.strictObject({ ...pageQuery, actor: id.optional(), action: z.string().max(100).optional().describe('With a dot at its end everything that begins so.'), target: id.optional(), ...range });
const entry = z.strictObject({
  scope: z.string().describe('The id of the organization, or `platform`.'), sequence: z.int(), at: timeField, actor: z.strictObject({ kind: z.enum(['person', 'token', 'worker', 'platform']), id: z.string().nullable(), name: z.string().nullable() }),
  action: z.string(), target: z.strictObject({ kind: z.string(), id: z.string().nullable(), name: z.string().nullable() }).nullable(), details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  requestId: z.string().nullable(), address: z.string().nullable(), late: z.boolean().describe('Whether it was written down later, because the database was away.'), previousHash: z.string(), hash: z.string(),
}).meta({ id: 'AuditEntry' });
const example = {
  scope: exampleId, sequence: 1, at: exampleTime, actor: { kind: 'person', id: exampleId, name: 'Ada' }, action: 'role.created', target: { kind: 'role', id: exampleId, name: 'operators' }, details: { permissions: 'kickoffs:manage' },
  requestId: null, address: null, late: false, previousHash: '0'.repeat(64), hash: '0'.repeat(64),
};

/** The audit log of each organization, and the platform's own for its administrators. */
export function auditRoutes(parts: Pick<PeopleParts, 'store' | 'cursors'>): readonly Route[] {
  return [
    ...routesOf(parts, { ids: ['listAudit', 'exportAudit'], path: '/v1/organizations/{organization}/audit', access: { to: 'organization', permission: 'audit:read' }, what: 'the organization', scopeOf: (organization) => organization }),
    ...routesOf(parts, { ids: ['listPlatformAudit', 'exportPlatformAudit'], path: '/v1/platform/audit', access: { to: 'administrator' }, what: 'the platform', scopeOf: () => 'platform' }),
  ];
}

interface Chain {
  readonly ids: readonly [list: string, all: string];
  readonly path: string;
  readonly access: Access;
  readonly what: string;
  readonly scopeOf: (organization: string) => string;
}

function routesOf({ store, cursors }: Pick<PeopleParts, 'store' | 'cursors'>, { ids: [list, all], path, access, what, scopeOf }: Chain): readonly Route[] {
  return [
    defineRoute({
      id: list, method: 'get', path, access, tag, summary: `Read the audit log of ${what}`, description: 'The newest entry first.', query, answer: { status: 200, schema: pageOf(entry), example: { items: [example], next: null } },
      handle: async ({ organization, query: asked }) => ({ body: await listAudit({ store, cursors }, { scope: scopeOf(organization), ...asked }) }),
    }),
    defineRoute({
      id: all, method: 'get', path: `${path}/export`, access, tag, summary: `Export the audit log of ${what}`, description: 'NDJSON, the oldest entry first. `carnet audit verify` checks the chain.', query: z.strictObject(range),
      answer: { status: 200, contentType: 'application/x-ndjson' },
      handle: ({ organization, query: asked }) => Promise.resolve({
        response: new Response(ReadableStream.from(exportAudit({ store, scope: scopeOf(organization), ...asked })).pipeThrough(new TextEncoderStream()), { headers: { 'content-type': 'application/x-ndjson' } }),
      }),
    }),
  ];
}
