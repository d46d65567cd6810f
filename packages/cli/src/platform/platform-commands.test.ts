import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { carnetHere, homeFolder, type Here, type HereOptions } from '../testing/carnet-here.ts';
import { eventsOf, problem, startScriptedPlatform, type ScriptedPlatform } from '../testing/scripted-platform.ts';

const token = `carnet_api_${'a'.repeat(43)}`;
const organization = '6f9619ff-8b86-4d01-b42d-00c04fc964ff';
const base = `/v1/organizations/${organization}`;

let platform: ScriptedPlatform;
beforeAll(async () => { platform = await startScriptedPlatform(); });
afterAll(() => platform[Symbol.asyncDispose]());
beforeEach(() => { platform.forget(); });

async function carnet(args: readonly string[], options: HereOptions = {}): Promise<Here> {
  return await carnetHere(args, { ...options, environment: { CARNET_URL: platform.url, CARNET_TOKEN: token, ...options.environment } });
}

const asked = (): readonly string[] => platform.requests.map(({ method, path }) => `${method} ${path.replace(base, '')}`);

describe('signing in', () => {
  it('by a code in a browser keeps the session for this user alone, after as many questions as the platform wants', async () => {
    const home = homeFolder();
    const answers = [{ status: 400, json: { error: 'authorization_pending' } }, { status: 503, json: { code: 'OVERLOADED' } }, { status: 200, json: { access_token: 'session-token-1234' } }];
    platform.answer('post /v1/auth/device/code', { json: { device_code: 'device', user_code: 'ABCD-EFGH', verification_uri: `${platform.url}/device`, interval: 0.001, expires_in: 60 } });
    platform.answer('post /v1/auth/device/token', () => answers.shift());
    const { code, stdout, stderr } = await carnetHere(['login', '--url', platform.url], { home });
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('confirm the code ABCD-EFGH');
    expect(stdout).toContain('Signed in to');
    expect(stdout + stderr).not.toContain('session-token-1234');
    const file = join(home, 'config/carnet/profiles.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(home, 'config/carnet')).mode & 0o777).toBe(0o700);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ version: 1, current: 'default', profiles: { default: { url: platform.url, token: 'session-token-1234' } } });

    platform.requests.length = 0;
    expect((await carnetHere(['whoami'], { home })).code).toBe(0);
    expect(platform.requests[0]?.headers.authorization).toBe('Bearer session-token-1234');

    platform.answer('post /v1/auth/sign-out', { json: {} });
    expect((await carnetHere(['logout'], { home })).code).toBe(0);
    expect(readFileSync(file, 'utf8')).not.toContain('session-token-1234');
    expect(await carnetHere(['whoami'], { home })).toMatchObject({ code: 4, stderr: expect.stringContaining('[REQUEST_UNAUTHENTICATED]') as string });
  });

  it('by a link takes the address out of it, and the token from nowhere else', async () => {
    const home = homeFolder();
    platform.answer('post /v1/sign-in-links/redeem', { json: { token: 'session-token-5678' } });
    const link = `${platform.url}/sign-in#carnet_link_${'b'.repeat(43)}`;
    const { code, stdout, stderr } = await carnetHere(['login', '--link', '-'], { home, stdin: `${link}\n` });
    expect(code, stderr).toBe(0);
    expect(stdout + stderr).not.toMatch(/carnet_link_|session-token/);
    expect(platform.requests.find(({ path }) => path.endsWith('redeem'))?.body).toEqual({ token: `carnet_link_${'b'.repeat(43)}`, bearer: true });
  });

  it('that is denied, or is not there, ends with 4', async () => {
    platform.answer('post /v1/auth/device/code', { json: { device_code: 'device', user_code: 'ABCD', verification_uri: 'https://x.example', interval: 0.001 } });
    platform.answer('post /v1/auth/device/token', { status: 400, json: { error: 'access_denied' } });
    expect(await carnetHere(['login', '--url', platform.url])).toMatchObject({ code: 4, stderr: expect.stringContaining('[SIGN_IN_REFUSED]') as string });
    expect(await carnetHere(['whoami'], { environment: { CARNET_URL: platform.url } })).toMatchObject({ code: 4 });
  });
});

describe('82 and 83: where a token goes', () => {
  const profile = (home: string, url: string, mode: number): string => {
    mkdirSync(join(home, 'config/carnet'), { recursive: true, mode: 0o700 });
    const file = join(home, 'config/carnet/profiles.json');
    writeFileSync(file, JSON.stringify({ version: 1, current: 'default', profiles: { default: { url, token: 'stored-token-1234' } } }), { mode });
    return file;
  };

  it('that of a profile goes to no other address', async () => {
    const home = homeFolder();
    profile(home, 'https://other.example', 0o600);
    expect(await carnetHere(['whoami', '--url', platform.url], { home })).toMatchObject({ code: 4 });
    expect(platform.requests).toEqual([]);
  });

  it('a .env in the working directory is not looked at', async () => {
    const home = homeFolder();
    profile(home, platform.url, 0o600);
    writeFileSync(join(home, '.env'), 'CARNET_URL=https://evil.example\n');
    expect((await carnetHere(['whoami'], { home })).code).toBe(0);
    expect(platform.requests[0]?.headers.authorization).toBe('Bearer stored-token-1234');
  });

  it.each<[what: string, change: (home: string) => void]>([
    ['that others may read', (home) => { profile(home, platform.url, 0o644); }],
    ['that is a link', (home) => {
      mkdirSync(join(home, 'config/carnet'), { recursive: true, mode: 0o700 });
      writeFileSync(join(home, 'elsewhere.json'), JSON.stringify({ version: 1, current: 'default', profiles: { default: { url: platform.url, token: 'stored-token-1234' } } }), { mode: 0o600 });
      symlinkSync(join(home, 'elsewhere.json'), join(home, 'config/carnet/profiles.json'));
    }],
    ['in a folder that is a link', (home) => {
      profile(join(home, 'elsewhere'), platform.url, 0o600);
      mkdirSync(join(home, 'config'));
      symlinkSync(join(home, 'elsewhere/config/carnet'), join(home, 'config/carnet'));
    }],
  ])('a profile %s is refused', async (_, change) => {
    const home = homeFolder();
    change(home);
    expect(await carnetHere(['whoami'], { home })).toMatchObject({ code: 2, stderr: expect.stringContaining('[CONFIG_INVALID]') as string });
    expect(platform.requests).toEqual([]);
  });

  it.each(['http://carnet.example.com', 'http://127.0.0.1.example.com', 'http://2130706433.example', 'https://user@carnet.example.com', 'https://carnet.example.com?x', 'carnet.example.com', 'file:///etc/passwd'])('%s is no address for one', async (url) => {
    expect(await carnet(['whoami'], { environment: { CARNET_URL: url } })).toMatchObject({ code: 2, stderr: expect.stringContaining('[INPUT_INVALID]') as string });
  });

  it('with certificates that nobody checks it goes nowhere', async () => {
    expect(await carnet(['whoami'], { environment: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } })).toMatchObject({ code: 2, stderr: expect.stringContaining('[REFUSED_ENVIRONMENT]') as string });
  });

  it('along with a redirect it goes nowhere', async () => {
    platform.answer('get /v1/me', () => (platform.requests.length === 1 ? { status: 307 } : undefined));
    expect((await carnet(['whoami'])).code).not.toBe(0);
    expect(platform.requests).toHaveLength(1);
  });

  it('in the arguments it is taken with a warning that does not show it', async () => {
    const { code, stderr } = await carnetHere(['whoami', '--url', platform.url, '--token', token]);
    expect(code).toBe(0);
    expect(stderr).toContain('--token stands in the list of processes');
    expect(stderr).not.toContain(token);
  });

  it('and a flag in front of the command is the same as behind it', async () => {
    expect((await carnet(['--org', organization, 'automations', 'ls'])).code).toBe(0);
    expect(asked()).toEqual(['get /automations']);
  });
});

