import type { Manifest } from '@carnet/provider';
import type { HostedManifest } from '../../provider-host/provider-host.ts';

const capabilities = { list: true, write: true, remove: true, trust: true } as const;

/** A store whose address is one of the provider's own, with a way of stored secrets beside that of tokens. */
export const acme: Manifest = {
  id: 'acme', title: 'Acme Secrets',
  identity: {
    kind: 'acme', audience: 'https://acme.example.com', claims: { 'session-tags': 'tagged' },
    schema: { type: 'object', properties: { tenant: { type: 'string', maxLength: 40, pattern: '^[a-z]{1,40}$' }, tagged: { type: 'boolean', default: false }, note: { type: 'string' } }, required: ['tenant'] },
  },
  store: { schema: { type: 'object', properties: { region: { type: 'string', maxLength: 40, pattern: '^[a-z]{1,40}$' } }, required: ['region'] } },
  methods: [
    { id: 'workload-identity' },
    {
      id: 'key',
      schema: {
        type: 'object',
        properties: {
          account: { type: 'string', maxLength: 40, pattern: '^[A-Z]{1,40}$' }, key: { type: 'string', minLength: 1, 'x-carnet': { label: 'Key', secret: true } },
          session: { type: 'string', 'x-carnet': { label: 'Session', secret: true } },
        },
        required: ['account', 'key'],
      },
    },
  ],
  refusedEnvironment: [],
  trust: { schema: { type: 'object', properties: { name: { type: 'string', maxLength: 40, pattern: '^[a-z]{1,40}$', default: 'carnet' } } }, formats: [{ id: 'acme-cli', title: 'Acme CLI' }] },
};

/** A store at whatever address somebody types. */
const anywhere: Manifest = {
  id: 'anywhere', title: 'Anywhere',
  identity: { kind: 'anywhere', audience: '{address}', schema: { type: 'object', properties: { address: { type: 'string', format: 'uri' } }, required: ['address'] } },
  store: { schema: { type: 'object', properties: {} } },
  methods: [
    { id: 'workload-identity' },
    { id: 'token', schema: { type: 'object', properties: { address: { type: 'string', format: 'uri' }, token: { type: 'string', 'x-carnet': { label: 'Token', secret: true } } }, required: ['address', 'token'] } },
  ],
  refusedEnvironment: [],
};

export const sampleManifests: readonly HostedManifest[] = [acme, anywhere].map((manifest) => ({ manifest, capabilities }));
