import { z } from 'zod';
import { defineRoute, type Route } from '../../http/route.ts';
import { notFound } from '../records/organization-change.ts';
import type { ResourceParts } from '../resource-parts.ts';
import type { HostedManifest } from '../../provider-host/provider-host.ts';

const providerAnswer = z.strictObject({
  id: z.string(),
  title: z.string(),
  identity: z.looseObject({ kind: z.string() }).nullable().describe('The kind of workload identity config that it takes, with the JSON Schema of its fields where the provider defines the kind.'),
  store: z.looseObject({}).describe('JSON Schema of the store’s address.'),
  methods: z.array(z.looseObject({ id: z.string() })).describe('How it can be signed in to, each with the JSON Schema of its fields.'),
  trust: z.looseObject({}).nullable().describe('JSON Schema of what a trust is asked for, and the formats it is written in.'),
  capabilities: z.strictObject({ list: z.boolean(), write: z.boolean(), remove: z.boolean(), trust: z.boolean() }),
  package: z.strictObject({ name: z.string(), version: z.string().optional() }).nullable(),
}).meta({ id: 'Provider' });

const example = {
  id: 'acme', title: 'Acme Secrets', identity: { kind: 'acme' },
  store: { type: 'object', properties: { region: { type: 'string' } } },
  methods: [{ id: 'workload-identity' }], trust: null, capabilities: { list: true, write: false, remove: false, trust: false }, package: null,
};

/** What forms, flags and documents are made from. It is the same for every organization. */
export function providerRoutes({ host }: Pick<ResourceParts, 'host'>): readonly Route[] {
  const access = { to: 'person', orApiToken: true } as const;
  return [
    defineRoute({
      id: 'listProviders', method: 'get', path: '/v1/providers', access, tag: 'Providers', summary: 'List the providers of this platform',
      answer: { status: 200, schema: z.strictObject({ items: z.array(providerAnswer) }), example: { items: [example] } },
      handle: () => Promise.resolve({ body: { items: host.manifests.map(shownProvider) } }),
    }),
    defineRoute({
      id: 'getProvider', method: 'get', path: '/v1/providers/{provider}', access, tag: 'Providers', summary: 'Read the schemas of a provider',
      parameters: z.strictObject({ provider: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/) }),
      answer: { status: 200, schema: providerAnswer, example },
      async handle({ path }) {
        const found = host.manifests.find(({ manifest }) => manifest.id === path.provider);
        if (found === undefined) throw notFound('provider');
        return await Promise.resolve({ body: shownProvider(found) });
      },
    }),
  ];
}

function shownProvider({ manifest: { id, title, identity, store, methods, trust }, capabilities, package: source }: HostedManifest): object {
  return { id, title, identity: identity ?? null, store: store.schema, methods, trust: trust ?? null, capabilities, package: source === undefined ? null : { name: source.name, version: source.version } };
}
