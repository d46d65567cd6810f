import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { uuid } from '../records/answer-schemas.ts';
import { isoTime } from '../../http/iso-time.ts';
import type { ResourceParts } from '../resource-parts.ts';
import type { OrganizationSlots } from './organization-slots.ts';
import { secretNames } from './secret-names.ts';
import { checkSecret, removeSecret, writeSecret } from './secret-values.ts';

const tag = 'Secrets';
const collection = '/v1/organizations/{organization}/credentials/{credential}/secrets';
// Neither a name nor a fingerprint is a value: the fingerprint is made under a key that never leaves the platform.
const read = { to: 'organization', permission: 'secret_providers:read' } as const;
const manage = { to: 'organization', permission: 'secret_values:manage' } as const;
const parameters = z.strictObject({ organization: z.uuid(), credential: z.uuid() });
const named = parameters.extend({ name: z.string().min(1).max(1_024) });
const where = { worker: uuid.optional().describe('A connected worker that does it in place of the platform.'), automation: uuid.optional() };

const names = z.strictObject({
  names: z.array(z.strictObject({ name: z.string(), enabled: z.boolean().nullable(), expiresAt: z.string().nullable() })), truncated: z.boolean(),
  reason: z.string().nullable().describe('Why there are none to choose from. A name may still be typed.'), hint: z.string().nullable(), code: z.string().nullable(),
}).meta({ id: 'SecretNames' });
const summary = z.strictObject({ reference: z.string(), fingerprint: z.string(), version: z.string(), notAfter: z.string().nullable(), durationMs: z.number() }).meta({ id: 'CheckedSecret' });

export function secretRoutes(parts: ResourceParts & { readonly slots: OrganizationSlots }): readonly Route[] {
  return [
    defineRoute({
      id: 'listSecretNames', method: 'get', path: collection, access: read, tag, summary: 'Suggest names of secrets', description: 'Answers without names, and says why, where the store does not let them be listed.', parameters,
      query: z.strictObject({ prefix: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(200).default(50), ...where }),
      answer: { status: 200, schema: names, example: { names: [{ name: 'database', enabled: true, expiresAt: null }], truncated: false, reason: null, hint: null, code: null } },
      async handle({ organization, actor, path, query, signal }) {
        return { body: await secretNames(parts, { organization, actor, credential: path.credential, signal, ...query }) };
      },
    }),
    defineRoute({
      id: 'checkSecret', method: 'post', path: `${collection}/check`, access: read, tag, summary: 'Check a secret without seeing it', parameters,
      description: 'Reads it now and tells its fingerprint and version. With `variable`, the fingerprint is that of the variable’s runs.',
      body: z.strictObject({ reference: z.string().max(4_096), variable: uuid.optional(), ...where }), example: { reference: 'database#password' },
      answer: { status: 200, schema: summary, example: { reference: 'database#password', fingerprint: 'hmac:0123456789ab', version: '3', notAfter: null, durationMs: 41 } },
      async handle({ organization, actor, path, body: { reference, variable, ...options }, signal }) {
        const { fingerprint, version, notAfter, durationMs, reference: printed } = await checkSecret(parts, { organization, actor, credential: path.credential, signal, ...options }, { reference, variable });
        return { body: { reference: printed, fingerprint, version, notAfter: notAfter === undefined ? null : isoTime(notAfter), durationMs } };
      },
    }),
    defineRoute({
      id: 'writeSecret', method: 'put', path: `${collection}/{name}`, access: manage, tag, summary: 'Write a secret', parameters: named, largestBody: 131_072,
      description: 'Adds a version. Refused unless the credential is writable. Percent-encode what in the name has a meaning in an address; a secret named `check` is written as `%63heck`.',
      body: z.strictObject({ value: z.string().max(100_000).describe('At most 64 KiB.'), ...where }), example: { value: 's3cr3t' },
      answer: { status: 200, schema: z.strictObject({ version: z.string(), fingerprint: z.string() }), example: { version: '4', fingerprint: 'hmac:0123456789ab' } },
      async handle({ organization, actor, path, body: { value, ...options }, signal }) {
        return { body: await writeSecret(parts, { organization, actor, credential: path.credential, signal, ...options }, { name: path.name, value }) };
      },
    }),
    defineRoute({
      id: 'removeSecret', method: 'delete', path: `${collection}/{name}`, access: manage, tag, summary: 'Remove a secret', parameters: named, query: z.strictObject(where), description: 'Refused unless the credential is writable.', answer: { status: 204 },
      async handle({ organization, actor, path, query, signal }) {
        await removeSecret(parts, { organization, actor, credential: path.credential, signal, ...query }, { name: path.name });
        return { status: 204 };
      },
    }),
  ];
}
