import { isDeepStrictEqual } from 'node:util';
import type { Access, Principal } from '../access/principal.ts';
import { createApplication, type Application, type ApplicationOptions } from '../http/application.ts';
import { ownAddresses } from '../http/own-addresses.ts';
import { createRateLimits, type RateLimitSizes } from '../http/rate-limits.ts';
import type { Reply, Route } from '../http/route.ts';

export interface ApiOptions {
  readonly routes: readonly Route[];
  /** Who calls, by the bearer token of the request. */
  readonly principals?: Readonly<Record<string, Principal>> | undefined;
  /** In place of `principals`: the real one. */
  readonly principalOf?: ApplicationOptions['principalOf'] | undefined;
  /** Default: whoever is known may do everything. */
  readonly authorize?: ((principal: Principal, access: Access, organization: string) => Promise<void>) | undefined;
  readonly extraHandlers?: ApplicationOptions['extraHandlers'];
  readonly rateLimits?: RateLimitSizes | undefined;
  readonly streams?: ApplicationOptions['streams'];
  readonly now?: (() => number) | undefined;
  readonly randomBytes?: ((size: number) => Uint8Array) | undefined;
  readonly log?: ApplicationOptions['log'] | undefined;
  readonly onAnswer?: ApplicationOptions['onAnswer'];
  readonly issuer?: ApplicationOptions['issuer'] | undefined;
}

export interface ApiCall {
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as `Authorization: Bearer`. */
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The JSON of the answer; undefined where it is none. */
  readonly body: unknown;
}

export interface Api {
  readonly application: Application;
  /** Sends one request through the whole application, and checks that what a route answers is what its schema says. */
  call(method: string, path: string, options?: ApiCall): Promise<ApiAnswer>;
  /** The same without reading the answer: for streams. */
  open(method: string, path: string, options?: ApiCall): Promise<Response>;
}

const generous = { capacity: 1_000_000, perSecond: 1_000_000 };
const noIssuer = { handles: () => false, handler: () => Promise.resolve(new Response(null, { status: 404 })) };
const own = 'http://platform.test';
const issuerOfTests = 'https://issuer.example.com';

/** The real application over some routes, without a port. */
export function createApi(options: ApiOptions): Api {
  const { routes, principals = {}, authorize = () => Promise.resolve(), extraHandlers, now = () => 1_800_000_000_000, randomBytes = (size) => new Uint8Array(size).fill(7), issuer = noIssuer } = options;
  const wrong: Error[] = [];
  const application = createApplication({
    routes: routes.map((route) => checked(route, wrong)),
    issuer,
    principalOf: options.principalOf ?? (({ headers }) => Promise.resolve(principals[headers.get('authorization')?.replace(/^Bearer /, '') ?? ''])),
    authorize,
    extraHandlers,
    addresses: () => ownAddresses([own], options.issuer === undefined ? undefined : issuerOfTests),
    rateLimits: createRateLimits(options.rateLimits ?? { organization: generous, worker: generous, refusals: generous }, now),
    streams: options.streams,
    onAnswer: options.onAnswer,
    log: options.log ?? ((message, fields) => { wrong.push(new Error(`${message}: ${JSON.stringify(fields)}`)); }),
    now,
    randomBytes,
  });

  async function open(method: string, path: string, { body, token, headers = {}, signal }: ApiCall = {}): Promise<Response> {
    const all: Record<string, string> = { host: new URL(own).host, ...headers };
    if (token !== undefined) all['authorization'] = `Bearer ${token}`;
    if (body !== undefined) all['content-type'] ??= 'application/json';
    const response = await application.fetch(new Request(`${own}${path}`, { method, headers: all, ...(body !== undefined && { body: JSON.stringify(body) }), ...(signal && { signal }) }), '192.0.2.1');
    const [first] = wrong.splice(0);
    if (first) throw first;
    return response;
  }

  return {
    application,
    open,
    async call(method, path, call) {
      const response = await open(method, path, call);
      const text = await response.text();
      const isJson = /[/+]json$/.test(response.headers.get('content-type') ?? '');
      return { status: response.status, headers: response.headers, text, body: isJson && text !== '' ? JSON.parse(text) as unknown : undefined };
    },
  };
}

/** The document promises what the schema says, no field more and none less. */
function checked(route: Route, wrong: Error[]): Route {
  return {
    ...route,
    async handle(call) {
      const reply: Reply = await route.handle(call);
      const schema = route.answer?.schema;
      if (schema === undefined || reply.response !== undefined) return reply;
      const body = JSON.parse(JSON.stringify(reply.body ?? null)) as unknown;
      const parsed = schema.safeParse(body);
      if (!parsed.success) wrong.push(new Error(`The answer of ${route.id} is not what its schema says: ${parsed.error.message}`));
      else if (!isDeepStrictEqual(JSON.parse(JSON.stringify(parsed.data ?? null)), body)) wrong.push(new Error(`The answer of ${route.id} has fields that its schema does not have.`));
      return reply;
    },
  };
}
