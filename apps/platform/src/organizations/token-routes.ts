import { z } from 'zod';
import { holdingOf } from '../access/standing.ts';
import { permissionsOf } from '../access/holding.ts';
import type { Permission } from '../access/permission.ts';
import { pageOf, pageQuery } from '../http/paging.ts';
import { defineRoute, type Route } from '../http/route.ts';
import { apiTokenLife, type NewToken } from '../machines/machine-tokens.ts';
import { changeOrganization, notFound } from '../resources/records/organization-change.ts';
import { isoTime } from '../http/iso-time.ts';
import { PlatformError } from '../errors/platform-error.ts';
import type { MachineTokenTable } from '../store/schema.ts';
import { userOf } from './caller.ts';
import { exampleId, exampleTime, nameField, permissionField, permissionsField, sorted, timeField } from './fields.ts';
import type { PeopleParts } from './people-parts.ts';
import { requireHeld, type Change } from './roles.ts';

const tag = 'Tokens';
const collection = '/v1/organizations/{organization}/tokens';
const read = { to: 'organization', permission: 'tokens:read' } as const;
const manage = { to: 'organization', permission: 'tokens:manage' } as const;
const parameters = z.strictObject({ organization: z.uuid(), token: z.uuid() });
const kinds = ['api', 'deployment', 'join'] as const;
const life = z.int().min(apiTokenLife.least / 1000).max(apiTokenLife.most / 1000);

const newToken = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('api'), name: nameField, scopes: permissionsField.min(1), expiresInSeconds: life.default(apiTokenLife.standard / 1000) }),
  z.strictObject({ kind: z.literal('deployment'), name: nameField, automationId: z.uuid(), expiresInSeconds: life.optional().describe('Without it the token lives until it is revoked.') }),
  z.strictObject({ kind: z.literal('join'), name: nameField }),
]).meta({ id: 'NewToken' });

const fields = {
  id: z.string(), kind: z.enum(kinds), name: z.string(), scopes: z.array(permissionField).describe('Of an API token.'), automationId: z.string().nullable().describe('Of a deployment token.'),
  status: z.enum(['active', 'expired', 'used', 'revoked']), createdBy: z.string().nullable().describe('The id of the user.'), createdAt: timeField, expiresAt: timeField.nullable(), lastUsedAt: timeField.nullable(),
};
const answer = z.strictObject(fields).meta({ id: 'Token' });
const made = z.strictObject({ ...fields, token: z.string().describe('Shown once.') }).meta({ id: 'MadeToken' });
const example = { id: exampleId, kind: 'api', name: 'pipeline', scopes: ['kickoffs:manage'], automationId: null, status: 'active', createdBy: exampleId, createdAt: exampleTime, expiresAt: '2027-02-20T12:00:00.000Z', lastUsedAt: null };

