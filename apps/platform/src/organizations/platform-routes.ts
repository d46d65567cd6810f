import { z } from 'zod';
import { pageOf, pageQuery } from '../http/paging.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { isoTime } from '../http/iso-time.ts';
import { exampleId, exampleTime, timeField } from './fields.ts';
import type { PeopleParts } from './people-parts.ts';

const answer = z.strictObject({ id: z.string(), name: z.string(), createdAt: timeField, deletedAt: timeField.nullable() }).meta({ id: 'PlatformOrganization' });

/** What the platform's administrators see of organizations: that they are there, and nothing that is in them. */
export function platformRoutes({ store, cursors }: Pick<PeopleParts, 'store' | 'cursors'>): readonly Route[] {
  return [
    defineRoute({
      id: 'listAllOrganizations', method: 'get', path: '/v1/platform/organizations', access: { to: 'administrator' }, tag: 'Platform', summary: 'List all organizations, the deleted ones too', query: z.strictObject(pageQuery),
      answer: { status: 200, schema: pageOf(answer), example: { items: [{ id: exampleId, name: 'Acme', createdAt: exampleTime, deletedAt: null }], next: null } },
      async handle({ query: { limit, cursor } }) {
        const [after, id] = cursor === undefined ? [] : cursors.decode(cursor, 'all organizations', 'platform');
        let rows = store.db.selectFrom('organization').select(['id', 'name', 'name_key', 'created_at', 'deleted_at']).orderBy('name_key').orderBy('id').limit(limit + 1);
        if (after !== undefined && id !== undefined) rows = rows.where(({ eb, refTuple, tuple }) => eb(refTuple('name_key', 'id'), '>', tuple(after, id)));
        const found = await rows.execute();
        const last = found[limit - 1];
        return {
          body: {
            items: found.slice(0, limit).map((row) => ({ id: row.id, name: row.name, createdAt: isoTime(row.created_at), deletedAt: row.deleted_at === null ? null : isoTime(row.deleted_at) })),
            next: found.length > limit && last ? cursors.encode('all organizations', 'platform', [last.name_key, last.id]) : null,
          },
        };
      },
    }),
  ];
}
