import type { Manifest } from '@carnet/provider';

/** Acme Safe as data: forms, flags and the docs page are made from it. */
export const manifest: Manifest = {
  id: 'acme',
  title: 'Acme Safe',
  identity: {
    kind: 'acme',
    schema: {
      type: 'object',
      properties: {
        address: {
          type: 'string',
          format: 'uri',
          maxLength: 200,
          // A host name in lower case and nothing else: no port, path, user or number that stands for an address.
          pattern: String.raw`^https://[a-z0-9-]{1,63}[a-z0-9.-]{0,100}\.[a-z]{2,20}$`,
          'x-carnet': { label: 'Address', help: 'Where the service answers: https:// and its host name, for example https://safe.acme.example.' },
        },
      },
      required: ['address'],
    },
    // Whoever receives a token can use it where its audience is known: this one is worth nothing anywhere else.
    audience: '{address}',
  },
  store: {
    schema: {
      type: 'object',
      properties: {
        safe: {
          type: 'string',
          maxLength: 40,
          pattern: '^[a-z][a-z0-9-]{0,39}$',
          'x-carnet': { label: 'Safe', help: 'The safe that holds the secrets, as in its address: lower-case letters, digits and hyphens.' },
        },
      },
      required: ['safe'],
    },
  },
  methods: [{ id: 'workload-identity', title: 'Workload identity (no stored secret)' }],
  refusedEnvironment: [],
};