export function tokenRoutes(parts: PeopleParts): readonly Route[] {
  const { store, cursors, tokens, now } = parts;

  function shown(row: MachineTokenTable): z.infer<typeof answer> {
    const iso = (at: number | null): string | null => (at === null ? null : isoTime(at));
    return {
      id: row.id, kind: row.kind as (typeof kinds)[number], name: row.name, scopes: row.kind === 'api' ? [...permissionsOf(row.scopes)] : [], automationId: row.kind === 'deployment' ? row.holder_id : null,
      status: row.revoked_at !== null ? 'revoked' : row.used_at !== null ? 'used' : row.expires_at !== null && row.expires_at <= now() ? 'expired' : 'active',
      createdBy: row.created_by, createdAt: isoTime(row.created_at), expiresAt: iso(row.expires_at), lastUsedAt: iso(row.last_used_at),
    };
  }

  async function readToken(organization: string, id: string): Promise<MachineTokenTable> {
    const row = await store.db.selectFrom('machine_token').selectAll().where('organization_id', '=', organization).where('id', '=', id).where('kind', 'in', kinds).executeTakeFirst();
    if (!row) throw notFound('token');
    return row;
  }

  return [
    defineRoute({
      id: 'listTokens', method: 'get', path: collection, access: read, tag, summary: 'List the tokens', description: 'Of one kind, the newest first; without their secret.', query: z.strictObject({ kind: z.enum(kinds).default('api'), ...pageQuery }),
      answer: { status: 200, schema: pageOf(answer), example: { items: [example], next: null } },
      async handle({ organization, query: { kind, limit, cursor } }) {
        const list = `tokens ${kind}`;
        const [createdAt, id] = cursor === undefined ? [] : cursors.decode(cursor, list, organization);
        let rows = store.db.selectFrom('machine_token').selectAll().where('organization_id', '=', organization).where('kind', '=', kind).orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit + 1);
        if (createdAt !== undefined && id !== undefined) rows = rows.where(({ eb, refTuple, tuple }) => eb(refTuple('created_at', 'id'), '<', tuple(Number(createdAt), id)));
        const found = await rows.execute();
        const last = found[limit - 1];
        return { body: { items: found.slice(0, limit).map(shown), next: found.length > limit && last ? cursors.encode(list, organization, [last.created_at, last.id]) : null } };
      },
    }),
    defineRoute({
      id: 'createToken', method: 'post', path: collection, access: manage, tag, summary: 'Make a token',
      description: 'It holds no more than its maker does: an API token its scopes, as long as they hold them themselves; a deployment token needs `kickoffs:manage`, a join token (one use, one hour) `workers:manage`.',
      body: newToken, example: { kind: 'api', name: 'pipeline', scopes: ['kickoffs:manage'] }, answer: { status: 201, schema: made, example: { ...example, token: 'carnet_api_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' } },
      async handle({ organization, principal, actor, body }) {
        const { id, text } = await makeToken(parts, { organization, principal, actor }, body);
        return { status: 201, location: `${collection.replace('{organization}', organization)}/${id}`, body: { ...shown(await readToken(organization, id)), token: text } };
      },
    }),
    defineRoute({
      id: 'getToken', method: 'get', path: `${collection}/{token}`, access: read, tag, summary: 'Read what is known of a token', parameters, answer: { status: 200, schema: answer, example },
      handle: async ({ organization, path }) => ({ body: shown(await readToken(organization, path.token)) }),
    }),
    defineRoute({
      id: 'revokeToken', method: 'delete', path: `${collection}/{token}`, access: manage, tag, summary: 'Revoke a token', description: 'With the next request it opens nothing.', parameters, answer: { status: 204 },
      async handle({ organization, actor, path }) {
        await readToken(organization, path.token);
        await tokens.revoke(organization, path.token, actor);
        return { status: 204 };
      },
    }),
  ];
}

async function makeToken({ store, tokens }: PeopleParts, { organization, principal, actor }: Change, body: z.infer<typeof newToken>): Promise<{ readonly id: string; readonly text: string }> {
  const createdBy = userOf(principal);
  return await changeOrganization(store, organization, async () => {
    const holding = await holdingOf(store, principal, organization);
    requireHeld(holding, neededFor(body));
    if (body.kind === 'deployment') await requireAutomation(store, organization, body.automationId);
    return await tokens.issue(tokenOf(body, organization, createdBy), body.name, actor);
  });
}

/** What somebody must hold to let a machine do it. */
function neededFor(body: z.infer<typeof newToken>): readonly Permission[] {
  switch (body.kind) {
    case 'api':
      return body.scopes;
    case 'deployment':
      return ['kickoffs:manage'];
    case 'join':
      return ['workers:manage'];
  }
}

function tokenOf(body: z.infer<typeof newToken>, organization: string, createdBy: string): NewToken {
  switch (body.kind) {
    case 'api':
      return { kind: 'api', organization, createdBy, scopes: sorted(body.scopes), lifeMs: body.expiresInSeconds * 1000 };
    case 'deployment':
      return { kind: 'deployment', organization, createdBy, automation: body.automationId, ...(body.expiresInSeconds !== undefined && { lifeMs: body.expiresInSeconds * 1000 }) };
    case 'join':
      return { kind: 'join', organization, createdBy };
  }
}

async function requireAutomation({ db }: PeopleParts['store'], organization: string, id: string): Promise<void> {
  const row = await db.selectFrom('automation').select('id').where('organization_id', '=', organization).where('id', '=', id).where('archived_at', 'is', null).executeTakeFirst();
  if (!row) throw new PlatformError({ code: 'RESOURCE_NOT_FOUND', message: 'There is no such automation that the caller may see.' });
}
