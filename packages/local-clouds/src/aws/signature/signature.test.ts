import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestAws, testRegion, type TestAws, type TestCredentials } from '../../testing/test-aws.ts';

let aws: TestAws & AsyncDisposable;
let credentials: TestCredentials;
beforeEach(async () => {
  aws = await startTestAws();
  aws.role.allowRead();
  aws.secrets.set('database', 'the value');
  aws.secrets.set('accounts', 'another value');
  credentials = await aws.sessionCredentials();
});
afterEach(() => aws[Symbol.asyncDispose]());

interface SignedRequest {
  hostname: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: string;
}

/** What the SDK signed is changed on its way. */
function tamper({ middlewareStack }: Pick<SecretsManagerClient, 'middlewareStack'> | Pick<STSClient, 'middlewareStack'>, change: (request: SignedRequest) => void): void {
  (middlewareStack as SecretsManagerClient['middlewareStack']).addRelativeTo(
    <Arguments extends object, Result>(next: (args: Arguments) => Promise<Result>) =>
      (args: Arguments) => {
        change((args as { request: SignedRequest } & Arguments).request);
        return next(args);
      },
    { relation: 'after', toMiddleware: 'httpSigningMiddleware', name: 'tamper' },
  );
}

async function read(change?: (request: SignedRequest) => void, using: TestCredentials = credentials): Promise<string> {
  const client = aws.secretsClient(using);
  if (change) tamper(client, change);
  return await client.send(new GetSecretValueCommand({ SecretId: 'database' })).then(
    ({ SecretString }) => SecretString ?? '',
    (error: unknown) => `${(error as Error).name}: ${(error as Error).message}`,
  );
}

async function identify(using: TestCredentials, change?: (request: SignedRequest) => void): Promise<string> {
  const client = new STSClient({ ...aws.config(), credentials: using, systemClockOffset: aws.clock.time - Date.now() });
  if (change) tamper(client, change);
  return await client.send(new GetCallerIdentityCommand({})).then(
    ({ Arn }) => Arn ?? '',
    (error: unknown) => `${(error as Error).name}: ${(error as Error).message}`,
  );
}

const mismatch = 'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
const unknown = 'The security token included in the request is invalid.';

