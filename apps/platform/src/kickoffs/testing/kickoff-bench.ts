import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Person, Principal } from '../../access/principal.ts';
import type { Audit, AuditRecord } from '../../audit/audit.ts';
import { createAuditSpool } from '../../audit/audit-spool.ts';
import { createPlatformIssuer, type PlatformIssuer } from '../../issuing/platform-issuer.ts';
import { createMachineTokens, type MachineTokens } from '../../machines/machine-tokens.ts';
import { createWithdrawals, type Withdrawals } from '../../machines/withdrawals.ts';
import { HostedError, type ProviderHost } from '../../provider-host/provider-host.ts';
import { resourceBench, type Entity, type ResourceBench } from '../../resources/testing/resource-bench.ts';
import { resourceRoutes } from '../../resources/resource-routes.ts';
import { bearerTokenOf } from '../../http/bearer-token.ts';
import type { Store } from '../../store/store.ts';
import { createApi, type Api, type ApiAnswer, type ApiCall } from '../../testing/api.ts';
import type { KickoffJob, WorkerFacts } from '../../worker-protocol/protocol.ts';
import { createKickoffs, type Kickoffs } from '../create-kickoffs.ts';
import type { EndedKickoff, KickoffLimits } from '../kickoff-parts.ts';
import type { LocalRun } from '../local-runs.ts';
import type { KickoffRecord } from '../read-kickoffs.ts';
import { createWakeUps, type WakeUps } from '../wake-ups.ts';

// One for all: making it takes longer than most tests.
const privateKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

export const facts: WorkerFacts = { slots: 4, platform: 'linux-x64', providers: ['acme'], ownUser: true };
export const issuerUrl = 'https://issuer.example.com';

/** Kickoffs over the real application, store, audit, sealer, tokens, issuer and resources; the provider host alone is without its process. */
export interface KickoffBench {
  readonly resources: ResourceBench;
  readonly store: Store;
  readonly organization: string;
  readonly stranger: string;
  readonly clock: { now: number };
  readonly kickoffs: Kickoffs;
  readonly issuer: PlatformIssuer;
  readonly tokens: MachineTokens;
  readonly withdrawals: Withdrawals;
  readonly wakeUps: WakeUps;
  readonly api: Api;
  readonly person: Person;
  readonly ended: EndedKickoff[];
  /** Of the static path, by reference. */
  readonly secrets: Map<string, string>;
  /** Done while the provider host reads. */
  readonly meanwhile: { work(): Promise<unknown> };
  /** Below the organization, as a member who may do everything. */
  call(method: string, path: string, body?: unknown, options?: ApiCall): Promise<ApiAnswer>;
  made<T = Entity>(method: string, path: string, body?: unknown, options?: ApiCall): Promise<T>;
  join(name?: string, organization?: string): Promise<TestWorker>;
  /** An automation with these variables (name → reference), read by workload identity. */
  automation(changes?: object, variables?: Readonly<Record<string, string>>): Promise<string>;
  deployed(changes?: object, variables?: Readonly<Record<string, string>>): Promise<string>;
  kickoff(automation: string, body?: object, options?: ApiCall): Promise<string>;
  record(kickoff: string): Promise<KickoffRecord>;
  localRun(automation: string): Promise<LocalRun>;
  actions(): Promise<readonly string[]>;
}

export interface TestWorker {
  readonly id: string;
  readonly token: string;
  readonly version: string;
  call(path: string, body: unknown, options?: ApiCall): Promise<ApiAnswer>;
  /** The job of a claim that does not wait, or undefined. */
  claim(): Promise<KickoffJob | undefined>;
  heartbeat(job: KickoffJob, changes?: object): Promise<ApiAnswer>;
  result(job: KickoffJob, changes?: object): Promise<ApiAnswer>;
}

