/** A provider in plain JavaScript that says what to register, and one flag of which has the name of a common one. */
export const trustingSource: string = `
import { CarnetError, defineProvider } from '@carnet/provider';

const schema = { type: 'object', properties: {
  safe: { type: 'string', maxLength: 24, pattern: '^[a-z-]{1,24}$', 'x-carnet': { label: 'Safe', help: 'Name of the safe.' } },
  accessTier: { type: 'string', enum: ['gold', 'silver'], default: 'gold' },
  level: { type: 'integer', minimum: 1, maximum: 9, default: 1 },
  sealed: { type: 'boolean', default: false },
  namespace: { type: 'string', 'x-carnet': { label: 'Namespace' } },
}, required: ['safe'] };

export const manifest = {
  id: 'acme', title: 'Acme Safe',
  identity: { kind: 'acme', audience: 'urn:acme', schema: { type: 'object', properties: { clientId: { type: 'string', format: 'uuid' } }, required: ['clientId'] } },
  store: { schema: { type: 'object', properties: { safe: { type: 'string' } } } },
  methods: [{ id: 'workload-identity' }], refusedEnvironment: [],
  trust: { schema, formats: [{ id: 'acme', title: 'Acme CLI' }, { id: 'terraform', title: 'Terraform' }] },
};

function trust(input) {
  if (input.settings.safe === 'legacy') throw new CarnetError({ code: 'SETTINGS_INVALID', step: 'configure', message: 'A legacy safe takes no token.' });
  if (input.settings.safe === 'broken') throw new Error('canary');
  const tearDown = [{ title: 'Remove', text: 'acme remove' }];
  return {
    audience: 'urn:acme', resources: [{ type: 'acme.input', ...input }],
    documents: [
      { format: 'acme', language: 'shell', setUp: [{ title: 'Print', text: 'echo noise; printf \\'{"clientId":"%s"}\\\\n\\' 7b0d7c3e-53b8-4c7e-9d43-0f1c9a3f2b11' }], tearDown },
      { format: 'terraform', language: 'hcl', setUp: [{ title: 'Client', text: 'output "carnet" {\\n  value = {}\\n}' }], tearDown },
    ],
    outputs: { clientId: ['appId'] }, identity: { clientId: '{clientId}' }, store: { safe: input.settings.safe }, notes: [],
  };
}

export default () => defineProvider({ manifest, trust, open: () => ({ authenticate: async () => ({}), read: async () => ({ bytes: new Uint8Array(), version: '1' }) }) });
`;
