/** The files of a provider package in plain JavaScript, whose exports have an import condition alone. */
export function providerPackage(name: string, source: string, version: string = '1.2.3'): Readonly<Record<string, string>> {
  return {
    [`node_modules/${name}/package.json`]: JSON.stringify({ name, version, type: 'module', exports: { '.': { import: './index.js' } } }),
    [`node_modules/${name}/index.js`]: source,
  };
}

/** A provider with a free address, a secret field and every kind of text that a page shows. */
export const acmeSource: string = `
import { defineProvider } from '@carnet/provider';

export const manifest = {
  id: 'acme', title: 'Acme Safe',
  identity: {
    kind: 'acme', audience: '{address}',
    schema: { type: 'object', properties: { address: { type: 'string', format: 'uri', 'x-carnet': { label: 'Address', help: 'Where the safe answers, for example https://safe.acme.example.' } } }, required: ['address'] },
  },
  store: { schema: { type: 'object', properties: {
    shelf: { type: 'string', 'x-carnet': { label: 'Shelf' } },
    tier: { type: 'string', enum: ['gold', 'silver'], default: 'gold' },
    level: { type: 'integer', minimum: 1, maximum: 9, 'x-carnet': { label: 'Level', showWhen: { field: 'tier', equals: 'gold' } } },
  }, required: ['shelf'] } },
  methods: [
    { id: 'workload-identity', title: 'Workload identity (no stored secret)' },
    { id: 'key', title: 'Key', schema: { type: 'object', properties: { user: { type: 'string' }, key: { type: 'string', 'x-carnet': { label: 'Key', secret: true } } }, required: ['user', 'key'] } },
  ],
  refusedEnvironment: ['ACME_ENDPOINT', { name: 'ACME_HOST', except: ['safe.acme.example'] }],
};

export default function createAcme() {
  return defineProvider({ manifest, diagnose: () => undefined, open: () => ({ authenticate: async () => ({}), read: async () => ({ bytes: new Uint8Array(), version: '1' }) }) });
}
`;