describe('what a platform refuses', () => {
  it('is told with code, sentence, cure, request and page, and as JSON where it is asked', async () => {
    platform.answer('get /v1/organizations/{organization}/automations', problem(403, 'PERMISSION_DENIED', 'You may not read automations.'));
    const { code, stderr } = await carnet(['automations', 'ls', '--org', organization]);
    expect(code).toBe(4);
    for (const part of ['You may not read automations. [PERMISSION_DENIED]', 'Do this.', 'request-1', 'https://carnet.dev/errors/PERMISSION_DENIED']) expect(stderr).toContain(part);
    expect(JSON.parse((await carnet(['automations', 'ls', '--org', organization, '--json'])).stderr)).toMatchObject({ version: 1, code: 'PERMISSION_DENIED', exitCode: 4, failures: [{ error: { hint: 'Do this.', requestId: 'request-1', status: 403 } }] });
  });

  it('with what a provider found out is told with its cure and its command, which know more than the code does', async () => {
    const diagnosis = { cause: 'The role opens one secret.', cure: 'Grant Reader at the safe.', command: 'acme grant --role Reader', sent: { subject: 'organization:1' }, severity: 'error' };
    platform.answer('post /v1/organizations/{organization}/credentials/{credential}/secrets/check', problem(422, 'ACCESS_DENIED', 'It may not read it.', { diagnosis }));
    const check = ['credentials', 'check', organization, 'api-key', '--org', organization];
    const { code, stderr } = await carnet(check);
    expect(code).toBe(6);
    for (const part of ['It may not read it. [ACCESS_DENIED]', 'The role opens one secret.', 'Grant Reader at the safe.', 'acme grant --role Reader', 'organization:1']) expect(stderr).toContain(part);
    expect(stderr).not.toContain('Do this.');
    expect(JSON.parse((await carnet([...check, '--json'])).stderr)).toMatchObject({ failures: [{ diagnosis }] });
  });

  it.each<[status: number, code: string, exitCode: number]>([
    [400, 'REQUEST_INVALID', 2], [401, 'TOKEN_EXPIRED', 4], [404, 'RESOURCE_NOT_FOUND', 3], [409, 'NAME_TAKEN', 2], [412, 'VERSION_CONFLICT', 2], [422, 'TRUST_REJECTED', 5], [422, 'SECRET_NOT_FOUND', 6], [500, 'UNEXPECTED', 1],
  ])('85 %d %s ends with %d', async (status, code, exitCode) => {
    platform.answer('post /v1/organizations/{organization}/automations', problem(status, code, 'No.'));
    expect((await carnet(['automations', 'create', 'x', '--org', organization, '--', 'true'])).code).toBe(exitCode);
  });

  it('and one that is not there ends with 7', async () => {
    const gone = await startScriptedPlatform();
    await gone[Symbol.asyncDispose]();
    expect(await carnetHere(['whoami'], { environment: { CARNET_URL: gone.url, CARNET_TOKEN: token } })).toMatchObject({ code: 7, stderr: expect.stringContaining('[PLATFORM_UNREACHABLE]') as string });
  });

  it('and one that says nothing ends with 7 when the time is up, and tells the flag that gives it more', async () => {
    await using silent = await startSilentServer();
    const { code, stderr } = await carnetHere(['whoami', '--timeout', '1'], { environment: { CARNET_URL: silent.url, CARNET_TOKEN: token } });
    expect(code).toBe(7);
    expect(stderr).toContain('[DEADLINE_EXCEEDED]');
    expect(stderr).toContain('--timeout');
  });

  it('a name of dots never becomes another address', async () => {
    expect(await carnet(['credentials', 'remove-secret', organization, '..', '--yes', '--org', organization])).toMatchObject({ code: 2 });
    expect(asked()).not.toContain('delete /credentials/');
  });

  it('nobody is asked about a removal without a terminal', async () => {
    expect(await carnet(['automations', 'archive', 'nightly import', '--org', organization])).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') as string });
    expect(asked().some((each) => each.startsWith('delete'))).toBe(false);
  });
});

