import { randomBytes } from 'node:crypto';
import type { ApiToken } from '../../access/principal.ts';
import { createAudit } from '../../audit/create-audit.ts';
import { createSealer } from '../../sealing/create-sealer.ts';
import { sealingKey } from '../../sealing/sealing-key.ts';
import { createCursors } from '../../store/cursors.ts';
import { nameKey } from '../../store/prefix-range.ts';
import type { Store } from '../../store/store.ts';
import { createApi, type Api, type ApiAnswer, type ApiCall } from '../../testing/api.ts';
import { newId } from '../../store/new-id.ts';
import type { ResourceParts } from '../resource-parts.ts';
import { resourceRoutes } from '../resource-routes.ts';
import { inProcessHost, type InProcessHost } from './in-process-host.ts';

/** Resources of two organizations over the real application, store, audit and sealer. */
export interface ResourceBench {
  readonly parts: ResourceParts;
  readonly host: InProcessHost;
  readonly store: Store;
  readonly api: Api;
  readonly organization: string;
  readonly stranger: string;
  readonly clock: { now: number };
  readonly slept: number[];
  readonly decoys: readonly string[];
  /** Below `/v1/organizations/{organization}/`. */
  call(method: string, path: string, body?: unknown, options?: ApiCall): Promise<ApiAnswer>;
  /** The same, and the body of an answer that must be a success. */
  made<T = Entity>(method: string, path: string, body?: unknown, options?: ApiCall): Promise<T>;
  actions(): Promise<readonly string[]>;
}

export interface Entity {
  readonly id: string;
  readonly version: number;
  readonly [member: string]: unknown;
}

const actor: ApiToken = { kind: 'api', tokenId: '00000000-0000-4000-8000-000000000001', name: 'test', organizationId: '', createdBy: 'nobody', scopes: [] };

export async function resourceBench(store: Store, changes: Partial<ResourceParts> = {}): Promise<ResourceBench> {
  const host = inProcessHost();
  const clock = { now: 1_800_000_000_000 };
  const now = (): number => clock.now;
  const slept: number[] = [];
  const decoys: string[] = [];
  const sealer = createSealer({ current: sealingKey(randomBytes(32)), previous: [], randomBytes });
  const parts: ResourceParts = {
    store, host, now, randomBytes, sealer, audit: createAudit({ store, now }), cursors: createCursors(randomBytes(32)), directAddresses: [],
    issuerOf: (organization, { organizationIssuer }) => `https://issuer.example.com${organizationIssuer ? `/organizations/${organization}` : ''}`,
    tokens: () => ({
      subjectToken: () => Promise.resolve('a.b.c'),
      probe: () => {
        decoys.push('a.b.c');
        return Promise.resolve('a.b.c');
      },
    }),
    runOnWorker: () => { throw new Error('No worker is connected.'); },
    sleep: (ms) => {
      slept.push(ms);
      return Promise.resolve();
    },
    ...changes,
  };
  const [organization, stranger] = [await newOrganization(parts, 'own'), await newOrganization(parts, 'stranger')];
  const api = createApi({ routes: resourceRoutes(parts), principals: { test: { ...actor, organizationId: organization } }, now, randomBytes });
  const call = (method: string, path: string, body?: unknown, options?: ApiCall): Promise<ApiAnswer> => api.call(method, `/v1/organizations/${organization}/${path}`, { token: 'test', ...(body === undefined ? {} : { body }), ...options });
  return {
    parts, host, store, api, organization, stranger, clock, slept, decoys, call,
    async made<T>(method: string, path: string, body?: unknown, options?: ApiCall) {
      const answer = await call(method, path, body, options);
      if (answer.status >= 300) throw new Error(`${method} ${path} is answered ${answer.status}: ${answer.text}`);
      return answer.body as T;
    },
    async actions() {
      const rows = await store.db.selectFrom('audit_entry').select('action').where('scope', '=', organization).orderBy('sequence').execute();
      return rows.map((row) => row.action);
    },
  };
}

async function newOrganization({ store, sealer, now }: Pick<ResourceParts, 'store' | 'sealer' | 'now'>, name: string): Promise<string> {
  const id = newId(randomBytes);
  const at = now();
  await store.db.insertInto('organization').values({
    id, name, name_key: nameKey(name), version: 1, created_at: at, updated_at: at, deleted_at: null, fingerprint_key: sealer.seal(randomBytes(32), { table: 'organization', organization: id, row: id, column: 'fingerprint_key' }),
  }).execute();
  return id;
}

export function ifMatch({ version }: Pick<Entity, 'version'>): ApiCall {
  return { headers: { 'if-match': `"${version}"` } };
}

/** The problem that an answer tells. */
export function problemIn(answer: ApiAnswer): { readonly status: number; readonly code: string; readonly detail: string; readonly fields: readonly string[] } {
  const { code, detail, problems = [] } = answer.body as { readonly code: string; readonly detail: string; readonly problems?: readonly { readonly field: string }[] };
  return { status: answer.status, code, detail, fields: problems.map(({ field }) => field) };
}
