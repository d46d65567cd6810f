import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { exampleId, givenSettings, uuid } from '../records/answer-schemas.ts';
import { requireAutomation } from '../automations/require-automations.ts';
import { refuseField } from '../records/field-problems.ts';
import type { ResourceParts } from '../resource-parts.ts';
import { loadedConfig } from './loaded-config.ts';
import { previewOf, subjectOf } from './subject.ts';
import { settingsFromOutputs, trustText, type TrustedSubject, type TrustWish } from './trust-text.ts';

const tag = 'Workload identity';
const organizationPath = '/v1/organizations/{organization}';
const read = { to: 'organization', permission: 'workload_identity_configs:read' } as const;
const flag = z.enum(['true', 'false']).default('false').transform((text) => text === 'true');

const wish = {
  provider: z.string().max(40),
  settings: givenSettings.default({}).describe('Fields of the provider’s trust schema.'),
  secrets: z.array(z.string().max(1_024)).max(100).default([]).describe('Each is opened alone. None: the whole store.'),
  list: z.boolean().default(false), write: z.boolean().default(false), create: z.string().max(1_024).optional().describe('A first secret to create, to test with.'),
};
const whose = {
  organizationIssuer: z.boolean().default(false),
  automation: uuid.optional().describe('The subject of this automation, in place of the organization’s.'),
};
const asked = {
  format: z.string().max(40).optional().describe('One of the provider’s formats, or `json`. Default: the usual one.'),
  secrets: z.string().max(8_192).default('').describe('Names, separated by commas. None: the whole store.'),
  settings: z.string().max(8_192).default('{}').describe('Fields of the provider’s trust schema, as JSON.'),
  list: flag, write: flag, teardown: flag, create: z.string().max(1_024).optional(),
};
const text = z.strictObject({ issuer: z.string(), subject: z.string(), audience: z.string(), format: z.string(), text: z.string(), notes: z.array(z.string()), formats: z.array(z.strictObject({ id: z.string(), title: z.string() })) }).meta({ id: 'TrustText' });
const example = { issuer: 'https://issuer.example.com', subject: `organization:${exampleId}`, audience: 'https://acme.example.com', format: 'json', text: '{}\n', notes: [], formats: [{ id: 'json', title: 'The plan as JSON' }] };

export function trustRoutes(parts: ResourceParts): readonly Route[] {
  return [
    defineRoute({
      id: 'getTrust', method: 'get', path: `${organizationPath}/trust`, access: read, tag, summary: 'Write the set-up of a trust', description: 'Before there is a workload identity config: its fields are what the set-up prints.',
      query: z.strictObject({ provider: z.string().max(40), automation: uuid.optional(), organizationIssuer: flag, ...asked }), answer: { status: 200, schema: text, example },
      async handle({ organization, query: { automation, organizationIssuer, format, teardown, ...query } }) {
        await requireAutomation(parts.store, organization, automation);
        const token = { issuer: parts.issuerOf(organization, { organizationIssuer }), subject: subjectOf(organization, automation) };
        return { body: await trustText(parts, token, wishOf(query), { format, teardown }) };
      },
    }),
    defineRoute({
      id: 'getTrustOfConfig', method: 'get', path: `${organizationPath}/workload-identity-configs/{config}/trust`, access: read, tag, summary: 'Write the trust of a workload identity config', parameters: z.strictObject({ organization: z.uuid(), config: z.uuid() }),
      query: z.strictObject({ provider: z.string().max(40).optional().describe('Default: the one that defines the kind.'), automation: uuid.optional().describe('Required where the subject of the config is an automation’s.'), ...asked }), answer: { status: 200, schema: text, example },
      async handle({ organization, path, query: { automation, provider, format, teardown, ...query } }) {
        const config = await loadedConfig(parts.store, organization, path.config);
        await requireAutomation(parts.store, organization, automation);
        if (config.subject === 'automation' && automation === undefined) refuseField('automation', 'is required: the subject of the tokens is an automation’s');
        const token = previewOf(parts, organization, config, automation);
        const definer = parts.host.manifests.find(({ manifest: { identity } }) => identity?.kind === config.kind && 'schema' in identity)?.manifest.id ?? '';
        return { body: await trustText(parts, { issuer: token.issuer, subject: token.subject }, wishOf({ provider: provider ?? definer, ...query }), { format, teardown }) };
      },
    }),
    defineRoute({
      id: 'readTrustOutputs', method: 'post', path: `${organizationPath}/workload-identity-configs/from-outputs`, access: read, tag, summary: 'Read what a set-up printed',
      description: 'Takes it whole, as it was printed, with the choices that it was written with; gives the settings of the workload identity config and the store of its credential. Saves nothing.',
      body: z.strictObject({ ...wish, ...whose, printed: z.string().max(262_144) }), example: { provider: 'acme', settings: { name: 'carnet' }, printed: '{"tenant":"orders"}' }, largestBody: 524_288,
      answer: { status: 200, schema: z.strictObject({ kind: z.string(), settings: givenSettings, store: givenSettings }), example: { kind: 'acme', settings: { tenant: 'orders' }, store: {} } },
      async handle({ organization, body: { printed, organizationIssuer, automation, ...body } }) {
        await requireAutomation(parts.store, organization, automation);
        const token: TrustedSubject = { issuer: parts.issuerOf(organization, { organizationIssuer }), subject: subjectOf(organization, automation) };
        return { body: await settingsFromOutputs(parts, token, body, printed) };
      },
    }),
    defineRoute({
      id: 'previewToken', method: 'get', path: `${organizationPath}/workload-identity-configs/{config}/token-preview`, access: read, tag, summary: 'Preview the claims of a config’s tokens', parameters: z.strictObject({ organization: z.uuid(), config: z.uuid() }),
      query: z.strictObject({ automation: uuid.optional() }),
      answer: { status: 200, schema: z.strictObject({ iss: z.string(), sub: z.string(), aud: z.string(), organization_id: z.string(), lifetimeSeconds: z.int().nullable(), claims: z.array(z.string()) }), example: { iss: example.issuer, sub: example.subject, aud: example.audience, organization_id: exampleId, lifetimeSeconds: null, claims: [] } },
      async handle({ organization, path, query }) {
        const config = await loadedConfig(parts.store, organization, path.config);
        await requireAutomation(parts.store, organization, query.automation);
        const { issuer, subject, audience, claims } = previewOf(parts, organization, config, query.automation);
        return { body: { iss: issuer, sub: subject, aud: audience, organization_id: organization, lifetimeSeconds: config.tokenLifetimeSeconds, claims } };
      },
    }),
  ];
}

function wishOf({ provider, settings, secrets, list, write, create }: { readonly provider: string; readonly settings: string; readonly secrets: string; readonly list: boolean; readonly write: boolean; readonly create?: string | undefined }): TrustWish {
  return { provider, settings: settingsOf(settings), secrets: secrets === '' ? [] : secrets.split(',').map((name) => name.trim()), list, write, create };
}

function settingsOf(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Readonly<Record<string, unknown>>;
  } catch {
    // Told below, without what was sent.
  }
  return refuseField('settings', 'must be a JSON object');
}