describe('kickoffs', () => {
  const record = (more: object): object => ({ id: organization, automation: { id: organization, name: 'billing' }, deployment: { id: organization, number: 2 }, kind: 'deployment', status: 'succeeded', exitCode: 0, error: null, failures: [], variables: [], steps: [], lines: [], logTruncated: false, ...more });
  const follow = async (more: object, events: readonly (readonly [string, unknown, string?])[] = []): Promise<Here> => {
    platform.answer('get /v1/organizations/{organization}/kickoffs/{kickoff}/events', eventsOf(events));
    platform.answer('get /v1/organizations/{organization}/kickoffs/{kickoff}', { json: record(more) });
    return await carnet(['kickoff', organization, '--follow', '--org', organization]);
  };

  it('--follow shows the log where it belongs, and what changed: version, fingerprints, age', async () => {
    const { code, stdout, stderr } = await follow({
      variables: [{ name: 'API_KEY', path: 'workload-identity', version: '2', fingerprint: 'hmac:b71c00000000', previousVersion: '1', previousFingerprint: 'hmac:3fa900000000', changed: true, durationMs: 20 }],
      steps: [{ name: 'secrets', at: 1_000, durationMs: 100 }, { name: 'command', at: 1_110, durationMs: 74 }],
    }, [['line', { sequence: 1, at: '', stream: 'stdout', text: 'out' }, '1'], ['line', { sequence: 2, at: '', stream: 'stderr', text: 'err' }, '2'], ['status', { status: 'succeeded' }]]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'out\n' });
    expect(stderr).toContain('err\n');
    expect(stderr).toContain('API_KEY v2 (was v1) fingerprint 3fa9… → b71c…, read 84 ms ago');
  });

  it.each([['kickoff', organization], ['runs', 'rerun', organization]])('%s --follow --json is one object on standard output, with the log beside it on standard error as it comes, as the help says', async (...words) => {
    platform.answer('get /v1/organizations/{organization}/kickoffs/{kickoff}/events', eventsOf([['line', { sequence: 1, at: '', stream: 'stdout', text: 'out' }, '1'], ['line', { sequence: 2, at: '', stream: 'stderr', text: 'err' }, '2'], ['status', { status: 'failed' }]]));
    platform.answer('get /v1/organizations/{organization}/kickoffs/{kickoff}', { json: record({ status: 'failed', exitCode: 23 }) });
    const { code, stdout, stderr } = await carnet([...words, '--follow', '--json', '--org', organization]);
    expect({ code, stderr }).toEqual({ code: 23, stderr: 'out\nerr\n' });
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, kickoff: { status: 'failed', exitCode: 23 } });
    const help = (await carnet([...words.slice(0, -1), '--help'])).stdout.replaceAll(/\s+/g, ' ');
    expect(help).toContain('With --follow and --json, standard output has one object, the record of the run when it has ended. Its log goes to standard error');
  });

  it('and what fails while it is followed is one object on the last line of standard error', async () => {
    platform.answer('get /v1/organizations/{organization}/kickoffs/{kickoff}/events', eventsOf([['line', { sequence: 1, at: '', stream: 'stdout', text: 'out' }, '1']]));
    platform.answer('get /v1/organizations/{organization}/kickoffs/{kickoff}', problem(404, 'RESOURCE_NOT_FOUND', 'There is no such run.'));
    const { code, stdout, stderr } = await carnet(['kickoff', organization, '--follow', '--json', '--org', organization]);
    expect({ code, stdout }).toEqual({ code: 125, stdout: '' });
    expect(JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ failures: [{ error: { code: 'RESOURCE_NOT_FOUND' } }] });
  });

  it('--follow tells of what could not be read the cure of the provider, and its command', async () => {
    const failure = { variables: ['API_KEY'], code: 'ACCESS_DENIED', message: 'It may not read it.', hint: 'Grant the named role.', docsUrl: '', credential: null, diagnosis: { cause: 'No.', cure: 'Grant Reader at the safe.', command: 'acme grant --role Reader', sent: {}, severity: 'error' } };
    const { code, stderr } = await follow({ status: 'failed', exitCode: null, failures: [failure], error: failure });
    expect(code).toBe(125);
    expect(stderr).toContain('carnet: API_KEY: It may not read it. Grant Reader at the safe. [ACCESS_DENIED]\ncarnet: acme grant --role Reader\n');
  });

  it.each<[more: object, code: number]>([
    [{ status: 'failed', exitCode: 23 }, 23], [{ status: 'failed', exitCode: null, error: { code: 'ACCESS_DENIED', message: 'No.', hint: 'Grant it.', docsUrl: '' } }, 125], [{ status: 'timed_out', exitCode: null }, 124], [{ status: 'lost', exitCode: null }, 125], [{ status: 'cancelled', exitCode: 143 }, 130],
  ])('--follow of %j ends with %d', async (more, code) => {
    expect((await follow(more)).code).toBe(code);
  });

  it('`runs show` says which step was refused, and why', async () => {
    platform.answer('get /v1/organizations/{organization}/kickoffs/{kickoff}', { json: record({ status: 'failed', steps: [{ name: 'exchange', at: 1_000, durationMs: 230, exchange: 'new', errorCode: 'TRUST_REJECTED' }] }) });
    expect((await carnet(['runs', 'show', organization, '--org', organization])).stdout).toMatch(/^exchange .*230 ms.*TRUST_REJECTED/m);
  });

  it('a stream that breaks is taken up behind the last line, and no line is shown twice', async () => {
    let opened = 0;
    platform.answer('get /v1/organizations/{organization}/kickoffs/{kickoff}/events', ({ headers }) => {
      opened += 1;
      if (opened > 1) expect(headers['last-event-id']).toBe('1');
      return eventsOf(opened === 1 ? [['line', { sequence: 1, at: '', stream: 'stdout', text: 'one' }, '1']] : [['line', { sequence: 1, at: '', stream: 'stdout', text: 'one' }, '1'], ['line', { sequence: 2, at: '', stream: 'stdout', text: 'two' }, '2']]);
    });
    platform.answer('get /v1/organizations/{organization}/kickoffs/{kickoff}', () => ({ json: record({ status: opened > 1 ? 'succeeded' : 'running' }) }));
    expect(await carnet(['runs', 'logs', organization, '--follow', '--org', organization])).toMatchObject({ code: 0, stdout: 'one\ntwo\n' });
  });

  it('and what cannot be started does not look like a code of the command', async () => {
    platform.answer('post /v1/organizations/{organization}/automations/{automation}/kickoffs', problem(409, 'NOT_DEPLOYED', 'The automation has no deployment.'));
    expect(await carnet(['kickoff', organization, '--follow', '--org', organization])).toMatchObject({ code: 125 });
    expect(await carnet(['kickoff', organization, '--org', organization])).toMatchObject({ code: 2 });
  });

  it('verify-rotation runs it, rotates, runs it again, and ends with 1 where nothing changed', async () => {
    platform.answer('post /v1/organizations/{organization}/automations/{automation}/kickoffs', { status: 201, json: record({ status: 'queued' }) });
    const run = (fingerprint: string): object => ({ kickoff: organization, at: '2026-11-22T12:00:00.000Z', status: 'succeeded', fingerprint, version: '1', path: 'workload-identity', credential: null, provider: null, reference: null, changed: null });
    const verify = async (rotated: boolean): Promise<Here> => {
      platform.answer('get /v1/organizations/{organization}/kickoffs/{kickoff}/events', eventsOf([]));
      platform.answer('get /v1/organizations/{organization}/kickoffs/{kickoff}', { json: record({ variables: [{ name: 'API_KEY' }] }) });
      platform.answer('get /v1/organizations/{organization}/automations/{automation}/variables/{name}/verify-rotation', { json: { name: 'API_KEY', before: run('hmac:3fa9'), after: run(rotated ? 'hmac:b71c' : 'hmac:3fa9'), rotated, message: rotated ? 'Another value.' : 'The same value.' } });
      platform.requests.length = 0;
      return await carnet(['verify-rotation', organization, 'API_KEY', '--after-command', 'true', '--org', organization]);
    };
    const proof = await verify(true);
    expect(proof).toMatchObject({ code: 0, stdout: expect.stringMatching(/before +hmac:3fa9[^]*after +hmac:b71c[^]*Another value\./) as string });
    expect(platform.requests.filter(({ method, path }) => method === 'post' && path.endsWith('/kickoffs'))).toHaveLength(2);
    expect((await verify(false)).code).toBe(1);
  });
});

