import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startScene, type Scene } from '../development/start-scene.ts';
import type { KickoffJob } from '../worker-protocol/protocol.ts';
import { callPlatform, expected, type Caller } from './testing/platform-call.ts';

const facts = { slots: 1, platform: 'linux-x64', providers: [], ownUser: false };
const claim = { workerVersion: '1.0.0', facts, waitSeconds: 0, free: 1 };
const unknownId = '00000000-0000-4000-8000-000000000000';

let scene: Scene;
let owner: Caller;
let own: Tenant;
let other: Tenant;

/** An organization with a worker, an automation that reads by workload identity, and tokens of every kind. */
interface Tenant {
  readonly at: string;
  readonly automation: string;
  readonly config: string;
  readonly deployed: Caller;
  readonly api: Caller;
  readonly worker: Caller;
  readonly workerId: string;
}

const caller = (token: string): Caller => ({ url: () => scene.server.url, token });
const make = async <T = { id: string }>(path: string, body?: object, by: Caller = owner): Promise<T> => await expected<T>(callPlatform(by, 'POST', path, body));
/** `401 TOKEN_EXPIRED`, or the status alone. */
async function told(by: Caller, method: string, path: string, body?: object, headers?: Readonly<Record<string, string>>): Promise<string> {
  const answer = await callPlatform(by, method, path, body, { headers });
  const { code } = (answer?.body ?? {}) as { readonly code?: string };
  return answer === undefined ? 'no answer' : answer.status < 300 ? String(answer.status) : `${answer.status} ${code ?? ''}`;
}
const tokenOf = async (at: string, body: object): Promise<string> => (await make<{ token: string }>(`${at}/tokens`, body)).token;

async function tenant(name: string): Promise<Tenant> {
  const { id } = await make('/v1/organizations', { name });
  const at = `/v1/organizations/${id}`;
  const { id: config } = await make(`${at}/workload-identity-configs`, { name: 'azure-prod', kind: 'azure', settings: { tenantId: unknownId, clientId: unknownId }, default: true });
  await make(`${at}/credentials`, { name: 'vault', provider: 'azure', method: 'workload-identity', workloadIdentityConfigId: config, store: { vaultUrl: 'https://some-vault.vault.azure.net' }, default: true });
  const { id: automation } = await make(`${at}/automations`, { name: 'nightly', command: ['true'], timeoutSeconds: 60 });
  await make(`${at}/variables`, { name: 'API_KEY', source: 'default', provider: 'azure', reference: 'api-key', automations: [automation] });
  await make(`${at}/automations/${automation}/deployments`, {});
  const joined = await make<{ token: string; workerId: string }>('/v1/worker/join', { name: `worker of ${name}`, workerVersion: '1.0.0', facts }, caller(await tokenOf(at, { kind: 'join', name: 'join' })));
  return {
    at, automation, config, worker: caller(joined.token), workerId: joined.workerId,
    deployed: caller(await tokenOf(at, { kind: 'deployment', name: 'nightly', automationId: automation })),
    api: caller(await tokenOf(at, { kind: 'api', name: 'api', scopes: ['automations:read', 'kickoffs:read', 'kickoffs:manage'] })),
  };
}

async function claimed({ at, automation, worker }: Tenant): Promise<KickoffJob> {
  await make(`${at}/automations/${automation}/kickoffs`, {});
  return (await make<{ job: KickoffJob }>('/v1/worker/claims', claim, worker)).job;
}

const asks = (job: KickoffJob, config: string): readonly [string, object] => [`/v1/worker/kickoffs/${job.kickoffId}/subject-tokens`, { fence: job.fence, workloadIdentity: config }];
const result = (job: KickoffJob): readonly [string, object] => [`/v1/worker/kickoffs/${job.kickoffId}/result`, { fence: job.fence, outcome: 'succeeded', exitCode: 0, variables: [], steps: [], lines: [], logTruncated: false }];

beforeAll(async () => {
  scene = await startScene({ log: () => undefined, requestsPerMinute: 1_000_000 });
  owner = caller(scene.session.token);
  own = await tenant('own');
  other = await tenant('other');
}, 60_000);
afterAll(() => scene.close());

