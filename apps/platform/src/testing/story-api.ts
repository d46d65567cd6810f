import type { Rung } from '@carnet/trust';
import type { Scene } from '../development/start-scene.ts';

/** A kickoff's record, as far as stories look at it. */
export interface StoryKickoff {
  readonly id: string;
  readonly status: string;
  readonly exitCode: number | null;
  readonly lines: readonly string[];
  readonly deployment: unknown;
  readonly error: { readonly code: string } | null;
  readonly variables: readonly { readonly name: string; readonly fingerprint: string | null; readonly version: string | null; readonly changed: boolean | null; readonly previousFingerprint: string | null }[];
  readonly steps: readonly { readonly name: string; readonly exchange?: unknown }[];
}

/** The API of one organization, as its owner calls it. */
export interface StoryApi {
  readonly organization: string;
  makeOrganization(name: string): Promise<void>;
  startWorker(): Promise<void>;
  document(path: string): Promise<unknown>;
  get<T>(path: string, query?: Readonly<Record<string, string>>): Promise<T>;
  post<T>(path: string, body: object, headers?: Readonly<Record<string, string>>): Promise<T>;
  call<T>(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<T>;
  rungs(path: string, body: object): Promise<readonly Rung[]>;
  /** Starts one and follows its events to the end. */
  kickOff(automation: string, inputs?: object): Promise<StoryKickoff>;
  logText(kickoff: string): Promise<string>;
}

const deadlineMs = 45_000;

export function createStoryApi({ server, session, startWorker }: Pick<Scene, 'server' | 'session' | 'startWorker'>): StoryApi {
  let organization = '';
  const pathOf = (path: string): string => `/v1/organizations/${organization}/${path}`;
  const get = async <T>(path: string, query: Readonly<Record<string, string>> = {}): Promise<T> => await session.call<T>('GET', `${pathOf(path)}?${new URLSearchParams(query).toString()}`);
  const post = async <T>(path: string, body: object, headers?: Readonly<Record<string, string>>): Promise<T> => await session.call<T>('POST', pathOf(path), body, headers);
  return {
    get organization() { return organization; },
    async makeOrganization(name) {
      organization = (await session.call<{ id: string }>('POST', '/v1/organizations', { name })).id;
    },
    async startWorker() {
      startWorker((await post<{ token: string }>('tokens', { kind: 'join', name: 'story' })).token);
    },
    document: async (path) => await (await fetch(new URL(path, server.url))).json(),
    get, post,
    call: (method, path, body, headers) => session.call(method, pathOf(path), body, headers),
    async rungs(path, body) {
      const events = await eventsOf(await open(pathOf(path), { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }));
      return events.filter(({ event }) => event === 'rung').map(({ data }) => data as Rung);
    },
    async kickOff(automation, inputs = {}) {
      const { id } = await post<{ id: string }>(`automations/${automation}/kickoffs`, { inputs });
      await eventsOf(await open(pathOf(`kickoffs/${id}/events`)));
      return await get<StoryKickoff>(`kickoffs/${id}`);
    },
    async logText(kickoff) {
      const { items } = await get<{ items: readonly { text: string }[] }>(`kickoffs/${kickoff}/logs`);
      return items.map(({ text }) => text).join('\n');
    },
  };

  async function open(path: string, init: RequestInit = {}): Promise<Response> {
    const answer = await fetch(new URL(path, server.url), { ...init, signal: AbortSignal.timeout(deadlineMs), headers: { ...(init.headers as Record<string, string> | undefined), authorization: `Bearer ${session.token}` } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }
}

/** A stream of events that ends by itself. */
async function eventsOf(answer: Response): Promise<readonly { readonly event: string; readonly data: unknown }[]> {
  return (await answer.text()).split('\n\n').flatMap((block) => {
    const field = (name: string): string => block.split('\n').filter((line) => line.startsWith(`${name}:`)).map((line) => line.slice(name.length + 1).trimStart()).join('\n');
    return field('data') === '' ? [] : [{ event: field('event'), data: JSON.parse(field('data')) as unknown }];
  });
}
