import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { STSClient, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { awsAudience, startTestAws, testRegion, type TestAws } from '../testing/test-aws.ts';
import { awsHosts, endpointOf } from './hosts.ts';

let aws: TestAws & AsyncDisposable;
beforeEach(async () => {
  aws = await startTestAws();
});
afterEach(() => aws[Symbol.asyncDispose]());

describe('hosts', () => {
  test('the list is exact: every region of three partitions, and no pattern', () => {
    expect(awsHosts.filter((host) => host.includes('*'))).toEqual([]);
    expect(new Set(awsHosts).size).toBe(awsHosts.length);
    for (const host of ['sts.amazonaws.com', 'sts.cn-north-1.amazonaws.com.cn', 'secretsmanager.us-gov-west-1.amazonaws.com', 'iam.amazonaws.com']) expect(awsHosts).toContain(host);
    for (const host of ['sts.cn-north-1.amazonaws.com', 'sts.evil-1.amazonaws.com', 's3.amazonaws.com', 'constructor']) expect(endpointOf(host)).toBeUndefined();
  });

  test('a region that does not exist is refused before anything is sent', () => {
    expect(() => aws.clouds.agent(new URL('https://secretsmanager.nowhere-1.amazonaws.com'))).toThrow(expect.objectContaining({ code: 'STORE_ADDRESS_REFUSED' }) as Error);
  });
});

describe('the owner\'s view', () => {
  test('a sample credential reads its secrets', async () => {
    const { settings, secrets, store } = aws.clouds.aws.sampleCredential({ database: 'the value' });
    const client = new SecretsManagerClient({ ...aws.config(store.region), credentials: { accessKeyId: settings.accessKeyId, secretAccessKey: secrets.secretAccessKey } });
    expect((await client.send(new GetSecretValueCommand({ SecretId: 'database' }))).SecretString).toBe('the value');
  });

  test('a broken rule is a TypeError that names it', () => {
    expect(() => aws.clouds.aws.account({ id: '123' })).toThrow(TypeError);
    expect(() => aws.clouds.aws.account({ id: aws.account.id })).toThrow('already');
    expect(() => aws.account.oidcProvider({ url: aws.issuer.url, clientIds: [] })).toThrow(new TypeError(`Provider with url ${aws.issuer.url} already exists.`));
    expect(() => aws.account.role({ name: 'x', trustPolicy: {} })).toThrow(new TypeError('Syntax errors in policy.'));
    expect(() => aws.account.secrets('cn-north-1')).toThrow('cn-north-1 is no region of aws.');
    expect(() => aws.secrets.set('a b', 'x')).toThrow('Invalid name.');
    expect(() => aws.secrets.set('a', '')).toThrow('65536 bytes');
    expect(() => aws.secrets.arn('none')).toThrow('There is no secret none in eu-central-1.');
    expect(() => aws.secrets.moveStage(aws.secrets.set('a', 'x') && 'a', 'AWSCURRENT', 'none')).toThrow('has no version none');
    expect(() => aws.role.putPolicy('x', { Statement: [] })).toThrow(TypeError);
    expect(() => (aws.role.maxSessionSeconds = 60)).toThrow(TypeError);
    expect(() => (aws.role.trustPolicy = {})).toThrow(TypeError);
  });

  test('a second role of the same issuer uses the provider that is there', async () => {
    const role = aws.account.federatedRole({ name: 'second', issuer: aws.issuer.url, subject: 'other', audience: 'second-audience' });
    await expect(aws.exchange({ RoleArn: role.arn, WebIdentityToken: await aws.mint({ sub: 'other', aud: 'second-audience' }) })).resolves.toBeDefined();
    await expect(aws.exchange()).resolves.toBeDefined();
    await expect(aws.exchange({ RoleArn: role.arn, WebIdentityToken: await aws.mint({ sub: 'other', aud: awsAudience }) })).rejects.toThrow('Not authorized');
  });

  test('rotation, removal and restoring are seen by the next read', async () => {
    aws.role.allowRead();
    const first = aws.secrets.set('database', 'one');
    aws.secrets.set('database', 'two');
    const client = aws.secretsClient(await aws.sessionCredentials());
    const read = async (): Promise<string | undefined> => (await client.send(new GetSecretValueCommand({ SecretId: 'database' }))).SecretString;
    expect(await read()).toBe('two');
    aws.secrets.moveStage('database', 'AWSCURRENT', first);
    expect(await read()).toBe('one');
    aws.secrets.remove('database');
    await expect(read()).rejects.toThrow('marked for deletion');
    expect(() => aws.secrets.set('database', 'three')).toThrow('restore it first');
    aws.secrets.restore('database');
    expect(await read()).toBe('one');
  });
});

describe('faults', () => {
  test('throttling has the words of each protocol, and falls on one operation', async () => {
    const { accessKeyId, secretAccessKey } = aws.account.user({ name: 'one' }).createAccessKey();
    const credentials = { accessKeyId, secretAccessKey };
    aws.clouds.fault({ operation: 'GetCallerIdentity', times: 1, fault: { kind: 'throttle', retryAfterSeconds: 2 } });
    aws.clouds.fault({ operation: 'GetSecretValue', fault: { kind: 'throttle' } });
    const sts = new STSClient({ ...aws.config(), credentials });
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject({ name: 'Throttling', message: 'Rate exceeded', $metadata: { httpStatusCode: 400 } });
    await expect(sts.send(new GetCallerIdentityCommand({}))).resolves.toBeDefined();
    await expect(aws.secretsClient(credentials).send(new GetSecretValueCommand({ SecretId: 'x' }))).rejects.toMatchObject({ name: 'ThrottlingException', message: 'Rate exceeded', $metadata: { httpStatusCode: 400 } });
  });

  test('nothing recorded of a request is a text of the caller\'s own', async () => {
    const canary = 'canary-7f3a';
    const post = (host: string, init: RequestInit): Promise<Response> => aws.clouds.transport.fetch(new Request(`https://${host}/`, { method: 'POST', redirect: 'manual', ...init }));
    await post(`sts.${testRegion}.amazonaws.com`, { body: new URLSearchParams({ Action: canary, Version: '2011-06-15', WebIdentityToken: canary }) });
    await post(`secretsmanager.${testRegion}.amazonaws.com`, { body: canary, headers: { 'x-amz-target': `secretsmanager.${canary}`, authorization: canary } });
    await post('iam.amazonaws.com', { body: new URLSearchParams({ Action: canary }) });
    expect(aws.clouds.requests).toHaveLength(3);
    expect(JSON.stringify(aws.clouds.requests)).not.toContain(canary);
  });
});