describe('10 a worker of another organization', () => {
  it('is answered 404 on every route of a kickoff, changes nothing, and its request for a token is written down', async () => {
    const job = await claimed(own);
    const routes: readonly (readonly [string, object])[] = [
      ['heartbeat', { fence: job.fence, steps: [], phase: 'running' }],
      ['logs', { fence: job.fence, lines: [{ sequence: 1, at: 1, stream: 'stdout', text: 'x' }] }],
      ['subject-tokens', { fence: job.fence, workloadIdentity: own.config }],
      ['subject-tokens', { fence: job.fence, workloadIdentity: other.config }],
      ['result', result(job)[1]],
    ];
    for (const [route, body] of routes) expect(await told(other.worker, 'POST', `/v1/worker/kickoffs/${job.kickoffId}/${route}`, body), route).toBe('404 RESOURCE_NOT_FOUND');
    // What is not there at all is answered in the same way.
    for (const [route, body] of routes) expect(await told(other.worker, 'POST', `/v1/worker/kickoffs/${unknownId}/${route}`, body), route).toBe('404 RESOURCE_NOT_FOUND');
    expect(await told(other.worker, 'POST', '/v1/worker/claims', claim)).toBe('204');
    expect((await expected<{ status: string; logLines: number }>(callPlatform(owner, 'GET', `${own.at}/kickoffs/${job.kickoffId}`)))).toMatchObject({ status: 'claimed', logLines: 0 });
    const { items } = await expected<{ items: { action: string; target: { id: string } | null }[] }>(callPlatform(owner, 'GET', `${other.at}/audit?action=token.refused`));
    expect(items.filter(({ target }) => target?.id === job.kickoffId)).toHaveLength(2);
    expect(await told(own.worker, 'POST', ...result(job))).toBe('204');
  });

  it('is answered 404 for a task that a worker of another organization has', async () => {
    const lines = `${JSON.stringify({ done: true })}\n`;
    const answer = await fetch(`${scene.server.url}/v1/worker/tasks/${unknownId}/answers`, { method: 'POST', headers: { authorization: `Bearer ${other.worker.token}`, 'content-type': 'application/x-ndjson' }, body: lines });
    expect([answer.status, (await answer.json() as { code: string }).code]).toEqual([404, 'RESOURCE_NOT_FOUND']);
  });
});

describe('a subject token', () => {
  it('13 is refused when the run has ended, and when it is to be cancelled, and that is written down', async () => {
    const ended = await claimed(own);
    expect(await told(own.worker, 'POST', ...asks(ended, own.config))).toBe('201');
    expect(await told(own.worker, 'POST', ...result(ended))).toBe('204');
    expect(await told(own.worker, 'POST', ...asks(ended, own.config))).toBe('409 LEASE_LOST');
    const cancelled = await claimed(own);
    expect(await told(owner, 'POST', `${own.at}/kickoffs/${cancelled.kickoffId}/cancel`)).toBe('202');
    expect(await told(own.worker, 'POST', ...asks(cancelled, own.config))).toBe('409 LEASE_LOST');
    const { items } = await expected<{ items: { target: { id: string } | null }[] }>(callPlatform(owner, 'GET', `${own.at}/audit?action=token.refused`));
    for (const { kickoffId } of [ended, cancelled]) expect(items.some(({ target }) => target?.id === kickoffId)).toBe(true);
    expect(await told(own.worker, 'POST', ...result(cancelled))).toBe('204');
  });

  it('12 13 is handed to nobody but the worker of the kickoff: neither to a person, nor to any other token', async () => {
    const job = await claimed(own);
    for (const by of [owner, own.api, own.deployed, caller(await tokenOf(own.at, { kind: 'join', name: 'join' }))]) expect(await told(by, 'POST', ...asks(job, own.config))).toMatch(/^403 /);
    expect(await told(own.worker, 'POST', asks(job, own.config)[0], { fence: job.fence + 1, workloadIdentity: own.config })).toBe('409 LEASE_LOST');
    expect(await told(own.worker, 'POST', ...result(job))).toBe('204');
  });

  it('16 opens no route of the platform', async () => {
    const job = await claimed(own);
    const { token } = await make<{ token: string }>(...asks(job, own.config), own.worker);
    expect(token).toMatch(/^eyJ/);
    for (const [method, path, body] of [
      ['GET', '/v1/me'], ['GET', own.at], ['POST', `${own.at}/automations/${own.automation}/kickoffs`, {}], ['POST', '/v1/worker/claims', claim], ['POST', '/v1/worker/join', { name: 'x', workerVersion: '1.0.0', facts }],
      ['POST', ...asks(job, own.config)], ['POST', ...result(job)], ['GET', '/v1/platform/organizations'], ['POST', `/v1/local-runs/${job.kickoffId}/subject-tokens`, { workloadIdentity: own.config }],
    ] as const) expect(await told(caller(token), method, path, body), path).toBe('401 REQUEST_UNAUTHENTICATED');
    expect(await told(own.worker, 'POST', ...result(job))).toBe('204');
  });
});

