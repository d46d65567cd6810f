import { createServer, request as send } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { createRemoteJWKSet, customFetch, jwtVerify } from 'jose';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createIssuer } from './issuer.ts';
import type { Issuer } from './issuer.ts';
import { toNodeListener } from './node-listener.ts';
import { audience, firstRing, issuerUrl, organization } from './test-keys.ts';

const issuer = createIssuer({ issuer: `${issuerUrl}/carnet`, keys: firstRing });

async function listen(server: Pick<Server, 'listen' | 'close' | 'address'>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => new Promise<void>((resolve) => void server.close(() => resolve())));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Verifies a token as a cloud does: discovery, then the keys it names, both fetched from the mounted server. */
async function expectVerifies({ mint }: Issuer, origin: string): Promise<void> {
  const { token, claims } = await mint({ organization, audience });
  const local = (url: string) => url.replace(issuerUrl, origin);
  const discovery = (await (await fetch(local(`${claims.iss}/.well-known/openid-configuration`))).json()) as { issuer: string; jwks_uri: string };
  const keys = createRemoteJWKSet(new URL(discovery.jwks_uri), { [customFetch]: (url, options) => fetch(local(url), options) });
  const { payload } = await jwtVerify(token, keys, { algorithms: ['RS256'], issuer: discovery.issuer, audience, requiredClaims: ['exp', 'iat', 'jti', 'sub', 'aud'] });
  expect(payload).toEqual(claims);
}

function honoServer() {
  const app = new Hono();
  app.use(async (context, next) => (issuer.handles(context.req.raw) ? issuer.handler(context.req.raw) : next()));
  app.get('/other', (context) => context.text('mine'));
  return createAdaptorServer({ fetch: app.fetch }) as Server;
}

function nodeServer() {
  const documents: RequestListener = toNodeListener(issuer.handler);
  return createServer((request, response) => (request.url === '/other' ? response.end('mine') : documents(request, response)));
}

describe.each([
  ['Hono', honoServer],
  ['node:http', nodeServer],
])('mounted in %s', (_name, server) => {
  test('a token verifies by the documents served, and other routes stay the host’s', async () => {
    const origin = await listen(server());
    await expectVerifies(issuer, origin);
    expect(await (await fetch(`${origin}/other`)).text()).toBe('mine');
    expect((await fetch(`${origin}/nothing`)).status).toBe(404);
  });

  test('HEAD, 304, 405 and a forged Host pass through', async () => {
    const origin = await listen(server());
    const url = `${origin}/carnet/oauth2/jwks`;
    const whole = await fetch(url);
    const bytes = await whole.text();
    const head = await fetch(url, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, String(bytes.length), '']);
    expect((await fetch(url, { headers: { 'if-none-match': whole.headers.get('etag') ?? '' } })).status).toBe(304);
    const post = await fetch(url, { method: 'POST', body: 'x' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    const forged = await fetch(`${origin}/carnet/.well-known/openid-configuration`, { headers: { 'x-forwarded-host': 'evil.example' } });
    expect(await forged.text()).not.toContain('evil');
  });
});

test('mounted in a Next-style route, the handler is the route', async () => {
  const route: { GET: (request: Request, context: { params: Promise<object> }) => Promise<Response> } = { GET: issuer.handler };
  const response = await route.GET(new Request('http://localhost:3000/carnet/oauth2/jwks'), { params: Promise.resolve({}) });
  expect(await response.json()).toEqual({ keys: [firstRing.signer.publicJwk] });
});

test.each([
  ['TRACE', '/carnet/oauth2/jwks', 405],
  ['OPTIONS', '*', 404],
  ['GET', 'http://evil.example/carnet/oauth2/jwks', 404],
  ['GET', '//evil.example/carnet/oauth2/jwks', 404],
  ['GET', '/%ff', 404],
])('node:http survives %s %s', async (method, path, status) => {
  const origin = await listen(createServer(toNodeListener(issuer.handler)));
  const answer = await new Promise<number | undefined>((resolve, reject) => {
    const outgoing = send(origin, { method, path, headers: { host: 'evil.example' } }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode));
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
  expect(answer).toBe(status);
});

test('a handler that fails is 500, and the server lives on', async () => {
  const origin = await listen(createServer(toNodeListener(() => Promise.reject(new Error('canary')))));
  const response = await fetch(origin);
  expect([response.status, await response.text()]).toEqual([500, '']);
});