describe('Signature Version 4 is verified', () => {
  test('what the SDK signs is accepted, by Secrets Manager and by STS', async () => {
    expect(await read()).toBe('the value');
    expect(await identify(credentials)).toBe(`arn:aws:sts::${aws.account.id}:assumed-role/reader/run-1`);
  });

  test('hostile: another body, another operation, another host under the same signature', async () => {
    expect(await read((request) => (request.body = JSON.stringify({ SecretId: 'accounts' })))).toBe(`InvalidSignatureException: ${mismatch}`);
    expect(await read((request) => (request.headers['x-amz-target'] = 'secretsmanager.DescribeSecret'))).toBe(`InvalidSignatureException: ${mismatch}`);
    expect(
      await read((request) => {
        request.hostname = 'secretsmanager.us-east-1.amazonaws.com';
        request.headers['host'] = request.hostname;
      }),
    ).toBe('InvalidSignatureException: Credential should be scoped to a valid region. ');
  });

  test('hostile: a hash of the body that somebody else wrote is not believed', async () => {
    expect(await read((request) => (request.headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD'))).toContain('InvalidSignatureException');
  });

  test('another secret key, in the words of each protocol', async () => {
    const wrong = { ...credentials, secretAccessKey: 'x'.repeat(40) };
    expect(await read(undefined, wrong)).toBe(`InvalidSignatureException: ${mismatch}`);
    expect(await identify(wrong)).toBe(`SignatureDoesNotMatch: ${mismatch}`);
  });

  test('an unknown key, a missing session token, and that of another session', async () => {
    const other = await aws.sessionCredentials();
    const { accessKeyId, secretAccessKey, sessionToken = '' } = credentials;
    const wrong: readonly TestCredentials[] = [
      { ...credentials, accessKeyId: 'ASIAAAAAAAAAAAAAAAAA' },
      { accessKeyId, secretAccessKey },
      { ...credentials, sessionToken: other.sessionToken ?? '' },
      { ...credentials, sessionToken: `${sessionToken}x` },
    ];
    for (const each of wrong) {
      expect(await read(undefined, each)).toBe(`UnrecognizedClientException: ${unknown}`);
      expect(await identify(each)).toBe(`InvalidClientTokenId: ${unknown}`);
    }
  });

  test('the session ends at its second', async () => {
    aws.clock.time += 3599_000;
    expect(await read()).toBe('the value');
    aws.clock.time += 1000;
    expect(await read()).toBe('ExpiredTokenException: The security token included in the request is expired');
    expect(await identify(credentials)).toBe('ExpiredToken: The security token included in the request is expired');
  });

  test('five minutes of skew are allowed, and the text says how far it was off', async () => {
    const at = (offset: number): string => new Date(aws.clock.time + offset).toISOString().replace(/[-:]|\.\d{3}/g, '');
    const readAt = async (offset: number): Promise<string> => {
      const client = aws.secretsClient(credentials);
      client.config.systemClockOffset = aws.clock.time - Date.now() + offset;
      return await client.send(new GetSecretValueCommand({ SecretId: 'database' })).then(() => 'accepted', (error: unknown) => (error as Error).message);
    };
    expect(await readAt(-290_000)).toBe('accepted');
    expect(await readAt(290_000)).toBe('accepted');
    expect(await readAt(-3600_000)).toMatch(new RegExp(`^Signature expired: \\d{8}T\\d{6}Z is now earlier than ${at(-300_000)} \\(${at(0)} - 5 min\\.\\)$`));
    expect(await readAt(3600_000)).toMatch(new RegExp(`^Signature not yet current: \\d{8}T\\d{6}Z is still later than ${at(300_000)} \\(${at(0)} \\+ 5 min\\.\\)$`));
  });

  test('the SDK corrects its clock by the answer\'s date, so a second try succeeds', async () => {
    const client = aws.secretsClient(credentials);
    client.config.systemClockOffset += 3 * 3600_000;
    await expect(client.send(new GetSecretValueCommand({ SecretId: 'database' }))).rejects.toThrow('Signature not yet current');
    expect((await client.send(new GetSecretValueCommand({ SecretId: 'database' }))).SecretString).toBe('the value');
  });
});

describe('what lacks a whole signature', () => {
  const authorization = (change: (header: string) => string) => (request: SignedRequest) => (request.headers['authorization'] = change(request.headers['authorization'] ?? ''));

  test.each<[string, (header: string) => string, string]>([
    ['no signature', (header) => header.replace(/, Signature=.*/, ''), "Authorization header requires 'Signature' parameter."],
    ['no credential', (header) => header.replace(/Credential=[^,]*, /, ''), "Authorization header requires 'Credential' parameter."],
    ['a short scope', (header) => header.replace('/aws4_request', ''), 'Credential must have exactly 5 slash-delimited elements'],
    ['another scheme', () => 'Bearer x', "requires 'AWS4-HMAC-SHA256'"],
    ['the host unsigned', (header) => header.replace(';host;', ';'), "'host' must be a 'SignedHeader' in the AWS Authorization."],
    ['the operation unsigned', (header) => header.replace(';x-amz-target', ''), "'x-amz-target' must be a 'SignedHeader' in the AWS Authorization."],
  ])('%s', async (_, change, text) => {
    const message = await read(authorization(change));
    expect(message).toContain('IncompleteSignatureException: ');
    expect(message).toContain(text);
    expect(message).not.toMatch(/[0-9a-f]{64}/);
  });

  test('no header, and a signature in the URL', async () => {
    expect(await read((request) => delete request.headers['authorization'])).toBe('MissingAuthenticationTokenException: Missing Authentication Token');
    expect(await read((request) => (request.query = { 'X-Amz-Signature': 'x' }))).toBe('MissingAuthenticationTokenException: Missing Authentication Token');
  });

  test('another service, another day and another terminator in the scope', async () => {
    expect(await read(authorization((header) => header.replace('/secretsmanager/', '/sts/')))).toBe("InvalidSignatureException: Credential should be scoped to correct service: 'secretsmanager'. ");
    expect(await read(authorization((header) => header.replace(/\/\d{8}\//, '/20200101/')))).toContain('Date in Credential scope does not match YYYYMMDD');
    expect(await read(authorization((header) => header.replace('aws4_request', 'aws5_request')))).toContain("valid terminator: 'aws4_request'");
    expect(await identify(credentials, (request) => (request.headers['authorization'] = (request.headers['authorization'] ?? '').replace(`/${testRegion}/`, '/us-west-2/')))).toBe(
      'SignatureDoesNotMatch: Credential should be scoped to a valid region. ',
    );
  });

  test('a key of another partition is not known', async () => {
    const user = aws.clouds.aws.account({ partition: 'aws-cn' }).user({ name: 'one' });
    expect(await read(undefined, user.createAccessKey())).toBe(`UnrecognizedClientException: ${unknown}`);
  });
});
