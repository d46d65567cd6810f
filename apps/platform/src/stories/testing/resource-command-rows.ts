import { absent, otherOrganization, type CommandRow } from './command-row.ts';

const nowhere = '00000000-0000-4000-8000-000000000000';
const identity = ['--kind', 'azure', '--tenant-id', nowhere, '--client-id', nowhere];

export const resourceRows: Readonly<Record<string, CommandRow>> = {
  'wi ls': { works: () => ({ args: [] }), refused: [otherOrganization] },
  'wi show': { works: () => ({ args: ['azure-production'] }), refused: [absent] },
  'wi test': { works: () => ({ args: ['azure-production'] }), refused: [absent] },
  'wi trust': {
    works: ({ vault }) => ({ args: ['--provider', 'azure', '--vault', vault.name, '--all-secrets'] }),
    alsoWorks: [({ vault }) => ({ args: ['writable', '--vault', vault.name, '--secret', 'api-key', '--teardown'] }), () => ({ args: ['--provider', 'azure', '--fields'] })],
    refused: [{ args: ['--provider', 'absent', '--all-secrets'], exitCode: 3, code: 'RESOURCE_NOT_FOUND' }],
    lacks: [{ args: ['--all-secrets'], flag: '--provider' }, { args: ['--provider', 'azure'], flag: '--all-secrets' }],
  },
  'wi add': {
    works: (world) => ({ args: [world.name(), ...identity] }),
    alsoWorks: [
      () => ({ args: ['any', '--fields'] }), () => ({ args: ['any', '--kind', 'azure', '--fields'] }),
      (world) => ({ args: [world.name(), '--from-stdin', '--kind', 'azure'], stdin: JSON.stringify({ tenantId: nowhere, clientId: nowhere }) }),
    ],
    refused: [{ args: ['azure-production', ...identity], exitCode: 2, code: 'NAME_TAKEN' }],
    lacks: [{ args: ['new'], flag: '--kind' }, { args: ['new', '--kind', 'azure'], flag: '--tenant-id and --client-id' }],
  },
  'wi edit': { works: async (world) => ({ args: [await world.config(), '--token-lifetime', '600'] }), refused: [absent] },
  'wi default': { works: () => ({ args: ['azure-production'] }), refused: [absent] },
  'wi rm': { works: async (world) => ({ args: [await world.config()] }), refused: [absent, { args: ['azure-production', '--yes'], exitCode: 2, code: 'RESOURCE_IN_USE' }] },
  'credentials ls': { works: () => ({ args: [] }), refused: [otherOrganization] },
  'credentials show': { works: () => ({ args: ['azure-production'] }), refused: [absent] },
  'credentials add': {
    works: (world) => ({ args: [world.name(), '--provider', 'azure', '--workload-identity', 'writable', '--vault-url', world.vault.url] }),
    alsoWorks: [
      () => ({ args: ['any', '--fields'] }), () => ({ args: ['any', '--provider', 'azure', '--fields'] }),
      (world) => ({ args: [world.name(), '--provider', 'azure', '--workload-identity', 'writable', '--vault-url', world.vault.url, '--test'] }),
    ],
    refused: [{ args: ['azure-production', '--provider', 'azure', '--workload-identity', 'writable', '--vault-url', 'https://vault-1.vault.azure.net'], exitCode: 2, code: 'NAME_TAKEN' }],
    lacks: [
      { args: ['new'], flag: '--provider' }, { args: ['new', '--provider', 'azure', '--workload-identity', 'writable'], flag: '--vault-url' },
      { args: ['new', '--provider', 'azure', '--method', 'client-secret', '--vault-url', 'https://vault-1.vault.azure.net', '--tenant-id', nowhere, '--client-id', nowhere], flag: '--secret-from' },
    ],
  },
  'credentials edit': { works: async (world) => ({ args: [await world.credential(), '--name', world.name()] }), refused: [absent] },
  'credentials rm': { works: async (world) => ({ args: [await world.credential()] }), refused: [absent, { args: ['azure-production', '--yes'], exitCode: 2, code: 'RESOURCE_IN_USE' }] },
  'credentials test': { works: () => ({ args: ['writable', '--secret', 'api-key'] }), refused: [absent] },
  'credentials secrets': { works: () => ({ args: ['writable'] }), refused: [absent] },
  'credentials check': { works: () => ({ args: ['writable', 'api-key'] }), refused: [{ args: ['absent', 'x'], exitCode: 3, code: 'RESOURCE_NOT_FOUND' }, { args: ['writable', 'absent'], exitCode: 6, code: 'SECRET_NOT_FOUND' }] },
  'credentials put-secret': {
    works: (world) => ({ args: ['writable', world.name()], stdin: 'a new value' }),
    refused: [{ args: ['azure-production', 'x'], stdin: 'a new value', exitCode: 4, code: 'CREDENTIAL_READ_ONLY' }, { args: ['writable', 'x'], stdin: '', exitCode: 2, code: 'INPUT_INVALID' }],
  },
  'credentials remove-secret': {
    works: (world) => {
      const name = world.name();
      world.vault.set(name, 'a value');
      return { args: ['writable', name] };
    },
    refused: [{ args: ['azure-production', 'x', '--yes'], exitCode: 4, code: 'CREDENTIAL_READ_ONLY' }],
  },
  'env ls': { works: () => ({ args: ['--automation', 'billing'] }), alsoWorks: [() => ({ args: [] })], refused: [{ args: ['--automation', 'absent'], exitCode: 3, code: 'RESOURCE_NOT_FOUND' }] },
  'env set': {
    works: async (world) => ({ args: ['MODE', '--value', 'plain', '--automation', await world.automation()] }),
    alsoWorks: [async (world) => ({ args: ['MODE', '--stdin', '--automation', await world.automation()], stdin: 'a value\n' })],
    refused: [{ args: ['A', '--value', 'x', '--automation', 'absent'], exitCode: 3, code: 'RESOURCE_NOT_FOUND' }, { args: ['PATH', '--value', 'x'], exitCode: 2, code: 'REQUEST_INVALID' }],
    lacks: [{ args: ['NEW'], flag: '--credential' }, { args: ['NEW', '--secret', 'api-key'], flag: '--credential' }, { args: ['NEW', '--credential', 'writable'], flag: '--secret' }],
  },
  'env rm': { works: async (world) => ({ args: [await world.variable()] }), refused: [{ ...absent, args: ['ABSENT'] }] },
  'env import': {
    works: async (world) => ({ args: ['-', '--automation', await world.automation()], stdin: 'A=1\nB=2\n' }),
    alsoWorks: [() => ({ args: ['-', '--dry-run'], stdin: 'A=1\n' })],
    refused: [{ args: ['absent.env'], exitCode: 2, code: 'INPUT_INVALID' }, { args: ['-'], stdin: 'PATH=x\n', exitCode: 2, code: 'INPUT_INVALID' }],
  },
  'automations ls': { works: () => ({ args: [] }), refused: [otherOrganization] },
  'automations show': { works: () => ({ args: ['billing'] }), refused: [absent] },
  'automations create': { works: (world) => ({ args: [world.name(), '--', 'node', 'bill.js', '--all'] }), refused: [{ args: ['billing', '--', 'true'], exitCode: 2, code: 'NAME_TAKEN' }] },
  'automations edit': { works: async (world) => ({ args: [await world.automation(), '--run-timeout', '900'] }), refused: [absent] },
  'automations archive': { works: async (world) => ({ args: [await world.automation()] }), refused: [absent] },
  'deployments ls': { works: () => ({ args: ['billing'] }), refused: [absent] },
  'deployments create': { works: async (world) => ({ args: [await world.automation()] }), refused: [absent] },
  'deployments show': { works: () => ({ args: ['billing'] }), alsoWorks: [() => ({ args: ['billing', '1'] })], refused: [absent, { args: ['billing', '99'], exitCode: 3, code: 'RESOURCE_NOT_FOUND' }] },
};
