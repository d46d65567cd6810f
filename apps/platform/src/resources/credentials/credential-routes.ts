import { z } from 'zod';
import { pageOf } from '../../http/paging.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { exampleId, exampleTime, listQuery, patchedSettings, usedBy } from '../records/answer-schemas.ts';
import { readRow } from '../records/edited-record.ts';
import { listByName } from '../records/list-by-name.ts';
import type { ResourceParts } from '../resource-parts.ts';
import { createCredential, deleteCredential, updateCredential } from './change-credential.ts';
import { credentialFields, newCredential } from './credential-fields.ts';
import { shownCredential, shownCredentials } from './shown-credential.ts';

const tag = 'Credentials';
const collection = '/v1/organizations/{organization}/credentials';
const read = { to: 'organization', permission: 'secret_providers:read' } as const;
const manage = { to: 'organization', permission: 'secret_providers:manage' } as const;
const parameters = z.strictObject({ organization: z.uuid(), credential: z.uuid() });

const { secrets, ...open } = credentialFields;
const patched = z.strictObject({ ...open, store: patchedSettings, settings: patchedSettings, secrets }).partial().meta({ id: 'CredentialPatch' });
const listed = z.strictObject({
  id: z.string(), version: z.int(), ...open, secretNames: z.array(z.string()).describe('The secret fields that are stored.'), createdAt: z.string(), updatedAt: z.string(),
  lastTest: z.strictObject({ at: z.string(), status: z.enum(['pass', 'warn', 'fail']) }).nullable(),
});
const answer = listed.extend({
  secretsMustBeTyped: z.boolean().describe('Whether its target changed since its secrets were typed: until they are typed again, it is not used.'),
  usedBy: usedBy.describe('The first 100 variables and deployments.'),
}).meta({ id: 'Credential' });

const newExample = { name: 'orders', provider: 'acme', method: 'workload-identity', store: { region: 'north' }, default: true };
const listedExample = {
  id: exampleId, version: 1, name: 'orders', provider: 'acme', method: 'workload-identity', workloadIdentityConfigId: exampleId, store: { region: 'north' }, settings: {}, secretNames: [], default: true, writable: false,
  createdAt: exampleTime, updatedAt: exampleTime, lastTest: null,
};
const example = { ...listedExample, secretsMustBeTyped: false, usedBy: [] };

export function credentialRoutes(parts: ResourceParts): readonly Route[] {
  return [
    defineRoute({
      id: 'listCredentials', method: 'get', path: collection, access: read, tag, summary: 'List the secret provider credentials', query: listQuery,
      answer: { status: 200, schema: pageOf(listed.meta({ id: 'ListedCredential' })), example: { items: [listedExample], next: null } },
      async handle({ organization, query }) {
        const { items, next } = await listByName(parts, 'credential', organization, query);
        return { body: { items: await shownCredentials(parts, organization, items), next } };
      },
    }),
    defineRoute({
      id: 'createCredential', method: 'post', path: collection, access: manage, tag, summary: 'Make a secret provider credential', body: newCredential.meta({ id: 'NewCredential' }), example: newExample, largestBody: 262_144,
      answer: { status: 201, schema: answer, example },
      async handle({ organization, actor, body }) {
        const row = await createCredential(parts, { organization, actor }, body);
        return { status: 201, version: row.version, location: `${collection.replace('{organization}', organization)}/${row.id}`, body: await shownCredential(parts, row) };
      },
    }),
    defineRoute({
      id: 'getCredential', method: 'get', path: `${collection}/{credential}`, access: read, tag, summary: 'Read a secret provider credential', parameters, answer: { status: 200, schema: answer, example },
      async handle({ organization, path }) {
        const row = await readRow(parts.store, 'credential', organization, path.credential);
        return { version: row.version, body: await shownCredential(parts, row) };
      },
    }),
    defineRoute({
      id: 'updateCredential', method: 'patch', path: `${collection}/{credential}`, access: manage, tag, summary: 'Change a secret provider credential', parameters, largestBody: 262_144,
      description: 'A merge patch. Stored secrets belong to the address, tenant, role, region, method and provider that they were typed for: whoever changes one of these types them again.',
      ifMatch: 'required', body: patched, example: { store: { region: 'south' } }, answer: { status: 200, schema: answer, example },
      async handle({ organization, actor, path, body, ifMatch }) {
        const row = await updateCredential(parts, { organization, actor, ifMatch }, path.credential, body);
        return { version: row.version, body: await shownCredential(parts, row) };
      },
    }),
    defineRoute({
      id: 'deleteCredential', method: 'delete', path: `${collection}/{credential}`, access: manage, tag, summary: 'Delete a secret provider credential', parameters,
      description: 'Refused while a variable or a deployment in use reads through it; the answer lists them. Values that older deployments baked from it are destroyed.', ifMatch: 'required', answer: { status: 204 },
      async handle({ organization, actor, path, ifMatch }) {
        await deleteCredential(parts, { organization, actor, ifMatch }, path.credential);
        return { status: 204 };
      },
    }),
  ];
}
