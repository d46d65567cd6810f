import { z } from 'zod';
import { authorize } from '../../access/authorize.ts';
import type { Permission } from '../../access/permission.ts';
import type { Principal } from '../../access/principal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { givenSettings } from '../records/answer-schemas.ts';
import type { ResourceParts } from '../resource-parts.ts';
import { applyDocument } from './apply-document.ts';
import { exportDocument } from './export-document.ts';
import { organizationState } from './organization-state.ts';

const tag = 'Document';
const path = '/v1/organizations/{organization}/document';
const features = ['automations', 'workload_identity_configs', 'secret_providers', 'environment_variables'] as const;

const names = z.union([z.literal('all'), z.array(z.string().max(100)).max(1_000)]).default('all');
const automation = z.strictObject({
  name: z.string().max(100), command: z.array(z.string().max(131_072)).min(1).max(1_000), timeoutSeconds: z.int().min(1).max(86_400).default(3_600), concurrency: z.int().min(1).max(1_000).nullable().default(null),
  requiredWorkerVersion: z.string().regex(/^(?:0|[1-9]\d{0,4})\.(?:0|[1-9]\d{0,4})\.(?:0|[1-9]\d{0,4})$/).nullable().default(null),
});
const config = z.strictObject({
  name: z.string().max(100), kind: z.string().max(40), settings: givenSettings, default: z.boolean().default(false), automations: names, subject: z.enum(['organization', 'automation']).default('organization'),
  organizationIssuer: z.boolean().default(false), tokenLifetimeSeconds: z.int().min(300).max(3_600).nullable().default(null),
});
const credential = z.strictObject({
  name: z.string().max(100), provider: z.string().max(40), method: z.string().max(40), workloadIdentityConfig: z.string().max(100).nullable().default(null), store: givenSettings.default({}), settings: givenSettings.default({}),
  secrets: z.record(z.string().max(64), z.string().max(65_536).nullable()).optional().describe('Left out: as they are stored.'), default: z.boolean().default(false), writable: z.boolean().default(false),
});
const variable = z.strictObject({
  name: z.string().max(256), source: z.enum(['direct', 'default', 'credential']), credential: z.string().max(100).nullable().default(null), provider: z.string().max(40).nullable().default(null), reference: z.string().max(4_096).nullable().default(null),
  value: z.string().max(131_072).nullable().optional().describe('Left out: as it is stored.'), optional: z.boolean().default(false), encoding: z.enum(['utf8', 'base64']).default('utf8'), sink: z.enum(['environment', 'file']).default('environment'),
  allow: z.boolean().default(false), automations: names,
});
const most = 2_000;
const documentSchema = z.strictObject({
  version: z.literal(1), automations: z.array(automation).max(most).default([]), workloadIdentityConfigs: z.array(config).max(most).default([]), credentials: z.array(credential).max(most).default([]), variables: z.array(variable).max(most).default([]),
}).meta({ id: 'OrganizationDocument' });
const exported = z.strictObject({ version: z.literal(1), automations: z.array(z.looseObject({ name: z.string() })), workloadIdentityConfigs: z.array(z.looseObject({ name: z.string() })), credentials: z.array(z.looseObject({ name: z.string() })), variables: z.array(z.looseObject({ name: z.string() })) }).meta({ id: 'ExportedDocument' });
const change = z.strictObject({ kind: z.enum(['automation', 'workload_identity_config', 'credential', 'variable']), name: z.string(), action: z.enum(['create', 'update', 'unchanged', 'delete']), fields: z.array(z.string()) }).meta({ id: 'PlannedChange' });

const example = { version: 1, automations: [{ name: 'nightly import', command: ['node', 'import.js'] }], workloadIdentityConfigs: [], credentials: [], variables: [] };

/** An organization as one text. Who reads or applies it may read or manage everything that stands in it. */
export function documentRoutes(parts: ResourceParts): readonly Route[] {
  const { store } = parts;
  return [
    defineRoute({
      id: 'exportDocument', method: 'get', path, access: { to: 'organization', permission: 'automations:read' }, tag, summary: 'Export the organization as a document',
      description: 'By names, without any secret or direct value. Needs to read workload identity configs, secret providers and environment variables, too.', answer: { status: 200, schema: exported, example },
      async handle({ organization, principal }) {
        await requireEach(parts, principal, organization, 'read');
        return { body: exportDocument(await organizationState(store, organization)) };
      },
    }),
    defineRoute({
      id: 'applyDocument', method: 'post', path, access: { to: 'organization', permission: 'automations:manage' }, tag, summary: 'Apply a document to the organization',
      description: 'Makes and changes what it names, all of it or nothing, and tells what changed. What it does not name stays, unless `prune` is true. Needs to manage workload identity configs, secret providers and environment variables, too.',
      body: z.strictObject({ document: documentSchema, dryRun: z.boolean().default(false).describe('Checks everything, and writes nothing.'), prune: z.boolean().default(false), state: z.string().max(100).optional().describe('What a dry run answered: nothing is applied where anything was changed since.') }), example: { document: example, dryRun: true }, largestBody: 4_194_304,
      answer: { status: 200, schema: z.strictObject({ applied: z.boolean(), changes: z.array(change), state: z.string().nullable().describe('Of a dry run: the state that its changes are for.') }), example: { applied: false, state: 'Y1Tn1sPZzOJ8bVkXrKq0m5mYqS3v0r8Hc6E9q2l7f4A', changes: [{ kind: 'automation', name: 'nightly import', action: 'create', fields: [] }] } },
      async handle({ organization, principal, actor, body: { document, dryRun, prune, state } }) {
        await requireEach(parts, principal, organization, 'manage');
        return { body: { applied: !dryRun, ...await applyDocument(parts, { organization, actor }, document, { dryRun, prune, state }) } };
      },
    }),
  ];
}

async function requireEach({ store }: Pick<ResourceParts, 'store'>, principal: Principal | undefined, organization: string, action: 'read' | 'manage'): Promise<void> {
  for (const feature of features) await authorize(store, principal, { to: 'organization', permission: `${feature}:${action}` satisfies Permission }, organization);
}
