import { expect, test } from 'vitest';
import type { TokenQuestion } from './messages.ts';
import { createPlatformTokenSource } from './platform-token-source.ts';

const request = { audience: 'urn:mine', workloadIdentity: 'azure-production' };

test('A7 a question names the config and carries no audience', async () => {
  const asked: TokenQuestion[] = [];
  const source = createPlatformTokenSource((question) => asked.push(question));
  const token = source.subjectToken({ ...request, renew: true });
  expect(asked).toEqual([{ type: 'subject-token', question: 1, workloadIdentity: 'azure-production', renew: true }]);
  source.receive({ type: 'token', question: 1, token: 'a.b.c' });
  expect(await token).toBe('a.b.c');
});

test('each question gets its own answer, in whatever order they come', async () => {
  const source = createPlatformTokenSource(() => undefined);
  const tokens = Promise.all([source.subjectToken(request), source.subjectToken(request)]);
  source.receive({ type: 'token', question: 2, token: 'second' });
  source.receive({ type: 'token', question: 1, token: 'first' });
  source.receive({ type: 'token', question: 3, token: 'unasked' });
  expect(await tokens).toEqual(['first', 'second']);
});

test('a refusal is an error with the platform\'s sentence', async () => {
  const source = createPlatformTokenSource(() => undefined);
  const token = source.subjectToken(request);
  source.receive({ type: 'no-token', question: 1, message: 'No.', hint: 'Do.' });
  await expect(token).rejects.toMatchObject({ code: 'SUBJECT_TOKEN_UNAVAILABLE', message: 'No.', hint: 'Do.' });
});

test('whoever stops waiting gets the reason of the signal', async () => {
  const source = createPlatformTokenSource(() => undefined);
  const controller = new AbortController();
  const token = source.subjectToken({ ...request, signal: controller.signal });
  controller.abort(new Error('enough'));
  await expect(token).rejects.toThrow('enough');
});
