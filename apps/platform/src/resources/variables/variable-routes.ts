import { z } from 'zod';
import { pageOf } from '../../http/paging.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { requireAutomation } from '../automations/require-automations.ts';
import { automationChoice, exampleId, exampleTime, listQuery, uuid } from '../records/answer-schemas.ts';
import { readRow } from '../records/edited-record.ts';
import { refuseFields } from '../records/field-problems.ts';
import { listByName } from '../records/list-by-name.ts';
import type { ResourceParts } from '../resource-parts.ts';
import { createVariable, deleteVariable, updateVariable } from './change-variable.ts';
import { variablesOf } from './effective-variables.ts';
import { importVariables } from './import-variables.ts';
import { shownEffective, shownVariables } from './shown-variable.ts';

const tag = 'Variables';
const collection = '/v1/organizations/{organization}/variables';
const read = { to: 'organization', permission: 'environment_variables:read' } as const;
const manage = { to: 'organization', permission: 'environment_variables:manage' } as const;
const parameters = z.strictObject({ organization: z.uuid(), variable: z.uuid() });

const fields = {
  name: z.string().max(256).describe('As the command sees it.'),
  source: z.enum(['direct', 'default', 'credential']).describe('A value given here, a secret through the provider’s default credential, or one through a named credential.'),
  credentialId: uuid.nullable(),
  provider: z.string().max(40).nullable().describe('Where the source is `default`.'),
  reference: z.string().max(4_096).nullable().describe('`name#json_key@version`, key and version optional.'),
  optional: z.boolean().describe('Unset where the secret is not found. Denied, throttled and unreachable still fail.'),
  encoding: z.enum(['utf8', 'base64']),
  sink: z.enum(['environment', 'file']).describe('The value itself, or the path of a file that holds its bytes.'),
  allow: z.boolean().describe('Sets a name that is harmful for some programs: proxies, certificate authorities, GIT_*, npm_config_*. It is audited.'),
  automations: automationChoice.describe('Which automations get it. One of an automation goes before one of all.'),
};
const value = z.string().max(131_072).nullable().describe('Of a direct value. Never sent back; left out, what is stored stays.');
const created = z.strictObject({
  ...fields, credentialId: fields.credentialId.default(null), provider: fields.provider.default(null), reference: fields.reference.default(null), value: value.default(null),
  optional: fields.optional.default(false), encoding: fields.encoding.default('utf8'), sink: fields.sink.default('environment'), allow: fields.allow.default(false), automations: fields.automations.default('all'),
}).meta({ id: 'NewVariable' });
const patched = z.strictObject({ ...fields, value }).partial().meta({ id: 'VariablePatch' });
const answer = z.strictObject({ id: z.string(), version: z.int(), ...fields, hasValue: z.boolean(), createdAt: z.string(), updatedAt: z.string() }).meta({ id: 'Variable' });
const { automations: _, ...ofAutomation } = fields;
const effective = z.strictObject({ id: z.string(), ...ofAutomation, overrides: z.string().nullable().describe('The variable of all automations that it goes before.'), problem: z.string().nullable() }).meta({ id: 'EffectiveVariable' });

const row = z.strictObject({ name: fields.name, source: fields.source, credentialId: fields.credentialId.default(null), provider: fields.provider.default(null), reference: fields.reference.default(null), value: value.default(null), allow: fields.allow.optional().describe('Left out: as it is stored.') });
const imported = z.strictObject({ applied: z.boolean(), rows: z.array(z.strictObject({ name: z.string(), action: z.enum(['create', 'update', 'refused']), problem: z.string().nullable() })) });

const newExample = { name: 'DATABASE_PASSWORD', source: 'default', provider: 'acme', reference: 'database#password' };
const example = {
  id: exampleId, version: 1, ...newExample, credentialId: null, hasValue: false, optional: false, encoding: 'utf8', sink: 'environment', allow: false, automations: 'all', createdAt: exampleTime, updatedAt: exampleTime,
};
const effectiveExample = { id: exampleId, ...newExample, credentialId: exampleId, optional: false, encoding: 'utf8', sink: 'environment', allow: false, overrides: null, problem: null };