export interface BenchOptions {
  readonly limits?: Partial<KickoffLimits> | undefined;
  readonly authorize?: ((principal: Principal, access: never, organization: string) => Promise<void>) | undefined;
  readonly log?: ((message: string) => void) | undefined;
  /** Made with the first act that the database does not take. */
  readonly spoolFolder?: string | undefined;
  /** Before a record is appended, inside of its unit. */
  readonly beforeAudit?: ((record: AuditRecord) => Promise<void>) | undefined;
}

export async function kickoffBench(store: Store, { limits, authorize, log, beforeAudit, spoolFolder = join(tmpdir(), randomUUID()) }: BenchOptions = {}): Promise<KickoffBench> {
  const resources = await resourceBench(store);
  const { parts, clock, organization, stranger } = resources;
  const ended: EndedKickoff[] = [];
  const secrets = new Map<string, string>();
  const meanwhile = { work: (): Promise<unknown> => Promise.resolve() };
  const host: ProviderHost = { ...parts.host, async resolve(_, __, { references }) {
    await meanwhile.work();
    return references.map((reference) => resolved(secrets, reference));
  } };
  const withdrawals = createWithdrawals({ store, spool: createAuditSpool({ folder: spoolFolder, now: parts.now }), log: () => {} });
  const tokens = createMachineTokens({ store, audit: parts.audit, now: parts.now, randomBytes, withdrawals });
  const issuer = await createPlatformIssuer({ environment: { OIDC_ISSUER: issuerUrl, OIDC_PRIVATE_KEY: privateKey }, audit: parts.audit, manifests: () => host.manifests, now: parts.now, randomBytes });
  const wakeUps = createWakeUps();
  const audit: Audit = { ...parts.audit, append: async (...records) => { for (const record of records) await beforeAudit?.(record); await parts.audit.append(...records); } };
  const kickoffs = createKickoffs({ ...parts, audit, host, issuer, tokens, withdrawals, wakeUps, limits, observe: { kickoffEnded: (kickoff) => { ended.push(kickoff); } } });
  const person = await newPerson(store);
  const principals: Readonly<Record<string, Principal>> = { person };
  const api = createApi({
    routes: [...resourceRoutes({ ...parts, host }), ...kickoffs.routes], issuer, now: parts.now, randomBytes, ...(log && { log }), ...(authorize && { authorize: authorize as never }),
    principalOf: async (request) => {
      const token = bearerTokenOf(request);
      return token === undefined ? undefined : principals[token] ?? (/^carnet_(?:run)_/.test(token) ? undefined : await tokens.verify(token));
    },
  });
  const call = (method: string, path: string, body?: unknown, options?: ApiCall): Promise<ApiAnswer> => api.call(method, `/v1/organizations/${organization}/${path}`, { token: 'person', ...(body === undefined ? {} : { body }), ...options });
  const made = async <T>(method: string, path: string, body?: unknown, options?: ApiCall): Promise<T> => expected<T>(`${method} ${path}`, await call(method, path, body, options));

  const bench: KickoffBench = {
    resources, store, organization, stranger, clock, kickoffs, issuer, tokens, withdrawals, wakeUps, api, person, ended, secrets, meanwhile, call, made,
    async join(name = `worker-${randomUUID()}`, of = organization) {
      const join = await tokens.issue({ kind: 'join', organization: of, createdBy: null }, name, platform);
      const { workerId, token } = expected<{ workerId: string; token: string }>('join', await api.call('POST', '/v1/worker/join', { token: join.text, body: { name, workerVersion: '1.0.0', facts } }));
      return testWorker(api, workerId, token);
    },
    async automation(changes = {}, variables = {}) {
      const { id } = await made<Entity>('POST', 'automations', { name: `automation ${randomUUID()}`, command: ['true'], ...changes });
      if (Object.keys(variables).length > 0) await ensureCredential(made);
      for (const [name, reference] of Object.entries(variables)) await made('POST', 'variables', { name, source: 'default', provider: 'acme', reference, automations: [id] });
      return id;
    },
    async deployed(changes, variables) {
      const id = await bench.automation(changes, variables);
      await made('POST', `automations/${id}/deployments`, {});
      return id;
    },
    async kickoff(automation, body = {}, options) {
      return (await made<Entity>('POST', `automations/${automation}/kickoffs`, body, options)).id;
    },
    record: (kickoff) => made<KickoffRecord>('GET', `kickoffs/${kickoff}`),
    localRun: (automation) => made<LocalRun>('POST', `automations/${automation}/local-runs`),
    actions: () => resources.actions(),
  };
  return bench;
}

