import { describe, expect, it } from 'vitest';
import { githubActions } from './index.ts';
import { githubDouble } from './testing/github-double.ts';
import { failureOf, tokenFor } from './testing/token.ts';

const audience = 'api://AzureADTokenExchange';
const request = { audience, workloadIdentity: 'production' };
const double = githubDouble();
const { environment } = double;
const canary = environment['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? '';
const good = tokenFor({ aud: audience, exp: 1_800_000_600 });
const clock = { now: () => 1_800_000_000_000 };
const answering = (answer: (request: Request) => Response | Promise<Response>, timeoutMs?: number): Promise<unknown> =>
  failureOf(githubActions({ environment, fetch: async (sent) => await answer(sent), clock, timeoutMs }).subjectToken(request));

describe('B4 the token of a job of GitHub Actions', () => {
  it('is asked for at every use, for the audience that is needed', async () => {
    const asked: string[] = [];
    const source = githubActions({ environment, fetch: async (sent) => (asked.push(new URL(sent.url).search), double.answer(sent)) });
    const tokens = [await source.subjectToken(request), await source.subjectToken({ ...request, audience: 'sts.amazonaws.com' })];
    expect(tokens.map((token) => (JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { aud: string; sub: string }))).toMatchObject([{ aud: audience, sub: double.subject }, { aud: 'sts.amazonaws.com' }]);
    expect(asked).toEqual(['?api-version=2.0&audience=api%3A%2F%2FAzureADTokenExchange', '?api-version=2.0&audience=sts.amazonaws.com']);
  });

  it.each([['no address', { ...environment, ACTIONS_ID_TOKEN_REQUEST_URL: undefined }], ['no token', { ...environment, ACTIONS_ID_TOKEN_REQUEST_TOKEN: '' }], ['an address that is none', { ...environment, ACTIONS_ID_TOKEN_REQUEST_URL: 'here' }]])('where the job has %s: the permission to add, and nothing is sent', async (_, variables) => {
    const source = githubActions({ environment: variables, fetch: () => Promise.reject(new Error('sent')) });
    expect(await failureOf(source.subjectToken(request))).toMatchObject({ code: 'SUBJECT_TOKEN_UNAVAILABLE', retryable: false, hint: expect.stringContaining('id-token: write') as string });
  });

  it.each([
    ['a token with a line break', { ACTIONS_ID_TOKEN_REQUEST_TOKEN: `${canary}\nX-Other: 1` }],
    ['a token that is no Latin', { ACTIONS_ID_TOKEN_REQUEST_TOKEN: `${canary}\u2028` }],
    ['an address with a password', { ACTIONS_ID_TOKEN_REQUEST_URL: `https://user:${canary}@elsewhere.example/` }],
  ])('%s is told, without it, and nothing is sent', async (_, variables) => {
    const error = await failureOf(githubActions({ environment: { ...environment, ...variables }, fetch: () => Promise.reject(new Error('sent')) }).subjectToken(request));
    expect(error).toMatchObject({ code: 'SUBJECT_TOKEN_UNAVAILABLE', retryable: false });
    expect(JSON.stringify(error) + String((error as Error).stack)).not.toContain(canary);
  });

  it('is never asked for without TLS', async () => {
    const source = githubActions({ environment: { ...environment, ACTIONS_ID_TOKEN_REQUEST_URL: 'http://127.0.0.1/token' }, fetch: () => Promise.reject(new Error('sent')) });
    expect(await failureOf(source.subjectToken(request))).toMatchObject({ code: 'SUBJECT_TOKEN_UNAVAILABLE', message: expect.stringContaining('https') as string });
  });

  it.each<[string, () => Response, string, boolean]>([
    ['a refusal', () => new Response(canary, { status: 403 }), 'SUBJECT_TOKEN_UNAVAILABLE', false],
    ['a redirect', () => new Response(null, { status: 302, headers: { location: 'https://elsewhere.example' } }), 'SUBJECT_TOKEN_UNAVAILABLE', false],
    ['too many requests', () => new Response(null, { status: 429 }), 'SUBJECT_TOKEN_UNAVAILABLE', true],
    ['a fault', () => new Response('<html>', { status: 502 }), 'SUBJECT_TOKEN_UNAVAILABLE', true],
    ['no JSON', () => new Response(`<html>${canary}`), 'SUBJECT_TOKEN_INVALID', false],
    ['null', () => new Response('null'), 'SUBJECT_TOKEN_INVALID', false],
    ['no token', () => Response.json({ value: canary }), 'SUBJECT_TOKEN_INVALID', false],
    ['a token for somebody else', () => Response.json({ value: tokenFor({ aud: 'https://github.com/acme', exp: 1_800_000_600 }) }), 'SUBJECT_TOKEN_INVALID', false],
    ['an expired token', () => Response.json({ value: tokenFor({ aud: audience, exp: 1_799_999_000 }) }), 'SUBJECT_TOKEN_INVALID', false],
    ['a token and 128 KiB', () => Response.json({ value: good, more: 'x'.repeat(131_072) }), 'SUBJECT_TOKEN_INVALID', false],
    ['nothing, by an error that quotes the request', () => { throw new Error(`fetch failed: Bearer ${canary} ${good}`); }, 'SUBJECT_TOKEN_UNAVAILABLE', true],
  ])('an answer of %s fails, and shows nothing of it', async (_, answer, code, retryable) => {
    const error = await answering(answer);
    expect(error).toMatchObject({ code, retryable, step: 'mint' });
    expect(JSON.stringify(error) + String((error as Error).stack)).not.toMatch(new RegExp(`${canary}|eyJ|html`));
  });

  it('follows no redirect', async () => {
    let mode: string | undefined;
    await answering((sent) => ((mode = sent.redirect), new Response(null, { status: 302 })));
    expect(mode).toBe('manual');
  });

  it('an answer without end is read no further than a token goes', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({ pull: (controller) => (sent += 1, controller.enqueue(new Uint8Array(16_384).fill(32))) });
    expect(await answering(() => new Response(endless))).toMatchObject({ code: 'SUBJECT_TOKEN_INVALID' });
    expect(sent).toBeLessThan(20);
  });

  it('that never comes is left after the deadline, which can be tried again', async () => {
    expect(await answering(() => new Promise(() => undefined), 20)).toMatchObject({ code: 'SUBJECT_TOKEN_UNAVAILABLE', retryable: true, message: 'GitHub gave no token in time.' });
  });

  it('is left as soon as the caller aborts', async () => {
    const controller = new AbortController();
    const pending = githubActions({ environment, fetch: () => new Promise(() => undefined) }).subjectToken({ ...request, signal: controller.signal });
    controller.abort();
    expect(await failureOf(pending)).toMatchObject({ code: 'ABORTED' });
  });
});
