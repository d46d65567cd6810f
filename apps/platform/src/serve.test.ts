import { createIssuerFromEnvironment } from '@carnet/oidc-issuer';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { post, send } from './testing/send.ts';
import { issuerUrl, startScriptedPlatform, type ScriptedPlatform } from './testing/scripted-platform.ts';

let platform: ScriptedPlatform;
beforeAll(async () => { platform = await startScriptedPlatform(); });
afterAll(() => platform.close());

const kickoff = '/v1/automations/echo/kickoffs';
const headersOf = (others: Record<string, string> = {}): Record<string, string> =>
  ({ authorization: `Bearer ${platform.token}`, 'content-type': 'application/json', ...others });
const code = (text: string): unknown => (JSON.parse(text) as { code?: unknown }).code;

describe('the public documents', () => {
  test.each(['127.0.0.1', 'localhost', '[::1]', 'issuer'])('A1 the issuer is byte for byte the configured URL, asked for as %s', async (name) => {
    const { port } = new URL(platform.url);
    const host = name === 'issuer' ? new URL(issuerUrl).host : `${name}:${port}`;
    const answer = await send(`${platform.url}/.well-known/openid-configuration`, { headers: { host, 'x-forwarded-host': 'evil.test', forwarded: 'host=evil.test' } });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text)).toMatchObject({ issuer: issuerUrl, jwks_uri: `${issuerUrl}/oauth2/jwks` });
  });

  test('A1 the JWKS is public, cacheable and readable from any page, and holds no private member', async () => {
    const answer = await send(`${platform.url}/oauth2/jwks`, { headers: { origin: 'https://somewhere.test' } });
    expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'public, max-age=300', 'access-control-allow-origin': '*' } });
    expect(answer.text).not.toMatch(/"(?:d|p|q|dp|dq|qi)"/);
  });

  test('the host of the issuer opens the documents and nothing else', async () => {
    const { host } = new URL(issuerUrl);
    expect((await send(`${platform.url}${kickoff}`, { method: 'POST', headers: headersOf({ host }) })).status).toBe(421);
  });
});

describe('health', () => {
  test('/livez and /readyz answer without a token', async () => {
    expect(await send(`${platform.url}/livez`)).toMatchObject({ status: 200 });
    expect(await send(`${platform.url}/readyz`)).toMatchObject({ status: 200 });
  });

  test('A2 without a key the documents, readiness and kickoffs answer 503 and say what to set', async () => {
    await using keyless = await startScriptedPlatform({ issuer: await createIssuerFromEnvironment({ OIDC_ISSUER: issuerUrl }) });
    expect((await send(`${keyless.url}/livez`)).status).toBe(200);
    expect((await send(`${keyless.url}/readyz`)).status).toBe(503);
    const answers = [await send(`${keyless.url}/oauth2/jwks`), await post(keyless, '/v1/automations/ask-own/kickoffs')];
    for (const { status, text } of answers) {
      expect(status).toBe(503);
      expect(JSON.parse(text)).toMatchObject({ code: 'SIGNING_KEY_MISSING', hint: expect.stringContaining('OIDC_PRIVATE_KEY') });
    }
  });

  test('A2 without an issuer they answer 404', async () => {
    await using bare = await startScriptedPlatform({ issuer: await createIssuerFromEnvironment({}) });
    expect((await send(`${bare.url}/.well-known/openid-configuration`)).status).toBe(404);
    expect((await post(bare, '/v1/automations/ask-own/kickoffs')).status).toBe(404);
    expect((await send(`${bare.url}/readyz`)).status).toBe(503);
  });
});

