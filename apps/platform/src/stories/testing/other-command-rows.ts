import type { CommandWorld } from './command-world.ts';
import { absent, otherOrganization, otherPlatform, type CommandRow, type ElsewhereRow } from './command-row.ts';

const nowhere = '00000000-0000-4000-8000-000000000000';
const noRun = { args: [nowhere], exitCode: 3, code: 'RESOURCE_NOT_FOUND' } as const;
const jwt = [{ alg: 'RS256' }, { sub: 'organization:1' }].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.').concat('.c2ln');

export const otherRows: Readonly<Record<string, CommandRow | ElsewhereRow>> = {
  'login': {
    works: async ({ development }) => ({ args: ['--link', '-', '--profile', 'another'], stdin: await development.signInLink() }),
    refused: [{ args: ['--link', '-'], stdin: 'no link', exitCode: 2, code: 'INPUT_INVALID' }, { args: ['--link', '-'], stdin: `carnet_link_${'x'.repeat(43)}`, exitCode: 4, code: 'SIGN_IN_REFUSED' }],
    lacks: [{ args: ['--no-input'], flag: '--link' }],
  },
  'logout': {
    works: async ({ carnet, development }) => {
      await carnet(['login', '--link', '-', '--profile', 'leaving'], { stdin: await development.signInLink() });
      return { args: ['--profile', 'leaving'] };
    },
    refused: [{ args: ['--profile', 'absent'], exitCode: 4, code: 'REQUEST_UNAUTHENTICATED' }],
  },
  'whoami': { works: () => ({ args: [] }), refused: [otherPlatform, { args: ['--token', 'carnet_api_'.padEnd(54, 'x')], exitCode: 4, code: 'REQUEST_UNAUTHENTICATED' }] },
  'kickoff': {
    works: async (world) => ({ args: [await world.waitingAutomation()] }),
    alsoWorks: [() => ({ args: ['billing', '--follow', '--inputs', '-'], stdin: '{"month":"2026-11"}' })],
    refused: [absent, { args: ['billing', '--inputs', '-'], stdin: '[]', exitCode: 2, code: 'INPUT_INVALID' }, { ...absent, args: ['absent', '--follow'], exitCode: 125 }],
  },
  'runs ls': { works: () => ({ args: ['--automation', 'billing'] }), refused: [{ args: ['--automation', 'absent'], exitCode: 3, code: 'RESOURCE_NOT_FOUND' }] },
  'runs show': { works: async (world) => ({ args: [await world.run()] }), refused: [noRun, { ...noRun, args: ['no id'] }] },
  'runs logs': { works: async (world) => ({ args: [await world.run()] }), alsoWorks: [async (world) => ({ args: [await world.run(), '--follow'] })], prints: 'lines', refused: [noRun] },
  'runs cancel': { works: async (world) => ({ args: [await world.waitingRun()] }), refused: [noRun] },
  'runs rerun': { works: async (world) => ({ args: [await world.run()] }), alsoWorks: [async (world) => ({ args: [await world.run(), '--follow'] })], refused: [noRun] },
  'verify-rotation': {
    works: async (world) => {
      await world.run();
      world.development.stores.rotate();
      return { args: ['billing', 'OPENAI_API_KEY'] };
    },
    refused: [{ args: ['absent', 'A'], exitCode: 3, code: 'RESOURCE_NOT_FOUND' }, { args: ['billing', 'ABSENT'], exitCode: 3, code: 'RESOURCE_NOT_FOUND' }],
    lacks: [{ args: ['billing', 'OPENAI_API_KEY', '--wait', '--no-input'], flag: '--after-command' }],
  },
  'members ls': { works: () => ({ args: [] }), alsoWorks: [() => ({ args: ['--invitations'] })], refused: [otherOrganization] },
  'members add': { works: (world) => ({ args: [`${world.name()}@carnet.test`] }), refused: [{ args: ['no address'], exitCode: 2, code: 'REQUEST_INVALID' }] },
  'members role': { works: async (world) => ({ args: [await world.member(), 'member'] }), refused: [{ args: ['absent', 'member'], exitCode: 3, code: 'RESOURCE_NOT_FOUND' }, { args: ['ada@carnet.test', 'member'], exitCode: 2, code: 'LAST_OWNER' }] },
  'members rm': { works: async (world) => ({ args: [await world.member()] }), refused: [absent] },
  'roles ls': { works: () => ({ args: [] }), refused: [otherOrganization] },
  'roles show': { works: () => ({ args: ['owner'] }), alsoWorks: [() => ({ args: [] })], refused: [absent] },
  'roles create': { works: (world) => ({ args: [world.name(), '--permission', 'kickoffs:manage'] }), refused: [{ args: ['wrong', '--permission', 'no:such'], exitCode: 2, code: 'REQUEST_INVALID' }] },
  'roles edit': { works: async (world) => ({ args: [await world.role(), '--permission', 'kickoffs:manage'] }), refused: [absent] },
  'roles rm': { works: async (world) => ({ args: [await world.role()] }), refused: [absent, { args: ['owner', '--yes'], exitCode: 2, code: 'ROLE_FIXED' }] },
  'tokens ls': { works: () => ({ args: [] }), refused: [otherOrganization] },
  'tokens create': {
    works: (world) => ({ args: [world.name(), '--permission', 'kickoffs:read', '--expires-in', '1h'] }),
    refused: [{ args: ['x', '--automation', 'absent'], exitCode: 3, code: 'RESOURCE_NOT_FOUND' }],
    lacks: [{ args: ['x'], flag: '--permission' }, { args: ['x', '--kind', 'deployment'], flag: '--automation' }],
  },
  'tokens revoke': {
    works: async (world) => {
      const name = world.name();
      await world.make('tokens', { kind: 'join', name });
      return { args: [name] };
    },
    refused: [absent],
  },
  'workers ls': { works: () => ({ args: [] }), refused: [otherOrganization] },
  'workers join-token': { works: (world) => ({ args: [world.name()] }), refused: [otherOrganization] },
  'workers rm': { works: async (world) => ({ args: [await world.worker()] }), refused: [absent] },
  'organizations ls': { works: () => ({ args: [] }), alsoWorks: [() => ({ args: ['--all'] })], refused: [otherPlatform] },
  'organizations create': { works: (world) => ({ args: [world.name()] }), refused: [{ args: [''], exitCode: 2, code: 'REQUEST_INVALID' }] },
  'organizations join': {
    works: async (world) => {
      const email = `${world.name()}@carnet.test`;
      const { people } = await world.development.server.ready;
      await world.carnet(['login', '--link', '-', '--profile', email], { stdin: await people.signInLink({ email, name: email }) });
      return { args: ['-', '--profile', email], stdin: await world.invitation(email), environment: { CARNET_TOKEN: undefined } };
    },
    refused: [{ args: ['-'], stdin: 'no link', exitCode: 2, code: 'INPUT_INVALID' }],
  },
  'organizations rename': { works: async (world) => ({ args: [await madeOrganization(world), world.name()] }), refused: [{ args: ['absent', 'x'], exitCode: 3, code: 'RESOURCE_NOT_FOUND' }] },
  'organizations rm': { works: async (world) => ({ args: [await madeOrganization(world)] }), refused: [absent] },
  'apply': {
    works: (world) => ({ args: ['-f', '-'], stdin: `version: 1\nautomations:\n  - name: ${world.name()}\n    command: ['true']\n` }),
    alsoWorks: [() => ({ args: ['-f', '-', '--dry-run'], stdin: '{"version":1}' })],
    refused: [{ args: ['-f', 'absent.yaml'], exitCode: 2, code: 'INPUT_INVALID' }, { args: ['-f', '-'], stdin: 'version: 1\nautomation: []\n', exitCode: 2, code: 'REQUEST_INVALID' }],
    lacks: [{ args: [], flag: '--file' }],
  },
  'document': { works: () => ({ args: [] }), refused: [otherOrganization] },
  'audit ls': { works: () => ({ args: [] }), alsoWorks: [() => ({ args: ['--platform', '--limit', '2'] })], refused: [otherOrganization] },
  'audit export': { works: () => ({ args: [] }), prints: 'lines', refused: [otherOrganization] },
  'audit verify': {
    works: async ({ carnet }) => ({ args: ['-'], stdin: (await carnet(['audit', 'export'])).stdout }),
    refused: [{ args: ['-'], stdin: 'no export\n', exitCode: 2, code: 'INPUT_INVALID' }, { args: ['absent.ndjson'], exitCode: 2, code: 'INPUT_INVALID' }],
  },
  'issuer show': { works: () => ({ args: [] }), refused: [{ args: ['--issuer', 'ftp://x'], exitCode: 2, code: 'INPUT_INVALID' }] },
  'issuer jwks': { works: () => ({ args: [] }), refused: [{ args: ['--issuer', 'ftp://x'], exitCode: 2, code: 'INPUT_INVALID' }] },
  'token decode': { works: () => ({ args: [], stdin: jwt }), refused: [{ args: [], stdin: 'no token', exitCode: 2, code: 'INPUT_INVALID' }] },
  // They hand everything on to the platform's own program.
  'serve': { elsewhere: 'start-platform.test.ts' },
  'worker': { elsewhere: 'start-platform.test.ts' },
};

async function madeOrganization({ development: { session }, name }: CommandWorld): Promise<string> {
  const made = name();
  await session.call('POST', '/v1/organizations', { name: made });
  return made;
}
