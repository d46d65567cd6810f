import { SecretsManagerClient, GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import type { FederatedIdentities } from '@carnet/provider';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { awsCredentialProvider } from './aws-credential-provider.ts';
import { failureOf, region, secretsHost, startTestAws, type TestAws } from './testing/test-aws.ts';

let aws: TestAws;
beforeEach(async () => { aws = await startTestAws(); aws.secrets.set('a', 'by another client'); });
afterEach(async () => { await aws[Symbol.asyncDispose](); });

function identities(kind = 'aws'): FederatedIdentities {
  return { identity: () => ({ kind, settings: aws.identity, transport: aws.clouds.transport, subjectToken: (request) => aws.context.subjectToken(request) }) };
}

const exchanges = (): number => aws.operations().filter((operation) => operation === 'AssumeRoleWithWebIdentity').length;

test('story 4: the trust that serves secrets signs for any client of the SDK, and two clients share one exchange', async () => {
  const credentials = awsCredentialProvider(identities(), 'aws-prod', { durationSeconds: 3600, sessionName: 'reports' });
  const clients = [1, 2].map(() => new SecretsManagerClient({ region, credentials, requestHandler: { httpsAgent: aws.clouds.agent(new URL(`https://${secretsHost}`)) } }));
  const answers = await Promise.all(clients.map((client) => client.send(new GetSecretValueCommand({ SecretId: 'a' }))));
  expect(answers.map(({ SecretString }) => SecretString)).toEqual(['by another client', 'by another client']);
  expect(exchanges()).toBe(1);
  expect(aws.role.sessions[0]).toMatchObject({ name: 'reports' });
});

test('ten cold calls are one exchange, a warm one is none, and in the last five minutes a new one has a fresh token', async () => {
  const credentials = awsCredentialProvider(identities(), 'aws-prod', { durationSeconds: 3600, clock: { now: () => aws.clock.time } });
  const [first] = await Promise.all(Array.from({ length: 10 }, () => credentials()));
  await credentials();
  expect(exchanges()).toBe(1);
  expect(Math.round(((first?.expiration.getTime() ?? 0) - aws.clock.time) / 1000)).toBeGreaterThan(3590);
  aws.clock.time += 3_310_000;
  const second = await credentials();
  expect(second.accessKeyId).not.toBe(first?.accessKeyId);
  expect(aws.mints).toHaveLength(2);
});

test('a config of another cloud, and options outside of their bounds, are refused at once', () => {
  expect(() => awsCredentialProvider(identities('azure'), 'azure-prod', { durationSeconds: 900 })).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID' }) as Error);
  for (const durationSeconds of [0, 1, 899, 43_201, 900.5, Number.NaN]) {
    expect(() => awsCredentialProvider(identities(), 'aws-prod', { durationSeconds })).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID' }) as Error);
  }
  for (const timeoutMs of [0, -1, 0.5, 600_001, Number.NaN, Infinity]) {
    expect(() => awsCredentialProvider(identities(), 'aws-prod', { durationSeconds: 900, timeoutMs })).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID' }) as Error);
  }
  for (const sessionName of ['', 'a', 'organization:x', 'x'.repeat(65), 'a b']) {
    expect(() => awsCredentialProvider(identities(), 'aws-prod', { durationSeconds: 900, sessionName })).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID' }) as Error);
  }
});

test('a duration that the role does not allow is told by STS, as its own refusal', async () => {
  expect(await failureOf(awsCredentialProvider(identities(), 'aws-prod', { durationSeconds: 43_200 })())).toMatchObject({ code: 'EXCHANGE_REJECTED', cloudCode: 'ValidationError' });
});

test('an exchange that hangs ends after its time (no signal of an SDK client reaches it), and the next call passes', async () => {
  const mend = aws.clouds.fault({ operation: 'AssumeRoleWithWebIdentity', fault: { kind: 'hang' } });
  const credentials = awsCredentialProvider(identities(), 'aws-prod', { durationSeconds: 900, timeoutMs: 500 });
  expect(await failureOf(credentials())).toMatchObject({ code: 'DEADLINE_EXCEEDED' });
  mend();
  expect((await awsCredentialProvider(identities(), 'aws-prod', { durationSeconds: 900 })()).accessKeyId).toMatch(/^ASIA/);
  expect(exchanges()).toBe(2);
});
