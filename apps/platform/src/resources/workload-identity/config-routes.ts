import { z } from 'zod';
import { pageOf } from '../../http/paging.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { automationChoice, exampleId, exampleTime, givenSettings, listQuery, patchedSettings, usedBy } from '../records/answer-schemas.ts';
import { listByName } from '../records/list-by-name.ts';
import { readRow } from '../records/edited-record.ts';
import type { ResourceParts } from '../resource-parts.ts';
import { createConfig, deleteConfig, updateConfig } from './change-config.ts';
import { shownConfig, shownConfigs } from './shown-config.ts';

const tag = 'Workload identity';
const collection = '/v1/organizations/{organization}/workload-identity-configs';
const read = { to: 'organization', permission: 'workload_identity_configs:read' } as const;
const manage = { to: 'organization', permission: 'workload_identity_configs:manage' } as const;

const fields = {
  name: z.string().max(100),
  kind: z.string().max(40).describe('Which cloud’s identity it is: one of the kinds of GET /v1/providers. Settled when it is made.'),
  settings: givenSettings.describe('The fields of the kind’s schema.'),
  default: z.boolean().describe('What a form offers first. The one that was the default of this kind before is none any more.'),
  automations: automationChoice.describe('Which automations may use it.'),
  subject: z.enum(['organization', 'automation']).describe('Whose subject the tokens carry.'),
  organizationIssuer: z.boolean().describe('Whether the tokens name the organization’s own issuer.'),
  tokenLifetimeSeconds: z.int().min(300).max(3_600).nullable().describe('Null: as the issuer is set.'),
};
const created = z.strictObject({
  ...fields, default: fields.default.default(false), automations: fields.automations.default('all'), subject: fields.subject.default('organization'),
  organizationIssuer: fields.organizationIssuer.default(false), tokenLifetimeSeconds: fields.tokenLifetimeSeconds.default(null),
}).meta({ id: 'NewWorkloadIdentityConfig' });
const patched = z.strictObject({ ...fields, settings: patchedSettings }).partial().meta({ id: 'WorkloadIdentityConfigPatch' });
const answer = z.strictObject({
  id: z.string(), version: z.int(), ...fields, settingsVersion: z.int().describe('Raised with each change of the settings, of the issuer, of the subject and of the lifetime: a cloud credential that came of an earlier version is not used again.'), settingsChangedAt: z.string(), createdAt: z.string(), updatedAt: z.string(),
  token: z.strictObject({ issuer: z.string(), subject: z.string(), audience: z.string(), claims: z.array(z.string()) }).nullable()
    .describe('What its tokens say. `{automation}` stands for the id of the automation. Null while no provider defines its kind.'),
  usedByCount: z.int(), usedBy: usedBy.optional().describe('The first 100; in a list, left out.'),
  lastTest: z.strictObject({ credential: z.string(), at: z.string(), status: z.enum(['pass', 'warn', 'fail']) }).nullable(),
}).meta({ id: 'WorkloadIdentityConfig' });

const newExample = { name: 'production', kind: 'acme', settings: { tenant: 'orders' }, default: true };
const example = {
  id: exampleId, version: 1, name: 'production', kind: 'acme', settings: { tenant: 'orders' }, default: true, automations: 'all', subject: 'organization', organizationIssuer: false, tokenLifetimeSeconds: null,
  settingsVersion: 1, settingsChangedAt: exampleTime, createdAt: exampleTime, updatedAt: exampleTime,
  token: { issuer: 'https://issuer.example.com', subject: `organization:${exampleId}`, audience: 'https://acme.example.com', claims: [] }, usedByCount: 0, lastTest: null,
};

export function configRoutes(parts: ResourceParts): readonly Route[] {
  return [
    defineRoute({
      id: 'listWorkloadIdentityConfigs', method: 'get', path: collection, access: read, tag, summary: 'List the workload identity configs', query: listQuery,
      answer: { status: 200, schema: pageOf(answer), example: { items: [example], next: null } },
      async handle({ organization, query }) {
        const { items, next } = await listByName(parts, 'workload_identity_config', organization, query);
        return { body: { items: await shownConfigs(parts, organization, items), next } };
      },
    }),
    defineRoute({
      id: 'createWorkloadIdentityConfig', method: 'post', path: collection, access: manage, tag, summary: 'Make a workload identity config', body: created, example: newExample,
      answer: { status: 201, schema: answer, example },
      async handle({ organization, actor, body }) {
        const row = await createConfig(parts, { organization, actor }, body);
        return { status: 201, version: row.version, location: `${collection.replace('{organization}', organization)}/${row.id}`, body: await shownConfig(parts, organization, row) };
      },
    }),
    defineRoute({
      id: 'getWorkloadIdentityConfig', method: 'get', path: `${collection}/{config}`, access: read, tag, summary: 'Read a workload identity config', parameters: z.strictObject({ organization: z.uuid(), config: z.uuid() }),
      answer: { status: 200, schema: answer, example },
      async handle({ organization, path }) {
        const row = await readRow(parts.store, 'workload_identity_config', organization, path.config);
        return { version: row.version, body: await shownConfig(parts, organization, row) };
      },
    }),
    defineRoute({
      id: 'updateWorkloadIdentityConfig', method: 'patch', path: `${collection}/{config}`, access: manage, tag, summary: 'Change a workload identity config', parameters: z.strictObject({ organization: z.uuid(), config: z.uuid() }),
      description: 'A merge patch. Stored secrets of credentials that use it belong to the settings they were typed for: after a change of the settings they must be typed again.',
      ifMatch: 'required', body: patched, example: { settings: { tenant: 'billing' } }, answer: { status: 200, schema: answer, example },
      async handle({ organization, actor, path, body, ifMatch }) {
        const row = await updateConfig(parts, { organization, actor, ifMatch }, path.config, body);
        return { version: row.version, body: await shownConfig(parts, organization, row) };
      },
    }),
    defineRoute({
      id: 'deleteWorkloadIdentityConfig', method: 'delete', path: `${collection}/{config}`, access: manage, tag, summary: 'Delete a workload identity config', parameters: z.strictObject({ organization: z.uuid(), config: z.uuid() }),
      description: 'Refused while a credential uses it; the answer lists them.', ifMatch: 'required', answer: { status: 204 },
      async handle({ organization, actor, path, ifMatch }) {
        await deleteConfig(parts, { organization, actor, ifMatch }, path.config);
        return { status: 204 };
      },
    }),
  ];
}