describe('what is for one use', () => {
  it('59 a join token lets one worker join', async () => {
    const join = caller(await tokenOf(own.at, { kind: 'join', name: 'once' }));
    const ask = (name: string): Promise<string> => told(join, 'POST', '/v1/worker/join', { name, workerVersion: '1.0.0', facts });
    expect(await ask('first')).toBe('201');
    expect(await ask('second')).toBe('401 TOKEN_EXPIRED');
  });

  it('a sign-in link signs in once', async () => {
    const token = new URL(await scene.signInLink()).hash.slice(1);
    const redeem = (): Promise<string> => told(caller(''), 'POST', '/v1/sign-in-links/redeem', { token, bearer: true });
    expect(await redeem()).toBe('200');
    expect(await redeem()).toMatch(/^401 SIGN_IN_REFUSED$/);
  });

  it('an invitation is accepted once, and by whom it is for', async () => {
    const { items } = await expected<{ items: { id: string; kind: string }[] }>(callPlatform(owner, 'GET', `${own.at}/roles`));
    const role = items.find(({ kind }) => kind === 'member')?.id;
    const { link } = await make<{ link: string }>(`${own.at}/invitations`, { email: 'grace@carnet.test', roleId: role });
    const token = new URL(link).hash.slice(1);
    expect(await told(owner, 'POST', '/v1/invitations/accept', { token })).toMatch(/^4\d\d /);
    const signUp = (): Promise<string> => told(caller(''), 'POST', '/v1/invitations/sign-up', { token, name: 'Grace', password: 'a password of some length' });
    expect(await signUp()).toMatch(/^20[01]$/);
    expect(await signUp()).toMatch(/^4\d\d /);
    expect(await told(caller(''), 'POST', '/v1/invitations/open', { token })).toMatch(/^4\d\d /);
  });
});