describe('workload identity configs and credentials', () => {
  const schema = { type: 'object', properties: { tenantId: { type: 'string' }, sealed: { type: 'boolean' } }, required: ['tenantId'] };
  const provider = {
    id: 'acme', title: 'Acme', identity: { kind: 'acme', schema }, store: { type: 'object', properties: { region: { type: 'string' } } },
    methods: [{ id: 'workload-identity' }, { id: 'key', schema: { type: 'object', properties: { user: { type: 'string' }, key: { type: 'string', 'x-carnet': { secret: true } } }, required: ['user', 'key'] } }],
    trust: { schema: { type: 'object', properties: { safe: { type: 'string' } }, required: ['safe'] }, formats: [{ id: 'sh', title: 'Shell' }] }, capabilities: { list: true, write: false, remove: false, trust: true }, package: null,
  };
  const rungs = (status: string, code?: string): ReturnType<typeof eventsOf> => eventsOf([
    ['rung', { id: 'exchange', title: 'exchange', status, durationMs: 3, message: 'The cloud does not trust it.', ...(code !== undefined && { error: { code, message: 'No.', docsUrl: '' } }) }], ['result', { status }],
  ]);
  beforeEach(() => { platform.answer('get /v1/providers', { json: { items: [provider] } }); });
  const bodyOf = (operation: string): unknown => platform.requests.find(({ method, path }) => `${method} ${path.replace(base, '')}` === operation)?.body;

  it('wi add takes the flags of the provider, and says which there are', async () => {
    expect((await carnet(['wi', 'add', 'production', '--kind', 'acme', '--tenant-id', 'orders', '--sealed', '--default', '--org', organization])).code).toBe(0);
    expect(bodyOf('post /workload-identity-configs')).toEqual({ name: 'production', kind: 'acme', settings: { tenantId: 'orders', sealed: true }, default: true });
    expect((await carnet(['wi', 'add', 'any', '--kind', 'acme', '--fields', '--org', organization])).stdout).toMatch(/--tenant-id.*required[^]*--region/);
    expect(await carnet(['wi', 'add', 'production', '--kind', 'acme', '--tenand-id', 'x', '--org', organization])).toMatchObject({ code: 2, stderr: expect.stringContaining('Did you mean --tenant-id?') as string });
  });

  it('wi add --from-stdin --test without the flags of the set-up makes nothing, and tells the line to type', async () => {
    const { code, stderr } = await carnet(['wi', 'add', 'production', '--provider', 'acme', '--from-stdin', '--test', '--org', organization], { stdin: '{"tenantId":"orders"}' });
    expect({ code, posts: asked().filter((each) => each.startsWith('post')) }).toEqual({ code: 2, posts: [] });
    expect(stderr).toContain('carnet wi add production --provider acme --safe <safe> --from-stdin --test');
  });

  it('what a cloud refused and is asked again is told at once, and not in JSON', async () => {
    const attempt = { id: 'exchange', title: 'exchange', status: 'unproven', durationMs: 0, message: 'Attempt 1 was refused (TRUST_REJECTED).', error: { code: 'TRUST_REJECTED', message: 'No.', docsUrl: '' } };
    platform.answer('post /v1/organizations/{organization}/credentials/{credential}/test', eventsOf([['rung', attempt], ['rung', { ...attempt, status: 'pass', error: undefined, message: 'Yes.' }], ['result', { status: 'pass' }]]));
    const test = ['credentials', 'test', organization, '--org', organization];
    expect(await carnet(test)).toMatchObject({ code: 0, stderr: 'carnet: exchange: Attempt 1 was refused (TRUST_REJECTED).\n' });
    expect(await carnet([...test, '--json'])).toMatchObject({ code: 0, stderr: '' });
  });

  it('story 6: wi add --from-stdin --test makes config and credential of what a set-up printed, and tests it', async () => {
    platform.answer('post /v1/organizations/{organization}/workload-identity-configs/from-outputs', { json: { kind: 'acme', settings: { tenantId: 'orders' }, store: { region: 'north' } } });
    platform.answer('post /v1/organizations/{organization}/credentials/{credential}/test', rungs('pass'));
    const { code, stdout, stderr } = await carnet(['wi', 'add', 'production', '--provider', 'acme', '--safe', 'main', '--from-stdin', '--test', '--org', organization], { stdin: '{"tenantId":"orders"}' });
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('All is well');
    expect(bodyOf('post /workload-identity-configs/from-outputs')).toMatchObject({ provider: 'acme', settings: { safe: 'main' }, printed: '{"tenantId":"orders"}' });
    expect(bodyOf('post /credentials')).toMatchObject({ name: 'production', provider: 'acme', store: { region: 'north' } });
    platform.requests.length = 0;
    expect((await carnet(['wi', 'add', 'production', '--from-stdin', '--org', organization], { stdin: 'done.\n{"tenant_id":"orders"}\n' })).code).toBe(0);
    expect(bodyOf('post /workload-identity-configs')).toMatchObject({ kind: 'acme', settings: { tenantId: 'orders' } });
  });

  it('story 7: wi test ends with 5 and the ladder where the cloud does not trust the token', async () => {
    platform.answer('get /v1/organizations/{organization}/workload-identity-configs/{config}', { json: { id: organization, version: 1, name: 'production', kind: 'acme', settings: {}, usedBy: [{ kind: 'credential', id: organization, name: 'orders' }] } });
    platform.answer('post /v1/organizations/{organization}/credentials/{credential}/test', rungs('fail', 'TRUST_REJECTED'));
    const { code, stdout } = await carnet(['wi', 'test', organization, '--org', organization]);
    expect(code).toBe(5);
    expect(stdout).toMatch(/credential orders[^]*✗ fail +exchange/);
  });

  it('a secret field comes from a file or standard input, and from no argument', async () => {
    expect((await carnet(['credentials', 'add', 'legacy', '--provider', 'acme', '--method', 'key', '--user', 'ci', '--secret-from', 'key=-', '--org', organization], { stdin: 'canary-secret\n' })).code).toBe(0);
    expect(bodyOf('post /credentials')).toMatchObject({ method: 'key', settings: { user: 'ci' }, secrets: { key: 'canary-secret' } });
    expect(await carnet(['credentials', 'add', 'legacy', '--provider', 'acme', '--method', 'key', '--user', 'ci', '--org', organization])).toMatchObject({ code: 2, stderr: expect.stringContaining('--secret-from key=<file>') as string });
    expect(await carnet(['credentials', 'add', 'legacy', '--provider', 'acme', '--method', 'key', '--key', 'canary', '--org', organization])).toMatchObject({ code: 2 });
  });

  it('wi trust prints the documents, and how it goes on', async () => {
    platform.answer('get /v1/organizations/{organization}/trust', { json: { issuer: 'https://issuer.example', subject: 'organization:x', audience: 'acme', format: 'sh', text: 'echo set-up\n', notes: [], formats: [] } });
    const { code, stdout, stderr } = await carnet(['wi', 'trust', '--provider', 'acme', '--safe', 'main', '--secret', 'api-key', '--org', organization]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'echo set-up\n' });
    expect(stderr).toContain('carnet wi add <name> --provider acme --safe main --from-stdin --test');
    expect(await carnet(['wi', 'trust', '--provider', 'acme', '--safe', 'main', '--org', organization])).toMatchObject({ code: 2, stderr: expect.stringContaining('Which secrets') as string });
  });
});

