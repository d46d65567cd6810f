import { createCarnet, ResolutionError, type Carnet } from '@carnet/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ambientAws } from './ambient-aws.ts';
import { createAws } from './create-aws.ts';
import { failureOf, region, startTestAws, type TestAws } from './testing/test-aws.ts';
import { testSubject as subject } from '@carnet/provider-testkit';

let aws: TestAws;
let carnet: Carnet;
const lines: string[] = [];
beforeEach(async () => {
  aws = await startTestAws();
  lines.length = 0;
  const { workloadIdentity, credential } = ambientAws({ roleArn: aws.role.arn, region });
  carnet = createCarnet({
    identity: { subjectToken: ({ audience }) => Promise.resolve(aws.issuer.mint({ aud: audience })) },
    providers: [createAws()],
    workloadIdentities: { 'aws-prod': { ...workloadIdentity } },
    credentials: { secrets: { ...credential, identity: 'aws-prod' } },
    variables: {
      DB_USER: { credential: 'secrets', secret: 'database#user' },
      DB_PASSWORD: { credential: 'secrets', secret: 'database#password' },
      API_KEY: { credential: 'secrets', secret: 'app/api-key' },
    },
    fingerprintKey: new Uint8Array(32).fill(7),
    transport: aws.clouds.transport,
    environment: {},
    log: (line) => lines.push(line),
  });
  aws.secrets.set('database', JSON.stringify({ user: 'app', password: 'first' }));
  aws.secrets.set('app/api-key', 'k');
});
afterEach(async () => {
  await carnet.close();
  await aws[Symbol.asyncDispose]();
});

const resolved = async (): Promise<unknown[]> => {
  const resolution = await carnet.resolve();
  return ['DB_USER', 'DB_PASSWORD', 'API_KEY'].map((name) => resolution.secret(name)?.reveal());
};

test('B2 B6 through the host: one exchange, one batch, fields of JSON', async () => {
  expect(await resolved()).toEqual(['app', 'first', 'k']);
  expect(aws.operations()).toEqual(['AssumeRoleWithWebIdentity', 'BatchGetSecretValue']);
});

test('C1 a value rotated in the cloud is what the very next resolution gives', async () => {
  await resolved();
  aws.secrets.set('database', JSON.stringify({ user: 'app', password: 'second' }));
  expect(await resolved()).toEqual(['app', 'second', 'k']);
});

test('where batches are denied the host reads one by one, and says which permission would save requests', async () => {
  aws.role.putPolicy('everything', { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*' }] });
  expect(await resolved()).toEqual(['app', 'first', 'k']);
  expect(lines.join('\n')).toContain('secretsmanager:BatchGetSecretValue');
});

test('credentials that end in use are renewed by the host within one resolution', async () => {
  await resolved();
  aws.clouds.fault({ operation: 'BatchGetSecretValue', times: 1, fault: { kind: 'status', status: 400, body: { __type: 'ExpiredTokenException', message: 'expired' } } });
  expect(await resolved()).toEqual(['app', 'first', 'k']);
  expect(aws.operations().filter((operation) => operation === 'AssumeRoleWithWebIdentity')).toHaveLength(2);
});

test('an intermittent verification key is repeated by the host, and a refused audience is not (aws-cli 7194)', async () => {
  const body = "<ErrorResponse><Error><Code>InvalidIdentityToken</Code><Message>Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements</Message></Error></ErrorResponse>";
  aws.clouds.fault({ operation: 'AssumeRoleWithWebIdentity', times: 1, fault: { kind: 'status', status: 400, body } });
  expect(await resolved()).toEqual(['app', 'first', 'k']);
});

test('F a subject that differs reaches the caller with the three values and the trust policy that mends it', async () => {
  aws.role.trustPolicy = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRoleWithWebIdentity' }] };
  const error = await failureOf(carnet.resolve());
  expect(error).toBeInstanceOf(ResolutionError);
  const [failure] = (error as ResolutionError).failures;
  expect(failure?.error.code).toBe('TRUST_REJECTED');
  expect(failure?.diagnosis.sent).toEqual({ issuer: aws.issuer.url, subject, audience: 'sts.amazonaws.com' });
  expect(failure?.diagnosis.command).toContain('aws iam update-assume-role-policy --role-name carnet');
});

const expired = { kind: 'status', status: 400, body: { __type: 'ExpiredTokenException', message: 'The security token included in the request is expired' } } as const;
const exchanges = (): number => aws.operations().filter((operation) => operation === 'AssumeRoleWithWebIdentity').length;

async function withSecrets(count: number, work: (many: Carnet) => Promise<unknown>): Promise<void> {
  const names = Array.from({ length: count }, (_, index) => `many/${index}`);
  for (const name of names) aws.secrets.set(name, name);
  const { workloadIdentity, credential } = ambientAws({ roleArn: aws.role.arn, region });
  const many = createCarnet({
    identity: { subjectToken: ({ audience }) => Promise.resolve(aws.issuer.mint({ aud: audience })) },
    providers: [createAws()],
    workloadIdentities: { 'aws-prod': { ...workloadIdentity } },
    credentials: { secrets: { ...credential, identity: 'aws-prod' } },
    variables: Object.fromEntries(names.map((name, index) => [`V${index}`, { credential: 'secrets', secret: name }])),
    fingerprintKey: new Uint8Array(32).fill(7),
    transport: aws.clouds.transport,
    environment: {},
    log: (line) => lines.push(line),
  });
  try {
    await work(many);
  } finally {
    await many.close();
  }
}

test('credentials that end under 20 single reads in parallel cost one new exchange, not one for each', async () => {
  aws.role.putPolicy('everything', { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: '*' }] });
  await withSecrets(20, async (many) => {
    await many.resolve();
    aws.clouds.fault({ operation: 'GetSecretValue', times: 20, fault: expired });
    const resolution = await many.resolve();
    expect(resolution.secret('V19')?.reveal()).toBe('many/19');
  });
  expect(exchanges()).toBe(2);
});

test('credentials that end between the batches of one resolution cost one new exchange, and only what failed is read again', async () => {
  await withSecrets(60, async (many) => {
    await many.resolve();
    aws.clouds.clearRequests();
    aws.clouds.fault({ operation: 'BatchGetSecretValue', skip: 1, times: 2, fault: expired });
    const resolution = await many.resolve();
    expect(Array.from({ length: 60 }, (_, index) => resolution.secret(`V${index}`)?.reveal())).toEqual(Array.from({ length: 60 }, (_, index) => `many/${index}`));
  });
  expect(exchanges()).toBe(1);
  expect(aws.operations().filter((operation) => operation === 'BatchGetSecretValue')).toHaveLength(5);
});
