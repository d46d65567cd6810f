import type { Issuer } from '@carnet/oidc-issuer';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ClaimRequest, HeartbeatRequest, JoinRequest, KickoffJob, LogRequest, ResultRequest, SubjectTokenRequest, WorkerTask } from '../../worker-protocol/protocol.ts';

export const workerToken: string = `carnet_wkr_${'w'.repeat(43)}`;
export const joinToken: string = `carnet_join_${'j'.repeat(43)}`;
const workerId = 'aaaaaaaa-0000-4000-8000-00000000000a';

/** What happens to a request instead of its answer: another status, no answer at all, or a connection that breaks. */
export type Trouble = { readonly status: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> } | 'hang' | 'break' | undefined;
type Subject = 'join' | 'claims' | 'heartbeat' | 'logs' | 'result' | 'subject-tokens' | 'answers';

/** A platform of a few lines that speaks the worker's protocol over real HTTP, and keeps what it heard. */
export class ScriptedPlatform implements AsyncDisposable {
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  readonly #waiting: (() => void)[] = [];
  readonly queue: unknown[] = [];
  readonly joins: JoinRequest[] = [];
  readonly claims: ClaimRequest[] = [];
  readonly heartbeats: (HeartbeatRequest & { readonly kickoff: string })[] = [];
  readonly logs: Map<string, LogRequest['lines'][number][]> = new Map();
  readonly results: Map<string, ResultRequest[]> = new Map();
  readonly tokens: (SubjectTokenRequest & { readonly kickoff: string })[] = [];
  readonly answers: Map<string, unknown[]> = new Map();
  readonly authorizations: Set<string> = new Set();
  readonly cancelled: Set<string> = new Set();
  trouble: (subject: Subject, kickoff: string) => Trouble = () => undefined;
  issuer: Issuer | undefined;
  organization = '';
  audienceOf: (workloadIdentity: string) => string = () => '';
  requests = 0;

  static async start(): Promise<ScriptedPlatform> {
    const platform = new ScriptedPlatform();
    await new Promise<void>((resolve) => platform.#server.listen(0, '127.0.0.1', resolve));
    return platform;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  offer(job: KickoffJob): void {
    this.queue.push({ type: 'kickoff', job });
    for (const wake of this.#waiting.splice(0)) wake();
  }

  offerTask(task: WorkerTask): void {
    this.queue.push({ type: 'task', task });
    for (const wake of this.#waiting.splice(0)) wake();
  }

  resultOf(kickoff: string): ResultRequest | undefined {
    return this.results.get(kickoff)?.[0];
  }

  textOf(kickoff: string, stream = 'stdout'): string {
    return (this.logs.get(kickoff) ?? []).filter((line) => line.stream === stream).toSorted((left, right) => left.sequence - right.sequence).map(({ text }) => text).join('\n');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests += 1;
    this.authorizations.add(request.headers.authorization ?? '');
    const text = await bodyOf(request);
    const [, , , kind, id = '', action = ''] = (request.url ?? '').split('/');
    const subject = (action === '' ? kind : action) as Subject;
    const trouble = this.trouble(subject, id);
    if (trouble === 'hang') return;
    if (trouble === 'break') return void request.socket.destroy();
    const reply = (status: number, body?: unknown, headers: Readonly<Record<string, string>> = {}): void => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body === undefined ? undefined : JSON.stringify(body));
    };
    if (trouble) return reply(trouble.status, trouble.body ?? {}, trouble.headers);
    const body: unknown = subject === 'answers' ? text.trim().split('\n').map((line): unknown => JSON.parse(line)) : JSON.parse(text);
    switch (subject) {
      case 'join':
        this.joins.push(body as JoinRequest);
        return reply(201, { workerId, organizationId: workerId, token: workerToken });
      case 'claims': {
        const asked = body as ClaimRequest;
        this.claims.push(asked);
        const fits = (): number => this.queue.findIndex((each) => asked.free > 0 || (each as { type: string }).type === 'task');
        for (let looks = 0; fits() === -1 && looks < 2 && !request.destroyed; looks += 1) await new Promise<void>((resolve) => { this.#waiting.push(resolve); setTimeout(resolve, 300); });
        const [next] = fits() === -1 || response.destroyed ? [] : this.queue.splice(fits(), 1);
        return next === undefined ? reply(204) : reply(200, next);
      }
      case 'heartbeat':
        this.heartbeats.push({ ...body as HeartbeatRequest, kickoff: id });
        return reply(200, { cancel: this.cancelled.has(id), leaseMs: 2_000 });
      case 'logs': {
        const kept = this.logs.get(id) ?? [];
        for (const line of (body as LogRequest).lines) if (!kept.some(({ sequence }) => sequence === line.sequence)) kept.push(line);
        this.logs.set(id, kept);
        return reply(204);
      }
      case 'result':
        this.results.set(id, [...(this.results.get(id) ?? []), body as ResultRequest]);
        return reply(200, {});
      case 'subject-tokens': {
        const asked = body as SubjectTokenRequest;
        this.tokens.push({ ...asked, kickoff: id });
        const minted = await this.issuer?.mint({ organization: this.organization, audience: this.audienceOf(asked.workloadIdentity), ...(asked.renew ? { renew: true } : {}) });
        return minted === undefined ? reply(409, { code: 'LEASE_LOST' }) : reply(200, { token: minted.token, expiresAt: minted.claims.exp * 1_000 });
      }
      case 'answers':
        this.answers.set(id, [...this.answers.get(id) ?? [], ...body as unknown[]]);
        return reply(204);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
