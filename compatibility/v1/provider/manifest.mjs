/** Uses every part of the schema that the first v1 knew. */
export const manifest = {
  id: 'ledger',
  title: 'Ledger',
  identity: {
    kind: 'ledger',
    schema: {
      type: 'object',
      properties: {
        address: { type: 'string', format: 'uri', description: 'The server.', 'x-carnet': { label: 'Address', help: 'https://docs.example.test', group: 'Server', suggest: ['https://ledger.example.test'] } },
        team: { type: 'string', pattern: '^[a-z]{1,20}$', maxLength: 20, minLength: 1 },
        tagged: { type: 'boolean', default: false },
      },
      required: ['address', 'team'],
    },
    audience: '{address}',
    claims: { 'session-tags': 'tagged' },
  },
  store: {
    schema: {
      type: 'object',
      properties: {
        shelf: { type: 'string', enum: ['upper', 'lower'], default: 'upper' },
        pages: { type: 'integer', minimum: 1, maximum: 100, default: 10 },
        ratio: { type: 'number', const: 1, 'x-carnet': { label: 'Ratio', showWhen: { field: 'shelf', equals: 'lower' } } },
        contact: { type: 'string', format: 'email' },
        host: { type: 'string', format: 'hostname' },
        tenant: { type: 'string', format: 'uuid' },
      },
    },
  },
  methods: [
    { id: 'workload-identity' },
    {
      id: 'pen',
      title: 'A pen',
      schema: {
        type: 'object',
        properties: { address: { type: 'string', format: 'uri' }, ink: { type: 'string', 'x-carnet': { label: 'Ink', secret: true } } },
        required: ['address', 'ink'],
      },
    },
  ],
  refusedEnvironment: ['LEDGER_URL', 'LEDGER_DEBUG_*', { name: 'LEDGER_MODE', except: ['plain'] }],
};