describe('what was taken away', () => {
  it('opens nothing with the next request: an API, a deployment and a worker token, a worker, a session', async () => {
    const gone = await tenant('gone');
    const uses: Readonly<Record<string, () => Promise<string>>> = {
      api: () => told(gone.api, 'GET', `${gone.at}/automations`),
      deployment: () => told(gone.deployed, 'POST', `${gone.at}/automations/${gone.automation}/kickoffs`, {}),
    };
    for (const [kind, use] of Object.entries(uses)) {
      expect(await use(), kind).toMatch(/^20[014]$/);
      const { items: [token] } = await expected<{ items: { id: string }[] }>(callPlatform(owner, 'GET', `${gone.at}/tokens?kind=${kind}`));
      expect(await told(owner, 'DELETE', `${gone.at}/tokens/${token?.id ?? ''}`), kind).toBe('204');
      expect(await use(), kind).toBe('401 TOKEN_EXPIRED');
    }
    const second = await tenant('second');
    const job = await claimed(second);
    expect(await told(owner, 'DELETE', `${second.at}/workers/${second.workerId}`)).toBe('204');
    for (const [path, body] of [asks(job, second.config), result(job)]) expect(await told(second.worker, 'POST', path, body)).toBe('401 TOKEN_EXPIRED');

    const token = new URL(await scene.signInLink()).hash.slice(1);
    const session = caller((await make<{ token: string }>('/v1/sign-in-links/redeem', { token, bearer: true }, caller(''))).token);
    expect(await told(session, 'GET', '/v1/me')).toBe('200');
    expect(await told(session, 'POST', '/v1/auth/sign-out', {})).toBe('200');
    expect(await told(session, 'GET', '/v1/me')).toMatch(/^401 /);
  });

  it('a local run\'s token opens nothing once the run has been reported or cancelled, and nothing but its run before', async () => {
    for (const end of ['result', 'cancel'] as const) {
      const run = await make<{ runId: string; token: string }>(`${own.at}/automations/${own.automation}/local-runs`);
      const holder = caller(run.token);
      const ask = (id = run.runId): Promise<string> => told(holder, 'POST', `/v1/local-runs/${id}/subject-tokens`, { workloadIdentity: own.config });
      expect(await ask()).toBe('201');
      expect(await ask(unknownId)).toMatch(/^40[14] /);
      for (const [method, path, body] of [['GET', '/v1/me'], ['GET', `${own.at}/kickoffs/${run.runId}`], ['POST', '/v1/worker/claims', claim], ['POST', `${own.at}/automations/${own.automation}/kickoffs`, {}]] as const) {
        expect(await told(holder, method, path, body), path).toMatch(/^401 /);
      }
      if (end === 'result') expect(await told(holder, 'POST', `/v1/local-runs/${run.runId}/result`, { outcome: 'succeeded', exitCode: 0 })).toBe('204');
      else expect(await told(owner, 'POST', `${own.at}/kickoffs/${run.runId}/cancel`)).toBe('202');
      expect(await ask(), end).toBe('410 LOCAL_RUN_ENDED');
    }
  });
});

describe('each kind of token at the entrances of the others', () => {
  it('opens its own alone', async () => {
    const join = caller(await tokenOf(own.at, { kind: 'join', name: 'shown around' }));
    const link = caller(new URL(await scene.signInLink()).hash.slice(1));
    const madeUp = caller(`carnet_wkr_${randomBytes(32).toString('base64url')}`);
    const run = await make<{ runId: string; token: string }>(`${own.at}/automations/${own.automation}/local-runs`);
    const entrances: Readonly<Record<string, (by: Caller) => Promise<string>>> = {
      person: (by) => told(by, 'GET', '/v1/me'),
      'API token': (by) => told(by, 'GET', `${own.at}/automations`),
      'deployment token': (by) => told(by, 'POST', `${own.at}/automations/${own.automation}/kickoffs`, {}),
      worker: (by) => told(by, 'POST', '/v1/worker/claims', { ...claim, free: 0 }),
      'local run': (by) => told(by, 'POST', `/v1/local-runs/${run.runId}/subject-tokens`, { workloadIdentity: own.config }),
      'sign-in link': (by) => told(caller(''), 'POST', '/v1/sign-in-links/redeem', { token: by.token, bearer: true }),
      invitation: (by) => told(caller(''), 'POST', '/v1/invitations/open', { token: by.token }),
      join: (by) => told(by, 'POST', '/v1/worker/join', { name: `joined ${randomBytes(4).toString('hex')}`, workerVersion: '1.0.0', facts }),
    };
    const opens: readonly (readonly [Caller, readonly string[]])[] = [
      [owner, ['person', 'API token', 'deployment token']], [own.api, ['person', 'API token', 'deployment token']], [own.deployed, ['deployment token']], [own.worker, ['worker']],
      [caller(run.token), ['local run']], [madeUp, []], [caller('x'), []], [link, ['sign-in link']], [join, ['join']],
    ];
    const found: Record<string, readonly string[]> = {};
    const wanted: Record<string, readonly string[]> = {};
    for (const [index, [by, entered]] of opens.entries()) {
      const through: string[] = [];
      for (const [name, entrance] of Object.entries(entrances)) if (/^20\d$/.test(await entrance(by))) through.push(name);
      found[`${index} ${by.token.slice(0, 11)}`] = through;
      wanted[`${index} ${by.token.slice(0, 11)}`] = entered;
    }
    expect(found).toEqual(wanted);
  });
});
