import type { Connection } from '@carnet/provider';
import { createHttpFake, type DoubleParts, type DoubleRequest, type StoreDouble } from '@carnet/provider-testkit';
import { randomUUID } from 'node:crypto';
import { AcmeSafe } from './acme-safe.ts';
import { subjectTokenProblem } from './acme-subject-token.ts';

const address = 'https://safe.acme.example';
const tokenSeconds = 3_600;
const pageSize = 100;

const connectionOf = (safe: string): Connection => ({ method: 'workload-identity', identity: { address }, store: { safe } });
const refused = (status: number, error: string): Response => Response.json({ error }, { status });

/** Acme Safe in memory: its protocol, its refusals, and the hands of its owner. */
export function startAcmeDouble(parts: DoubleParts): StoreDouble {
  const { clock } = parts;
  const safes = new Map([['production', new AcmeSafe()], ['staging', new AcmeSafe()]]);
  const safe = safes.get('production') ?? new AcmeSafe();
  const live = new Map<string, number>();
  const credentials: string[] = [];
  let trusted = true;
  let mayList = true;
  let mayBatch = true;
  let mayWrite = true;
  let nextPage: ((own: string) => string) | undefined;

  const fake = createHttpFake({ clock, hosts: { 'safe.acme.example': answer }, operationOf, throttled });

  async function answer(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === '/token') return await exchange(request);
    const [, token = ''] = /^Bearer (\S+)$/.exec(request.headers.get('authorization') ?? '') ?? [];
    if (!((live.get(token) ?? 0) > clock.now())) return refused(401, 'expired');
    const [, safeName = '', batch, name] = /^\/safes\/([a-z0-9-]+)\/secrets(:read)?(?:\/([\w-]+))?$/.exec(pathname) ?? [];
    const asked = safes.get(safeName);
    if (!asked) return refused(404, 'not_found');
    if (batch !== undefined) return await readBatch(asked, request);
    return name === undefined ? list(asked, request) : await single(asked, name, request);
  }

  async function exchange(request: Request): Promise<Response> {
    const { subject_token: subjectToken } = (await request.json()) as { readonly subject_token?: unknown };
    const problem = trusted ? await subjectTokenProblem(subjectToken, address, parts) : 'untrusted';
    if (problem !== undefined) return refused(401, problem);
    const token = `acme-${randomUUID()}`;
    live.set(token, clock.now() + tokenSeconds * 1000);
    credentials.push(token);
    return Response.json({ access_token: token, expires_in: tokenSeconds });
  }

  async function single(asked: AcmeSafe, name: string, request: Request): Promise<Response> {
    if (request.method !== 'GET' && !mayWrite) return refused(403, 'denied');
    if (request.method === 'PUT') return Response.json({ version: asked.put(name, new Uint8Array(await request.arrayBuffer())) });
    if (request.method === 'DELETE') return asked.remove(name) ? new Response(null, { status: 204 }) : refused(404, 'not_found');
    const found = asked.read(name, new URL(request.url).searchParams.get('version') ?? undefined);
    if ('error' in found) return refused(found.status, found.error);
    return new Response(new Uint8Array(found.bytes), { headers: { 'content-type': 'application/octet-stream', etag: `"${found.version}"` } });
  }

  async function readBatch(asked: AcmeSafe, request: Request): Promise<Response> {
    if (!mayBatch) return refused(403, 'batch_denied');
    const { secrets } = (await request.json()) as { readonly secrets: readonly { readonly name: string; readonly version?: string }[] };
    return Response.json({
      secrets: secrets.map(({ name, version }) => {
        const found = asked.read(name, version);
        return 'error' in found ? { name, ...found } : { name, version: found.version, value: Buffer.from(found.bytes).toString('base64') };
      }),
    });
  }

  function list(asked: AcmeSafe, request: Request): Response {
    if (!mayList) return refused(403, 'denied');
    const url = new URL(request.url);
    const start = Number(url.searchParams.get('page') ?? 0);
    const { names, more } = asked.page(url.searchParams.get('prefix') ?? '', start, pageSize);
    url.searchParams.set('page', String(start + pageSize));
    const next = nextPage?.(request.url) ?? (more ? url.href : undefined);
    return Response.json({ names, ...(next !== undefined && { next }) });
  }

  return {
    transport: fake.transport,
    fault: fake.fault,
    requests: fake.requests,
    connection: connectionOf('production'),
    neighbour: connectionOf('staging'),
    credentials,
    put: (name, bytes) => safe.put(name, bytes),
    disable: (name) => safe.disable(name),
    remove: (name) => void safe.remove(name),
    deny: (name) => safe.deny(name),
    denyWriting: () => { mayWrite = false; },
    denyListing: () => { mayList = false; },
    denyBatches: () => { mayBatch = false; },
    loopListing: () => { nextPage = (own) => own; },
    strayListing: (elsewhere) => { nextPage = () => elsewhere; },
    distrust: () => { trusted = false; },
    revoke: () => live.clear(),
    [Symbol.asyncDispose]: () => fake[Symbol.asyncDispose](),
  };
}

function operationOf({ method, url }: Request): DoubleRequest['operation'] {
  const { pathname } = new URL(url);
  if (pathname === '/token') return 'exchange';
  if (method === 'PUT') return 'write';
  if (method === 'DELETE') return 'remove';
  return pathname.endsWith('/secrets') ? 'list' : 'read';
}

function throttled(seconds: number | undefined): Response {
  return Response.json({ error: 'throttled' }, { status: 429, headers: seconds === undefined ? {} : { 'retry-after': String(seconds) } });
}
