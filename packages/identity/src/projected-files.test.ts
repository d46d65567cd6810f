import { expect, it } from 'vitest';
import { fileNamedBy, projectedFile, projectedFiles } from './index.ts';
import { failureOf, tokenFor } from './testing/token.ts';

const clock = { now: () => 1_800_000_000_000 };
const files: Readonly<Record<string, string>> = Object.fromEntries(['api://AzureADTokenExchange', 'sts.amazonaws.com', 'urn:staging'].map((aud) => [`/tokens/${aud}`, tokenFor({ aud, exp: 1_800_000_600 })]));
const options = { clock, readFile: async (path: string) => files[path] ?? '' };

it('B4 files for several clouds are told apart by workload identity first, and by audience', async () => {
  const source = projectedFiles({ 'api://AzureADTokenExchange': '/tokens/api://AzureADTokenExchange', 'sts.amazonaws.com': '/tokens/sts.amazonaws.com', staging: '/tokens/urn:staging' }, options);
  const read = (audience: string, workloadIdentity: string): Promise<string> => source.subjectToken({ audience, workloadIdentity });
  expect(await read('api://AzureADTokenExchange', 'azure')).toBe(files['/tokens/api://AzureADTokenExchange']);
  expect(await read('sts.amazonaws.com', 'aws')).toBe(files['/tokens/sts.amazonaws.com']);
  expect(await read('urn:staging', 'staging')).toBe(files['/tokens/urn:staging']);
});

it.each(['urn:other', 'toString', '__proto__'])('an identity %s without a file is told, with those there are', async (name) => {
  const error = await failureOf(projectedFiles({ 'sts.amazonaws.com': '/tokens/x' }, options).subjectToken({ audience: name, workloadIdentity: name }));
  expect(error).toMatchObject({ code: 'SUBJECT_TOKEN_UNAVAILABLE', retryable: false, message: expect.stringContaining(`'${name}'`) as string, hint: expect.stringContaining("'sts.amazonaws.com'") as string });
});

it('a file that the platform names in a variable is found by the name of the variable, when it is asked for', async () => {
  const environment = { AZURE_FEDERATED_TOKEN_FILE: '/tokens/api://AzureADTokenExchange' };
  const source = projectedFile(fileNamedBy('AZURE_FEDERATED_TOKEN_FILE', environment), options);
  expect(await source.subjectToken({ audience: 'api://AzureADTokenExchange', workloadIdentity: 'azure' })).toMatch(/^eyJ/);
});

it.each([{}, { AWS_WEB_IDENTITY_TOKEN_FILE: '' }])('a variable that is not set is CONFIG_INVALID, at once', (environment) => {
  expect(() => fileNamedBy('AWS_WEB_IDENTITY_TOKEN_FILE', environment)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', message: expect.stringContaining('AWS_WEB_IDENTITY_TOKEN_FILE') as string }));
});
