import { randomBytes } from 'node:crypto';
import type { Audit, AuditRecord } from '../../audit/audit.ts';
import { createMachineTokens, type MachineTokens } from '../../machines/machine-tokens.ts';
import type { Store } from '../../store/store.ts';
import type { PeopleSettings } from '../people-settings.ts';
import { createPeople, type People } from '../people.ts';

export const base = 'https://carnet.test';

export interface PeopleWorld {
  readonly people: People;
  readonly tokens: MachineTokens;
  readonly records: AuditRecord[];
  readonly settings: PeopleSettings;
  /** Lets time pass for the parts that are given a clock. */
  pass(ms: number): void;
  now(): number;
}

/** People on a store, with the records of their audit in a list. */
export async function openPeople(store: Store, given: Partial<PeopleSettings> & { readonly audit?: Pick<Audit, 'append'> | undefined } = {}): Promise<PeopleWorld> {
  const records: AuditRecord[] = [];
  let passed = 0;
  const now = (): number => Date.now() + passed;
  const { audit = { append: (record: AuditRecord) => { records.push(record); return Promise.resolve(); } }, ...more } = given;
  const settings = { baseUrl: base, sessionSecret: 'a secret of the tests, long enough', administrators: [], organizationsByEveryone: false, ...more };
  const withdrawals = { act: (_: AuditRecord, act: () => Promise<void>): Promise<void> => act(), isWithdrawn: () => false };
  const tokens = createMachineTokens({ store, audit, now, randomBytes, withdrawals });
  const people = await createPeople({ store, audit, tokens, settings, now });
  return { people, tokens, records, settings, now, pass: (ms) => { passed += ms; } };
}

/** A browser: it keeps cookies, and says its origin. */
export interface Browser {
  /** @param path below `/v1/auth` */
  send(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /** The JSON of an answer. */
  json(path: string, body?: unknown): Promise<Record<string, unknown>>;
  request(method?: string, headers?: Readonly<Record<string, string>>): Request;
  take(cookies: readonly string[]): void;
  readonly cookies: ReadonlyMap<string, string>;
}

export function openBrowser({ people }: Pick<PeopleWorld, 'people'>, address = '192.0.2.1'): Browser {
  const cookies = new Map<string, string>();
  const take = (set: readonly string[]): void => {
    for (const cookie of set) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '' || /max-age=0/i.test(cookie)) cookies.delete(name);
      else cookies.set(name, value);
    }
  };
  const headersWith = (more: Readonly<Record<string, string>>): Record<string, string> => ({
    origin: base, ...(cookies.size > 0 && { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }), ...more,
  });
  const send: Browser['send'] = async (path, body, headers = {}) => {
    const init = body === undefined ? { headers: headersWith(headers) } : { method: 'POST', body: JSON.stringify(body), headers: headersWith({ 'content-type': 'application/json', ...headers }) };
    const response = await people.handler(new Request(`${base}/v1/auth${path}`, init), { address, requestId: 'request-1' });
    take(response.headers.getSetCookie());
    return response;
  };
  return {
    cookies,
    take,
    send,
    json: async (path, body) => await (await send(path, body)).json() as Record<string, unknown>,
    request: (method = 'GET', headers = {}) => new Request(`${base}/v1/me`, { method, headers: headersWith(headers) }),
  };
}

/** Everything that stands in the database, as one text. */
export async function dumpOf(store: Store): Promise<string> {
  const tables = await store.db.introspection.getTables();
  const rows = await Promise.all(tables.map(({ name }) => store.db.selectFrom(name as 'user').selectAll().execute()));
  return JSON.stringify(rows);
}
