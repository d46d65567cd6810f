import { describe, expect, it, onTestFinished } from 'vitest';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { platform, type PlatformOptions } from './index.ts';
import { failureOf, tokenFor } from './testing/token.ts';

const audience = 'api://AzureADTokenExchange';
const id = '6f9619ff-8b86-4d01-b42d-00c04fc964ff';
const token = `carnet_wkr_${'a'.repeat(43)}`;
const clock = { now: () => 1_800_000_000_000 };
const good = tokenFor({ aud: audience, exp: 1_800_000_600 });
const question = { audience, workloadIdentity: 'config-id' };

interface Heard { readonly url: string | undefined; readonly method: string | undefined; readonly authorization: string | undefined; readonly body: string }

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk as string;
  return text;
}

/** A real server that gives these answers, one after the other and the last again and again. */
async function serve(...answers: readonly RequestListener[]) {
  const heard: Heard[] = [];
  const server = createServer((request, response) => void bodyOf(request).then((body) => {
    heard.push({ url: request.url, method: request.method, authorization: request.headers.authorization, body });
    answers[Math.min(heard.length, answers.length) - 1]?.(request, response);
  }));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => { server.closeAllConnections(); server.close(); });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const source = (options: Partial<PlatformOptions> = {}) => platform({ url, token, holder: { kickoff: id, fence: 7 }, fetch, clock, ...options });
  return { heard, url, source };
}

const answer = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): RequestListener => (_, response) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(typeof body === 'string' ? body : JSON.stringify(body));
};

describe('A7 the platform hands out subject tokens', () => {
  it('to the holder of a kickoff\'s lease: with its fence, for the config, and no audience in the request', async () => {
    const { heard, source } = await serve(answer(200, { token: good, expiresAt: 1 }));
    expect(await source().subjectToken(question)).toBe(good);
    expect(await source().subjectToken({ ...question, renew: true })).toBe(good);
    expect(heard[0]).toEqual({ url: `/v1/worker/kickoffs/${id}/subject-tokens`, method: 'POST', authorization: `Bearer ${token}`, body: '{"fence":7,"workloadIdentity":"config-id"}' });
    expect(JSON.parse(heard[1]?.body ?? '')).toEqual({ fence: 7, workloadIdentity: 'config-id', renew: true });
  });

  it('for a local run, below the path at which the platform stands', async () => {
    const { heard, source, url } = await serve(answer(200, { token: good }));
    expect(await source({ url: `${url}/carnet`, holder: { run: id } }).subjectToken(question)).toBe(good);
    expect(heard[0]).toMatchObject({ url: `/carnet/v1/local-runs/${id}/subject-tokens`, body: '{"workloadIdentity":"config-id"}' });
  });

  it.each([503, 429])('and is asked once more after a %i, when it said', async (status) => {
    const { heard, source } = await serve(answer(status, {}, { 'retry-after': '0' }), answer(200, { token: good }));
    expect(await source().subjectToken(question)).toBe(good);
    expect(heard).toHaveLength(2);
  });

  it('and is not asked a third time, nor after a wait that is too long', async () => {
    const busy = await serve(answer(503, { code: 'OVERLOADED' }, { 'retry-after': '0' }));
    expect(await failureOf(busy.source().subjectToken(question))).toMatchObject({ code: 'SUBJECT_TOKEN_UNAVAILABLE', retryable: true, message: expect.stringContaining('503 (OVERLOADED)') as string });
    expect(busy.heard).toHaveLength(2);
    const away = await serve(answer(503, {}, { 'retry-after': '60' }));
    expect(await failureOf(away.source().subjectToken(question))).toMatchObject({ retryable: true, retryAfter: 60_000 });
    expect(away.heard).toHaveLength(1);
  });

  it.each([
    [401, 'TOKEN_EXPIRED', false], [404, 'RESOURCE_NOT_FOUND', false], [409, 'LEASE_LOST', false], [410, 'LOCAL_RUN_ENDED', false], [500, 'UNEXPECTED', true],
  ])('a refusal with %i tells the code and nothing else', async (status, code, retryable) => {
    const { heard, source } = await serve(answer(status, { code, detail: `canary ${token}`, requestId: 'request-1' }));
    const error = await failureOf(source().subjectToken(question));
    expect(error).toMatchObject({ code: 'SUBJECT_TOKEN_UNAVAILABLE', retryable, requestId: 'request-1', cloudCode: code });
    expect(JSON.stringify([error, String(error), (error as Error).stack])).not.toMatch(/canary|carnet_wkr/);
    expect(heard).toHaveLength(1);
  });
});

