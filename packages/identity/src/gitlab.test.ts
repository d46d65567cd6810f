import { expect, it } from 'vitest';
import { gitlab } from './index.ts';
import { failureOf, tokenFor } from './testing/token.ts';

const azure = { audience: 'api://AzureADTokenExchange', workloadIdentity: 'azure' };
const aws = { audience: 'sts.amazonaws.com', workloadIdentity: 'aws' };
const clock = { now: () => 1_800_000_000_000 };
const tokens = { AZURE_ID_TOKEN: tokenFor({ aud: azure.audience, exp: 1_800_003_600 }), AWS_ID_TOKEN: tokenFor({ aud: aws.audience, exp: 1_800_003_600 }) };

it('B4 the token of a job of GitLab comes from the variable that is named, at every use', async () => {
  const environment: Record<string, string> = { ...tokens };
  const source = gitlab({ variable: 'AZURE_ID_TOKEN', environment, clock });
  expect(await source.subjectToken(azure)).toBe(tokens.AZURE_ID_TOKEN);
  const renewed = tokenFor({ aud: azure.audience, exp: 1_800_007_200 });
  environment['AZURE_ID_TOKEN'] = renewed;
  expect(await source.subjectToken(azure)).toBe(renewed);
});

it('B4 several variables serve several clouds, by workload identity or by audience', async () => {
  const source = gitlab({ variable: { azure: 'AZURE_ID_TOKEN', 'sts.amazonaws.com': 'AWS_ID_TOKEN' }, environment: tokens, clock });
  expect([await source.subjectToken(azure), await source.subjectToken(aws)]).toEqual([tokens.AZURE_ID_TOKEN, tokens.AWS_ID_TOKEN]);
});

it.each([
  ['is not set', {}, 'SUBJECT_TOKEN_UNAVAILABLE', 'The job has no variable AZURE_ID_TOKEN.'],
  ['holds something else', { AZURE_ID_TOKEN: 'canary' }, 'SUBJECT_TOKEN_INVALID', 'The variable AZURE_ID_TOKEN holds no token.'],
  ['ends with a line break', { AZURE_ID_TOKEN: `${tokens.AZURE_ID_TOKEN}\n` }, 'SUBJECT_TOKEN_INVALID', 'The variable AZURE_ID_TOKEN holds a token with white space around it'],
  ['is for another cloud', { AZURE_ID_TOKEN: tokens.AWS_ID_TOKEN }, 'SUBJECT_TOKEN_INVALID', "for 'sts.amazonaws.com', and this identity needs 'api://AzureADTokenExchange'"],
  ['has expired', { AZURE_ID_TOKEN: tokenFor({ aud: azure.audience, exp: 1_799_999_990 }) }, 'SUBJECT_TOKEN_INVALID', 'expired 10 s ago'],
])('a variable that %s is told by its name', async (_, environment, code, sentence) => {
  const error = await failureOf(gitlab({ variable: 'AZURE_ID_TOKEN', environment, clock }).subjectToken(azure));
  expect(error).toMatchObject({ code, message: expect.stringContaining(sentence) as string });
  expect(JSON.stringify(error)).not.toMatch(/canary|eyJ/);
});

it('says what to add to the job', async () => {
  expect(await failureOf(gitlab({ variable: 'ID_TOKEN', environment: {} }).subjectToken(aws))).toMatchObject({ hint: "Add to the job: id_tokens: { ID_TOKEN: { aud: 'sts.amazonaws.com' } }", retryable: false });
});