const platform = { kind: 'platform', id: null, name: null } as const;

async function ensureCredential(made: KickoffBench['made']): Promise<void> {
  const { items } = await made<{ items: readonly Entity[] }>('GET', 'credentials');
  if (items.length > 0) return;
  const { id } = await made('POST', 'workload-identity-configs', { name: 'acme-prod', kind: 'acme', settings: { tenant: 'one' }, default: true });
  await made('POST', 'credentials', { name: 'vault', provider: 'acme', method: 'workload-identity', workloadIdentityConfigId: id, store: { region: 'north' }, default: true });
}

function testWorker(api: Api, id: string, token: string): TestWorker {
  const call = (path: string, body: unknown, options?: ApiCall): Promise<ApiAnswer> => api.call('POST', `/v1/worker/${path}`, { token, body, ...options });
  return {
    id, token, version: '1.0.0', call,
    async claim() {
      const { status, body, text } = await call('claims', { workerVersion: '1.0.0', facts, waitSeconds: 0, free: 1 });
      if (status !== 200 && status !== 204) throw new Error(text);
      return status === 204 ? undefined : (body as { readonly job: KickoffJob }).job;
    },
    heartbeat: (job, changes) => call(`kickoffs/${job.kickoffId}/heartbeat`, { fence: job.fence, steps: [], phase: 'running', ...changes }),
    result: (job, changes) => call(`kickoffs/${job.kickoffId}/result`, { fence: job.fence, outcome: 'succeeded', exitCode: 0, variables: [], steps: [], lines: [], logTruncated: false, ...changes }),
  };
}

function expected<T>(what: string, { status, text, body }: ApiAnswer): T {
  if (status >= 300) throw new Error(`${what} is answered ${status}: ${text}`);
  return body as T;
}

function resolved(secrets: ReadonlyMap<string, string>, reference: string): Awaited<ReturnType<ProviderHost['resolve']>>[number] {
  const value = secrets.get(reference);
  if (value === undefined) return { ok: false, failure: new HostedError({ code: 'SECRET_NOT_FOUND', message: `There is no secret '${reference}'.`, hint: 'Create it.', docsUrl: 'https://carnet.dev/errors/SECRET_NOT_FOUND', retryable: false }).failure };
  return { ok: true, value: { value: Buffer.from(value).toString('base64'), version: 'v1', fingerprint: 'hmac:000000000000', durationMs: 1 } };
}

/** A member of the organization who may do everything. */
async function newPerson(store: Store): Promise<Person> {
  const userId = randomUUID();
  const row: object = { id: userId, name: 'Ada', email: `${userId}@example.com`, emailVerified: store.kind === 'postgres' ? true : 1, createdAt: new Date(0).toISOString(), updatedAt: new Date(0).toISOString() };
  await store.db.insertInto('user').values(row as never).execute();
  return { kind: 'person', userId, name: 'Ada', email: `${userId}@example.com`, sessionId: 'session', administrator: false };
}

/** Gives a person a role of their own. */
export async function giveRole({ store, organization, person }: KickoffBench, permissions: readonly string[]): Promise<{ take(): Promise<void> }> {
  const times = { version: 1, created_at: 0, updated_at: 0 };
  const role = randomUUID();
  await store.db.insertInto('organization_role').values({ id: role, organization_id: organization, name: role, name_key: role, permissions: JSON.stringify(permissions), kind: 'custom', ...times }).execute();
  await store.db.insertInto('member').values({ id: randomUUID(), organization_id: organization, user_id: person.userId, role_id: role, ...times }).execute();
  return { take: async () => { await store.db.deleteFrom('member').where('user_id', '=', person.userId).execute(); } };
}

