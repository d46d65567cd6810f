import type { Manifest } from '@carnet/provider';
import { addressField, authMountField, entryField, kvMountField, namespaceField, pathField, roleField } from './setting-fields.ts';
import { trustDefinition } from './trust/trust-definition.ts';

/** HashiCorp Vault and OpenBao as data: the form, the flags and the docs page are made from it. */
export const manifest: Manifest = {
  id: 'vault',
  title: 'HashiCorp Vault / OpenBao',
  identity: {
    kind: 'vault',
    schema: {
      type: 'object',
      properties: { address: addressField, namespace: namespaceField, mount: authMountField, role: roleField },
      required: ['address', 'role'],
    },
    // A free address has an audience of its own: what a hostile server gets opens no other.
    audience: '{address}',
  },
  store: { schema: { type: 'object', properties: { mount: kvMountField, path: pathField, field: entryField } } },
  methods: [
    { id: 'workload-identity', title: 'Workload identity (no stored secret)' },
    {
      id: 'token',
      title: 'Vault token',
      schema: {
        type: 'object',
        properties: {
          address: addressField,
          namespace: namespaceField,
          token: { type: 'string', minLength: 1, maxLength: 8192, 'x-carnet': { label: 'Token', help: 'A token of Vault. It is neither renewed nor revoked by Carnet.', secret: true, group: 'Server' } },
        },
        required: ['address', 'token'],
      },
    },
  ],
  // Nothing here reads the environment: VAULT_ADDR and its like move the command line of Vault and nothing of ours.
  refusedEnvironment: [],
  trust: trustDefinition,
};
