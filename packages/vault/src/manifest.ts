import type { Manifest, StringField } from '@carnet/provider';

const mountPattern = '^[A-Za-z0-9_][A-Za-z0-9_./-]*$';

const address: StringField = {
  type: 'string',
  format: 'uri',
  maxLength: 280,
  pattern: String.raw`^https://[a-z0-9.:\[\]-]+$`,
  'x-carnet': { label: 'Address', help: 'Address of the server or its load balancer, https://host or https://host:port, in lower case and without a path.', group: 'Server' },
};

const namespace: StringField = {
  type: 'string',
  maxLength: 200,
  pattern: '^[A-Za-z0-9_][A-Za-z0-9_./ -]*$',
  'x-carnet': { label: 'Namespace', help: 'For a server with namespaces alone: the path of the namespace, for example admin/team.', group: 'Server' },
};

/** HashiCorp Vault and OpenBao as data: the form, the flags and the docs page are made from it. */
export const manifest: Manifest = {
  id: 'vault',
  title: 'HashiCorp Vault / OpenBao',
  identity: {
    kind: 'vault',
    schema: {
      type: 'object',
      properties: {
        address,
        namespace,
        mount: {
          type: 'string',
          default: 'jwt',
          maxLength: 200,
          pattern: mountPattern,
          'x-carnet': { label: 'Auth mount', help: 'Where the JWT auth method is mounted, below auth/ and without a slash at its ends.', group: 'JWT auth', suggest: ['jwt'] },
        },
        role: {
          type: 'string',
          maxLength: 128,
          pattern: '^[A-Za-z0-9_][A-Za-z0-9_.-]*$',
          'x-carnet': { label: 'Role', help: 'Role of the JWT auth method to log in as.', group: 'JWT auth' },
        },
      },
      required: ['address', 'role'],
    },
    // A free address has an audience of its own: what a hostile server gets opens no other.
    audience: '{address}',
  },
  store: {
    schema: {
      type: 'object',
      properties: {
        mount: {
          type: 'string',
          default: 'secret',
          maxLength: 200,
          pattern: mountPattern,
          'x-carnet': { label: 'KV mount', help: 'Where the KV secrets engine, version 2, is mounted, without a slash at its ends.', group: 'Secrets', suggest: ['secret', 'kv'] },
        },
        path: {
          type: 'string',
          maxLength: 200,
          pattern: String.raw`^[^\u0000-\u001f\u007f%\\?#]+$`,
          'x-carnet': { label: 'Folder', help: 'Folder in front of every name, for example teams/orders, without a slash at its ends. Leave it empty for the whole mount.', group: 'Secrets' },
        },
        field: {
          type: 'string',
          maxLength: 200,
          pattern: String.raw`^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]+$`,
          'x-carnet': { label: 'Field', help: 'Field of each entry that is the value, for example value. Leave it empty to read the entry as a JSON object and take fields with name#key.', group: 'Secrets', suggest: ['value', 'password'] },
        },
      },
    },
  },
  methods: [
    { id: 'workload-identity', title: 'Workload identity (no stored secret)' },
    {
      id: 'token',
      title: 'Vault token',
      schema: {
        type: 'object',
        properties: {
          address,
          namespace,
          token: { type: 'string', minLength: 1, maxLength: 8192, 'x-carnet': { label: 'Token', help: 'A token of Vault. It is neither renewed nor revoked by Carnet.', secret: true, group: 'Server' } },
        },
        required: ['address', 'token'],
      },
    },
  ],
  // Nothing here reads the environment: VAULT_ADDR and its like move the command line of Vault and nothing of ours.
  refusedEnvironment: [],
};
