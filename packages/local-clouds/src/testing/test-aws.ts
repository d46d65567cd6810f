import { SecretsManagerClient, type SecretsManagerClientConfig } from '@aws-sdk/client-secrets-manager';
import { AssumeRoleWithWebIdentityCommand, STSClient, type AssumeRoleWithWebIdentityCommandInput, type AssumeRoleWithWebIdentityCommandOutput } from '@aws-sdk/client-sts';
import type { LocalAccount, LocalRole, LocalSecrets } from '../aws/local-aws.ts';
import type { LocalClouds } from '../local-clouds.ts';
import { startLocalClouds } from '../start-local-clouds.ts';
import { createTestIssuer, testSubject, type TestIssuer } from './test-issuer.ts';

export const awsAudience = 'sts.amazonaws.com';
export const testRegion = 'eu-central-1';

export interface TestCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

export interface TestAws {
  readonly clouds: LocalClouds;
  readonly issuer: TestIssuer;
  readonly account: LocalAccount;
  /** A role that the issuer's subject may take. */
  readonly role: LocalRole;
  readonly secrets: LocalSecrets;
  /** The clock; `now` counts in milliseconds and is set by the test. */
  readonly clock: { time: number };
  /** What the SDKs' clients are made with: the real host names over the local clouds' agent, and no second try. */
  config(region?: string): { readonly region: string; readonly maxAttempts: number; readonly requestHandler: object };
  mint(changes?: Parameters<TestIssuer['mint']>[0], header?: Record<string, unknown>): Promise<string>;
  exchange(changes?: Partial<AssumeRoleWithWebIdentityCommandInput>, region?: string): Promise<AssumeRoleWithWebIdentityCommandOutput>;
  sessionCredentials(changes?: Partial<AssumeRoleWithWebIdentityCommandInput>): Promise<TestCredentials>;
  secretsClient(credentials: TestCredentials, region?: string): SecretsManagerClient;
}

/** One account with one role that one subject may take, and its secrets in one region. */
export async function startTestAws(): Promise<TestAws & AsyncDisposable> {
  const clock = { time: Math.floor(Date.now() / 1000) * 1000, now: () => clock.time };
  const clouds = await startLocalClouds({ clock });
  const issuer = await createTestIssuer('issuer.example.test', clock.now);
  clouds.route(issuer.host, issuer.fetch);
  const account = clouds.aws.account();
  const role = account.federatedRole({ name: 'reader', issuer: issuer.url, subject: testSubject });

  const config: TestAws['config'] = (region = testRegion) => ({ region, maxAttempts: 1, requestHandler: { httpsAgent: clouds.agent(new URL('https://sts.amazonaws.com')) } });
  const mint: TestAws['mint'] = (changes, header) => issuer.mint({ aud: awsAudience, ...changes }, header);
  const exchange: TestAws['exchange'] = async (changes = {}, region) => {
    const client = new STSClient(config(region));
    const input = { RoleArn: role.arn, RoleSessionName: 'run-1', ...changes, WebIdentityToken: changes.WebIdentityToken ?? (await mint()) };
    return await client.send(new AssumeRoleWithWebIdentityCommand(input));
  };
  const sessionCredentials: TestAws['sessionCredentials'] = async (changes) => {
    const { Credentials } = await exchange(changes);
    if (!Credentials?.AccessKeyId || !Credentials.SecretAccessKey || !Credentials.SessionToken) throw new Error('STS answered no credentials.');
    return { accessKeyId: Credentials.AccessKeyId, secretAccessKey: Credentials.SecretAccessKey, sessionToken: Credentials.SessionToken };
  };
  const secretsClient: TestAws['secretsClient'] = (credentials, region) => {
    // The SDK would correct its clock by the server's and sign anew: its clock is the server's from the start.
    const options: SecretsManagerClientConfig = { ...config(region), credentials, systemClockOffset: clock.time - Date.now() };
    return new SecretsManagerClient(options);
  };
  return { clouds, issuer, account, role, secrets: account.secrets(testRegion), clock, config, mint, exchange, sessionCredentials, secretsClient, [Symbol.asyncDispose]: () => clouds.close() };
}
