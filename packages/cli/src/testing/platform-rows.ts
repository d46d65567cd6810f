import { eventsOf, type ScriptedPlatform } from './scripted-platform.ts';

/** A command that asks a platform, as the canary test runs it. */
export interface PlatformRow {
  readonly args: readonly string[];
  /** Default: 0. */
  readonly code?: number;
  /** Standard input; else the canary that stands for what a person types. */
  readonly stdin?: string;
  /** Its standard output is a credential that was just made, for somebody else. */
  readonly printsValues?: true;
}

const id = '6f9619ff-8b86-4d01-b42d-00c04fc964ff';
const acme = ['--provider', 'acme'];

/** Every command of a platform. */
export const platformRows: Readonly<Record<string, PlatformRow>> = {
  'login': { args: ['login', '--profile', 'canary'] },
  'logout': { args: ['logout', '--profile', 'canary'] },
  'whoami': { args: ['whoami'] },
  'wi ls': { args: ['wi', 'ls'] },
  'wi show': { args: ['wi', 'show', id] },
  'wi test': { args: ['wi', 'test', id], code: 5 },
  'wi trust': { args: ['wi', 'trust', ...acme, '--all-secrets'] },
  'wi add': { args: ['wi', 'add', 'production', ...acme, '--tenant', 'orders', '--test'], code: 5 },
  'wi edit': { args: ['wi', 'edit', id, '--tenant', 'orders'] },
  'wi default': { args: ['wi', 'default', id] },
  'wi rm': { args: ['wi', 'rm', id, '--yes'] },
  'credentials ls': { args: ['credentials', 'ls'] },
  'credentials show': { args: ['credentials', 'show', id] },
  'credentials add': { args: ['credentials', 'add', 'legacy', ...acme, '--method', 'key', '--secret-from', 'key=-'] },
  'credentials edit': { args: ['credentials', 'edit', id, '--default'] },
  'credentials rm': { args: ['credentials', 'rm', id, '--yes'] },
  'credentials test': { args: ['credentials', 'test', id], code: 5 },
  'credentials secrets': { args: ['credentials', 'secrets', id] },
  'credentials check': { args: ['credentials', 'check', id, 'api-key'] },
  'credentials put-secret': { args: ['credentials', 'put-secret', id, 'api-key'] },
  'credentials remove-secret': { args: ['credentials', 'remove-secret', id, 'api-key', '--yes'] },
  'env ls': { args: ['env', 'ls'] },
  'env set': { args: ['env', 'set', 'DATABASE_PASSWORD', '--stdin'] },
  'env rm': { args: ['env', 'rm', id, '--yes'] },
  'env import': { args: ['env', 'import', '-'], stdin: 'API_KEY=canary-written-4c1e88f0\n' },
  'automations ls': { args: ['automations', 'ls'] },
  'automations show': { args: ['automations', 'show', id] },
  'automations create': { args: ['automations', 'create', 'billing', '--', 'true'] },
  'automations edit': { args: ['automations', 'edit', id, '--run-timeout', '60'] },
  'automations archive': { args: ['automations', 'archive', id, '--yes'] },
  'deployments ls': { args: ['deployments', 'ls', id] },
  'deployments create': { args: ['deployments', 'create', id] },
  'deployments show': { args: ['deployments', 'show', id, '3'] },
  'kickoff': { args: ['kickoff', id, '--follow'] },
  'runs ls': { args: ['runs', 'ls'] },
  'runs show': { args: ['runs', 'show', id] },
  'runs logs': { args: ['runs', 'logs', id] },
  'runs cancel': { args: ['runs', 'cancel', id] },
  'runs rerun': { args: ['runs', 'rerun', id] },
  'verify-rotation': { args: ['verify-rotation', id, 'API_KEY'] },
  'members ls': { args: ['members', 'ls'] },
  'members add': { args: ['members', 'add', 'ada@example.com'], printsValues: true },
  'members role': { args: ['members', 'role', id, id] },
  'members rm': { args: ['members', 'rm', id, '--yes'] },
  'roles ls': { args: ['roles', 'ls'] },
  'roles show': { args: ['roles', 'show'] },
  'roles create': { args: ['roles', 'create', 'operators', '--permission', 'kickoffs:manage'] },
  'roles edit': { args: ['roles', 'edit', id, '--name', 'others'] },
  'roles rm': { args: ['roles', 'rm', id, '--yes'] },
  'tokens ls': { args: ['tokens', 'ls'] },
  'tokens create': { args: ['tokens', 'create', 'pipeline', '--permission', 'kickoffs:manage'], printsValues: true },
  'tokens revoke': { args: ['tokens', 'revoke', id, '--yes'] },
  'workers ls': { args: ['workers', 'ls'] },
  'workers join-token': { args: ['workers', 'join-token'], printsValues: true },
  'workers rm': { args: ['workers', 'rm', id, '--yes'] },
  'organizations ls': { args: ['organizations', 'ls'] },
  'organizations create': { args: ['organizations', 'create', 'Acme'] },
  'organizations join': { args: ['organizations', 'join', '-'], stdin: `https://carnet.example.com/invitation#carnet_inv_${'a'.repeat(43)}\n` },
  'organizations rename': { args: ['organizations', 'rename', id, 'Acme'] },
  'organizations rm': { args: ['organizations', 'rm', id, '--yes'] },
  'apply': { args: ['apply', '-f', '-', '--dry-run'], stdin: 'version: 1\nvariables: [{ name: KEY, source: direct, value: canary-written-4c1e88f0 }]\n' },
  'document': { args: ['document'] },
  'audit ls': { args: ['audit', 'ls'] },
  'audit export': { args: ['audit', 'export'] },
  'audit verify': { args: ['audit', 'verify', '-'], code: 2 },
  'issuer show': { args: ['issuer', 'show'] },
  'issuer jwks': { args: ['issuer', 'jwks'] },
  'token decode': { args: ['token', 'decode'], code: 2 },
  'serve': { args: ['serve', '--settings', 'x'], code: 23 },
  'worker': { args: ['worker'], code: 23 },
};