describe('who is let in', () => {
  test.each(['evil.test', '127.0.0.1', 'localhost:1', '127.0.0.1.evil.test', 'localhost.', '2130706433'])('the foreign Host %s is refused everywhere', async (host) => {
    for (const path of ['/.well-known/openid-configuration', '/livez', kickoff]) {
      const answer = await send(`${platform.url}${path}`, { method: path === kickoff ? 'POST' : 'GET', headers: headersOf({ host }) });
      expect({ path, status: answer.status }).toEqual({ path, status: 421 });
      expect(code(answer.text)).toBe('REQUEST_ORIGIN_REFUSED');
    }
  });

  test.each(['https://evil.test', 'null', 'http://127.0.0.1', 'http://127.0.0.1:1', 'https://issuer.example.test'])('the foreign Origin %s is refused, the token notwithstanding', async (origin) => {
    const answer = await send(`${platform.url}${kickoff}`, { method: 'POST', headers: headersOf({ origin }) });
    expect(answer.status).toBe(403);
    expect(code(answer.text)).toBe('REQUEST_ORIGIN_REFUSED');
  });

  test('our own Origin is taken', async () => {
    expect((await send(`${platform.url}${kickoff}`, { method: 'POST', headers: headersOf({ origin: platform.url }) })).status).toBe(200);
  });

  test.each([['none', {}], ['a wrong one', { authorization: 'Bearer wrong' }], ['one in a cookie', { cookie: 'token=x' }]])('a request with %s instead of the token is refused', async (_, headers) => {
    for (const path of [kickoff, '/v1/automations/none/kickoffs', '/v1', '/nothing']) {
      const answer = await send(`${platform.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...(headers as Record<string, string>) } });
      expect(answer).toMatchObject({ status: 401, headers: { 'content-type': 'application/problem+json', 'www-authenticate': 'Bearer' } });
      expect(code(answer.text)).toBe('REQUEST_UNAUTHENTICATED');
    }
  });

  test('a subject token of our own issuer opens nothing', async () => {
    const record = JSON.parse((await post(platform, '/v1/automations/ask-own/kickoffs')).text) as { output: { stdout: string } };
    const { token } = JSON.parse(record.output.stdout) as { token: string };
    expect((await send(`${platform.url}${kickoff}`, { method: 'POST', headers: headersOf({ authorization: `Bearer ${token}` }) })).status).toBe(401);
  });

  test('every start has another token of 32 bytes', async () => {
    await using other = await startScriptedPlatform();
    expect(Buffer.from(platform.token, 'base64url')).toHaveLength(32);
    expect(other.token).not.toBe(platform.token);
  });
});

describe('what is answered to a request that is not right', () => {
  test.each([
    ['an automation that is not there', 'POST', '/v1/automations/none/kickoffs', 404, 'AUTOMATION_NOT_FOUND'],
    ['an automation named like a member of Object', 'POST', '/v1/automations/__proto__/kickoffs', 404, 'AUTOMATION_NOT_FOUND'],
    ['a path that is not there', 'GET', '/v2', 404, 'REQUEST_INVALID'],
    ['another method', 'GET', kickoff, 405, 'REQUEST_INVALID'],
    ['another method on health', 'POST', '/livez', 405, 'REQUEST_INVALID'],
  ])('%s', async (_, method, path, status, expected) => {
    const answer = await send(`${platform.url}${path}`, { method, headers: headersOf() });
    expect(answer).toMatchObject({ status, headers: { 'content-type': 'application/problem+json' } });
    expect(JSON.parse(answer.text)).toMatchObject({ code: expected, status, title: expect.any(String), detail: expect.any(String), type: `https://carnet.dev/errors/${expected}` });
    expect(answer.headers['allow']).toBe(status === 405 ? (path === '/livez' ? 'GET, HEAD' : 'POST') : undefined);
  });

  test.each([
    ['malformed JSON', '{', { 'content-type': 'application/json' }, 400],
    ['a content-type of a form', 'a=b', { 'content-type': 'text/plain' }, 415],
    ['a body of 2 MB', 'x'.repeat(2_000_000), { 'content-type': 'application/json' }, 413],
  ])('%s is a problem in JSON', async (_, body, headers, status) => {
    const answer = await send(`${platform.url}${kickoff}`, { method: 'POST', headers: headersOf(headers), body });
    expect(answer).toMatchObject({ status, headers: { 'content-type': 'application/problem+json' } });
    expect(code(answer.text)).toBe('REQUEST_INVALID');
  });

  test('no content-type is a problem in JSON', async () => {
    const answer = await send(`${platform.url}${kickoff}`, { method: 'POST', headers: { authorization: `Bearer ${platform.token}` } });
    expect(answer).toMatchObject({ status: 415, headers: { 'content-type': 'application/problem+json' } });
  });

  test('a request that no parser reads gets 400 and the server lives on', async () => {
    const { port, hostname } = new URL(platform.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => socket.end(`GET http://[ HTTP/1.1\r\nhost: \u0001\r\n\r\n`));
      let text = '';
      socket.on('data', (chunk: Buffer) => { text += chunk.toString(); }).once('close', () => resolve(text)).once('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect((await send(`${platform.url}/livez`)).status).toBe(200);
  });
});

test('an unhandled failure says nothing of its cause', async () => {
  await using broken = await startScriptedPlatform({ organization: () => { throw new Error('canary-of-a-failure'); } });
  const answer = await post(broken, kickoff);
  expect(answer.status).toBe(500);
  expect(answer.text).not.toContain('canary');
});
