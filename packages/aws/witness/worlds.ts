import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { startLocalClouds } from '@carnet/local-clouds';
import type { Settings, Transport } from '@carnet/provider';
import type { Agent } from 'node:https';
import { createTestIssuer, testSubject as subject, type TestIssuer } from '@carnet/provider-testkit';
import { startMoto } from './start-moto.ts';

/** An AWS with one account, of which the tests know the owner and one workload. */
export interface World extends AsyncDisposable {
  readonly transport: Transport;
  readonly identity: Settings;
  subjectToken(): Promise<string>;
  /** The bare SDK, with the owner's right to everything. */
  owner(region?: string): SecretsManagerClient;
}

const accountId = '123456789012';
const roleArn = `arn:aws:iam::${accountId}:role/reader`;
const everything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'secretsmanager:*', Resource: '*' }] };

export const worlds: readonly (readonly ['moto' | 'the local AWS', () => Promise<World>])[] = [
  ['moto', startMotoWorld],
  ['the local AWS', startLocalWorld],
];

/** moto reads no token, and its accounts need no key: everybody may do everything. */
async function startMotoWorld(): Promise<World> {
  const moto = await startMoto();
  return worldOf(moto.transport, { accessKeyId: 'owner', secretAccessKey: 'not checked' }, createTestIssuer({ now: () => Date.now(), audience: 'sts.amazonaws.com' }), moto);
}

async function startLocalWorld(): Promise<World> {
  const clouds = await startLocalClouds();
  const issuer = createTestIssuer({ now: () => Date.now(), audience: 'sts.amazonaws.com' });
  clouds.route(issuer.host, issuer.fetch);
  const account = clouds.aws.account({ id: accountId });
  account.federatedRole({ name: 'reader', issuer: issuer.url, subject }).putPolicy('everything', everything);
  const owner = account.user({ name: 'owner' });
  owner.putPolicy('everything', everything);
  return worldOf(clouds.transport, owner.createAccessKey(), issuer, clouds);
}

function worldOf(transport: Transport, credentials: { readonly accessKeyId: string; readonly secretAccessKey: string }, issuer: TestIssuer, running: AsyncDisposable): World {
  const identity = { roleArn, region: 'us-east-1', sessionTags: false };
  const clients: SecretsManagerClient[] = [];
  return {
    transport,
    identity,
    subjectToken: () => Promise.resolve(issuer.mint({ aud: 'sts.amazonaws.com' })),
    owner(region = 'us-east-1') {
      const httpsAgent = transport.agent(`https://secretsmanager.${region}.amazonaws.com`) as Agent;
      const client = new SecretsManagerClient({ region, credentials, maxAttempts: 1, requestHandler: { httpsAgent } });
      clients.push(client);
      return client;
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.destroy();
      await running[Symbol.asyncDispose]();
    },
  };
}

/** What a call is refused with. */
export async function refusalOf(call: Promise<unknown>): Promise<{ readonly name: string; readonly message: string; readonly status: number | undefined }> {
  return await call.then(
    () => {
      throw new TypeError('It was not refused.');
    },
    (error: Error & { readonly $metadata?: { readonly httpStatusCode?: number } }) => ({ name: error.name, message: error.message, status: error.$metadata?.httpStatusCode }),
  );
}
