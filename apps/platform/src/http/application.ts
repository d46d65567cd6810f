import { CarnetError } from '@carnet/provider';
import { Hono } from 'hono';
import type { PlatformIssuer } from '../kickoffs/hand-over-token.ts';
import type { Kickoffs } from '../kickoffs/kickoffs.ts';
import { shown } from '../organization/json-record.ts';
import type { Organization } from '../organization/organization.ts';
import { readInputs } from './kickoff-request.ts';
import type { OwnAddresses } from './own-addresses.ts';
import { jsonResponse, problemResponse } from './problem-response.ts';
import { Refusal } from './refusal.ts';

export interface ApplicationOptions {
  readonly issuer: PlatformIssuer;
  /** Asked once for each kickoff. */
  readonly organization: () => Organization;
  readonly kickoffs: Kickoffs;
  readonly isToken: (authorization: string | undefined) => boolean;
  readonly addresses: () => OwnAddresses;
  /** Further acts by path, behind the same checks. */
  readonly actions: Readonly<Record<string, () => Promise<object>>>;
}

const kickoffPath = '/v1/automations/:name/kickoffs';

/** Everything this server answers. What is public stands above the checks, what is not below them. */
export function createApplication(options: ApplicationOptions): Hono {
  const { issuer, kickoffs, isToken } = options;
  const app = new Hono();

  app.use(async ({ req }, next) => {
    const host = req.header('host');
    const addresses = options.addresses();
    const isDocument = issuer.handles(req.raw);
    if (!addresses.isOwnHost(host) && !(isDocument && addresses.isIssuerHost(host))) throw new Refusal(421, 'REQUEST_ORIGIN_REFUSED', 'The Host of the request is not this server.');
    if (isDocument) return await issuer.handler(req.raw);
    const origin = req.header('origin');
    if (origin !== undefined && !addresses.isOwnOrigin(origin)) throw new Refusal(403, 'REQUEST_ORIGIN_REFUSED', 'The Origin of the request is not this server.');
    return await next();
  });

  app.get('/livez', ({ text }) => text('ok\n'));
  app.get('/readyz', async ({ text }) => ((await servesDocuments(issuer)) ? text('ok\n') : text('The issuer\'s documents cannot be served.\n', 503)));

  app.use(async ({ req }, next) => {
    if (!isToken(req.header('authorization'))) {
      throw new Refusal(401, 'REQUEST_UNAUTHENTICATED', 'The request carries no valid token.', { 'www-authenticate': 'Bearer' });
    }
    await next();
  });

  app.post(kickoffPath, async ({ req }) => {
    const organization = options.organization();
    const name = req.param('name');
    const automation = organization.automations.get(name);
    if (!automation) throw new Refusal(404, 'AUTOMATION_NOT_FOUND', `There is no automation ${shown(name)}.`);
    const inputs = await readInputs(req.raw);
    if (issuer.problem && automation.workloadIdentities.size > 0) return problemResponse(issuer.issuer === undefined ? 404 : 503, issuer.problem);
    return jsonResponse(await kickoffs.run(organization, automation, inputs));
  });
  for (const [path, act] of Object.entries(options.actions)) app.post(path, async () => jsonResponse(await act()));
  for (const path of [kickoffPath, '/livez', '/readyz', ...Object.keys(options.actions)]) app.all(path, () => { throw methodRefused(path); });
  app.notFound(() => problemResponse(404, new CarnetError({ code: 'REQUEST_INVALID', message: 'There is nothing at this address.' })));
  app.onError((error) => problemOf(error));
  return app;
}

async function servesDocuments({ issuer, handler }: PlatformIssuer): Promise<boolean> {
  if (issuer === undefined) return false;
  const answers = await Promise.all(['/.well-known/openid-configuration', '/oauth2/jwks'].map((path) => handler(new Request(`${issuer}${path}`))));
  return answers.every(({ status }) => status === 200);
}

function methodRefused(path: string): Refusal {
  const allow = path === '/livez' || path === '/readyz' ? 'GET, HEAD' : 'POST';
  return new Refusal(405, 'REQUEST_INVALID', `This address takes ${allow}.`, { allow });
}

/** Of an error that is none of ours nothing is repeated. */
function problemOf(error: unknown): Response {
  if (error instanceof Refusal) return problemResponse(error.status, error.error, error.headers);
  if (CarnetError.isInstance(error) && error.code === 'KICKOFF_LIMIT_REACHED') return problemResponse(429, error, { 'retry-after': '5' });
  return problemResponse(500, new CarnetError({ code: 'WORKER_FAILED', message: 'The server failed to answer this request.' }));
}