describe('what the platform answers is not believed', () => {
  it.each([
    ['another audience', { token: tokenFor({ aud: 'sts.amazonaws.com', exp: 1_800_000_600 }) }],
    ['an expired token', { token: tokenFor({ aud: audience, exp: 1_799_999_000 }) }],
    ['no JWT', { token: 'canary' }], ['no token', {}], ['a list', []], ['no JSON', '<html>canary</html>'], ['null', 'null'], ['more than a token can be', 'a'.repeat(200_000)],
  ])('%s is SUBJECT_TOKEN_INVALID', async (_, body) => {
    const { source } = await serve(answer(200, body));
    const error = await failureOf(source().subjectToken(question));
    expect(error).toMatchObject({ code: 'SUBJECT_TOKEN_INVALID' });
    expect(JSON.stringify([error, String(error)])).not.toMatch(/canary|eyJ/);
  });

  it('a redirect is not followed, and the token goes nowhere', async () => {
    const other = await serve(answer(200, { token: good }));
    const { source } = await serve(answer(307, '', { location: `${other.url}/v1` }));
    expect(await failureOf(source().subjectToken(question))).toMatchObject({ code: 'SUBJECT_TOKEN_UNAVAILABLE', retryable: false });
    expect(other.heard).toEqual([]);
  });

  it('one that hangs is left at the deadline, or when the caller leaves', async () => {
    const { source } = await serve(() => undefined);
    expect(await failureOf(source({ timeoutMs: 50 }).subjectToken(question))).toMatchObject({ code: 'SUBJECT_TOKEN_UNAVAILABLE', retryable: true });
    const controller = new AbortController();
    const left = failureOf(source().subjectToken({ ...question, signal: controller.signal }));
    controller.abort();
    expect(await left).toMatchObject({ code: 'ABORTED' });
  });

  it('one that cannot be reached is told without its address or the token', async () => {
    const error = await failureOf(platform({ url: 'https://carnet.invalid', token, holder: { run: id }, fetch: () => Promise.reject(new Error(`canary ${token}`)) }).subjectToken(question));
    expect(error).toMatchObject({ code: 'SUBJECT_TOKEN_UNAVAILABLE', retryable: true });
    expect(JSON.stringify([error, String(error)])).not.toMatch(/canary|carnet_wkr/);
  });
});

describe('a source that could leak is not made', () => {
  const make = (options: Partial<PlatformOptions>) => () => platform({ url: 'https://carnet.example', token, holder: { run: id }, fetch: () => Promise.reject(new Error('It was called.')), ...options });
  it.each(['http://carnet.example', 'http://127.0.0.1.example', 'ftp://x', 'https://a:b@carnet.example', 'https://carnet.example?x=1', 'https://carnet.example#x', 'canary'])('%s is CONFIG_INVALID', (url) => {
    expect(make({ url })).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });
  it.each(['http://localhost:1', 'http://127.9.9.9:1', 'http://[::1]:1', 'https://carnet.example/below'])('%s is taken', (url) => expect(make({ url })).not.toThrow());
  it.each(['', 'canary\r\nX: y', `${'a'.repeat(600)}`])('a token that is none is CONFIG_INVALID, without being shown', (wrong) => {
    expect(make({ token: wrong })).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', message: 'The token of the platform is no bearer token.' }));
  });
  it.each([{ run: '../x' }, { kickoff: id.toUpperCase(), fence: 1 }, { kickoff: id, fence: 1.5 }])('an id or a fence that is none is CONFIG_INVALID', (holder) => {
    expect(make({ holder })).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });
});