export function variableRoutes(parts: ResourceParts): readonly Route[] {
  return [
    defineRoute({
      id: 'listVariables', method: 'get', path: collection, access: read, tag, summary: 'List the environment variables', query: listQuery,
      answer: { status: 200, schema: pageOf(answer), example: { items: [example], next: null } },
      async handle({ organization, query }) {
        const { items, next } = await listByName(parts, 'variable', organization, query);
        return { body: { items: await shownVariables(parts, organization, items), next } };
      },
    }),
    defineRoute({
      id: 'createVariable', method: 'post', path: collection, access: manage, tag, summary: 'Make an environment variable', body: created, example: newExample, largestBody: 1_048_576, answer: { status: 201, schema: answer, example },
      async handle({ organization, actor, body }) {
        const row = await createVariable(parts, { organization, actor }, body);
        const [shown] = await shownVariables(parts, organization, [row]);
        return { status: 201, version: row.version, location: `${collection.replace('{organization}', organization)}/${row.id}`, body: shown };
      },
    }),
    defineRoute({
      id: 'getVariable', method: 'get', path: `${collection}/{variable}`, access: read, tag, summary: 'Read an environment variable', parameters, answer: { status: 200, schema: answer, example },
      async handle({ organization, path }) {
        const row = await readRow(parts.store, 'variable', organization, path.variable);
        const [shown] = await shownVariables(parts, organization, [row]);
        return { version: row.version, body: shown };
      },
    }),
    defineRoute({
      id: 'updateVariable', method: 'patch', path: `${collection}/{variable}`, access: manage, tag, summary: 'Change an environment variable', parameters, largestBody: 1_048_576,
      description: 'A merge patch. A secret by workload identity is read as of the next kickoff; a direct or static value as of the next deployment.',
      ifMatch: 'required', body: patched, example: { reference: 'database#password@3' }, answer: { status: 200, schema: answer, example },
      async handle({ organization, actor, path, body, ifMatch }) {
        const row = await updateVariable(parts, { organization, actor, ifMatch }, path.variable, body);
        const [shown] = await shownVariables(parts, organization, [row]);
        return { version: row.version, body: shown };
      },
    }),
    defineRoute({
      id: 'deleteVariable', method: 'delete', path: `${collection}/{variable}`, access: manage, tag, summary: 'Delete an environment variable', parameters, ifMatch: 'required', answer: { status: 204 },
      async handle({ organization, actor, path, ifMatch }) {
        await deleteVariable(parts, { organization, actor, ifMatch }, path.variable);
        return { status: 204 };
      },
    }),
    defineRoute({
      id: 'importVariables', method: 'post', path: `${collection}/import`, access: manage, tag, summary: 'Import environment variables',
      description: 'The rows of a .env file, each with where its value comes from. Every row is told; all of them are written, or none.',
      body: z.strictObject({ rows: z.array(row).min(1).max(500), automation: uuid.nullable().default(null).describe('Null: for all automations.'), automations: z.union([z.literal('all'), z.array(uuid).min(1).max(1_000)]).optional().describe('In place of `automation`, where they are for several at once.'), dryRun: z.boolean().default(false) }).meta({ id: 'VariableImport' }),
      example: { rows: [{ name: 'LOG_LEVEL', source: 'direct', value: 'info' }, newExample], dryRun: true }, largestBody: 4_194_304,
      answer: { status: 200, schema: imported, example: { applied: false, rows: [{ name: 'LOG_LEVEL', action: 'create', problem: null }] } },
      async handle({ organization, actor, body }) {
        const { rows, automation, automations = automation === null ? 'all' : [automation], dryRun } = body;
        if (body.automations !== undefined) refuseFields(automation === null ? [] : [{ field: 'automation', message: 'goes without automations' }]);
        else await requireAutomation(parts.store, organization, automation);
        return { body: await importVariables(parts, { organization, actor }, { rows, automations, dryRun }) };
      },
    }),
    defineRoute({
      id: 'listVariablesOfAutomation', method: 'get', path: '/v1/organizations/{organization}/automations/{automation}/variables', access: read, tag, summary: 'List what an automation gets',
      description: 'Every variable that applies to it, by name: its own go before those of all automations.', parameters: z.strictObject({ organization: z.uuid(), automation: z.uuid() }),
      answer: { status: 200, schema: z.strictObject({ items: z.array(effective) }), example: { items: [effectiveExample] } },
      async handle({ organization, path }) {
        await readRow(parts.store, 'automation', organization, path.automation);
        return { body: { items: (await variablesOf(parts.store, organization, path.automation)).map(shownEffective) } };
      },
    }),
  ];
}