describe('documents', () => {
  it('apply shows a diff without secrets, and does nothing with --dry-run', async () => {
    const document = (timeoutSeconds: number): object => ({ version: 1, automations: [{ name: 'billing', command: ['true'], timeoutSeconds }], workloadIdentityConfigs: [], credentials: [], variables: [{ name: 'KEY', source: 'direct', value: 'canary-value' }] });
    platform.answer('get /v1/organizations/{organization}/document', { json: document(60) });
    platform.answer('post /v1/organizations/{organization}/document', ({ body }) => ({ json: { applied: !(body as { dryRun: boolean }).dryRun, changes: [{ kind: 'automation', name: 'billing', action: 'update', fields: ['timeoutSeconds'] }, { kind: 'variable', name: 'KEY', action: 'update', fields: ['value'] }, { kind: 'credential', name: 'old', action: 'delete', fields: [] }] } }));
    const { code, stdout, stderr } = await carnet(['apply', '-f', '-', '--dry-run', '--org', organization], { stdin: JSON.stringify(document(90)) });
    expect(code, stderr).toBe(0);
    expect(stdout).toBe('~ automation billing\n    timeoutSeconds: 60 → 90\n~ variable KEY\n    value\n- credential old\n');
    expect(platform.requests.filter(({ method }) => method === 'post').map(({ body }) => (body as { dryRun: boolean }).dryRun)).toEqual([true]);
    expect(await carnet(['apply', '-f', '-', '--prune', '--org', organization], { stdin: JSON.stringify(document(90)) })).toMatchObject({ code: 2, stderr: expect.stringContaining('--yes') as string });
    expect((await carnet(['apply', '-f', '-', '--prune', '--yes', '--org', organization], { stdin: JSON.stringify(document(90)) })).stderr).toContain('applied.');
    expect(await carnet(['apply', '-f', '-', '--org', organization], { stdin: 'a: [canary-value' })).toMatchObject({ code: 2, stderr: expect.not.stringContaining('canary-value') as string });
  });
});

/** Takes connections, and never says a word. */
async function startSilentServer(): Promise<AsyncDisposable & { readonly url: string }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => { sockets.add(socket); });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => { server.close(resolve); });
    },
  };
}