/** What the document has no example for, and what makes secrets: sign-in, streams, a provider with a secret field. */
export function scriptRows(platform: ScriptedPlatform, session: string): void {
  const ladder = eventsOf([['rung', { id: 'exchange', title: 'exchange', status: 'fail', durationMs: 1, message: 'No.', error: { code: 'TRUST_REJECTED', message: 'No.', docsUrl: '' } }], ['result', { status: 'fail' }]]);
  const schema = (properties: object): object => ({ type: 'object', properties });
  platform.answer('post /v1/auth/device/code', { json: { device_code: session, user_code: 'ABCD', verification_uri: platform.url, interval: 0.001 } });
  platform.answer('post /v1/auth/device/token', { json: { access_token: session } });
  platform.answer('post /v1/auth/sign-out', { json: {} });
  platform.answer('post /v1/organizations/{organization}/credentials/{credential}/test', ladder);
  platform.answer('get /v1/organizations/{organization}/kickoffs/{kickoff}/events', eventsOf([['status', { status: 'succeeded' }], ['end', null]]));
  platform.answer('get /v1/providers', { json: { items: [{
    id: 'acme', title: 'Acme', identity: { kind: 'acme', schema: schema({ tenant: { type: 'string' } }) }, store: schema({}), trust: { schema: schema({}), formats: [] }, package: null,
    methods: [{ id: 'workload-identity' }, { id: 'key', schema: { ...schema({ key: { type: 'string', 'x-carnet': { secret: true } } }), required: ['key'] } }],
  }] } });
  platform.answer('get /.well-known/openid-configuration', { json: { issuer: platform.url, jwks_uri: `${platform.url}/oauth2/jwks` } });
  platform.answer('get /oauth2/jwks', { json: { keys: [{ kid: 'one', alg: 'RS256', use: 'sig' }] } });
  platform.answer(`get /v1/organizations/${id}/workload-identity-configs/${id}`, { json: { id, version: 1, name: 'production', kind: 'acme', settings: {}, automations: 'all', token: null, tokenLifetimeSeconds: null, default: false, lastTest: null, usedBy: [{ kind: 'credential', id, name: 'orders' }] } });
}
