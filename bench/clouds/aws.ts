import { BatchGetSecretValueCommand, GetSecretValueCommand, SecretsManagerClient, type SecretsManagerClientConfig } from '@aws-sdk/client-secrets-manager';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { createAws } from '@carnet/aws';
import type { Issuer } from '@carnet/oidc-issuer';
import type { Agent } from 'node:https';
import { audience, region, roleArn } from '../canned/aws.ts';
import { organization, secretNames } from '../canned/bench-secrets.ts';
import type { BenchCloud } from './bench-cloud.ts';

type AwsCredentials = Exclude<SecretsManagerClientConfig['credentials'], undefined | ((...input: never[]) => unknown)>;

const batch = new BatchGetSecretValueCommand({ SecretIdList: [...secretNames] });

export const aws: BenchCloud = {
  title: 'AWS',
  id: 'aws',
  sdk: /^@aws-sdk\/client-/,
  inOneFile: false,
  audience,
  provider: createAws(),
  identity: { roleArn, region },
  store: {},
  programs: {
    carnet: new URL('../programs/cold/aws-carnet.mjs', import.meta.url),
    sdk: new URL('../programs/cold/aws-sdk.mjs', import.meta.url),
  },
  goals: { cold: { tokens: 1, reads: 1 }, warm: 1, coldPath: 2 },
  bareSdk(issuer, agent) {
    const client = secretsManager(agent, exchangeOver(new STSClient({ region, requestHandler: { httpsAgent: agent } }), issuer));
    return { readOne: (SecretId) => client.send(new GetSecretValueCommand({ SecretId })), readAll: () => client.send(batch) };
  },
};

/** One exchange and one batch with clients made for them, as a kickoff without Carnet would. */
export async function exchangeAndBatch(issuer: Issuer, agent: Agent): Promise<unknown> {
  const credentials = await exchangeOver(new STSClient({ region, requestHandler: { httpsAgent: agent } }), issuer)();
  return await secretsManager(agent, credentials).send(batch);
}

/** The same with both clients kept: credentials that are over at once make the SDK exchange before each call. */
export function exchangeAndBatchKept(issuer: Issuer, agent: Agent): () => Promise<unknown> {
  const exchange = exchangeOver(new STSClient({ region, requestHandler: { httpsAgent: agent } }), issuer);
  const client = secretsManager(agent, async () => ({ ...(await exchange()), expiration: new Date() }));
  return () => client.send(batch);
}

function secretsManager(agent: Agent, credentials: AwsCredentials | (() => Promise<AwsCredentials>)): SecretsManagerClient {
  return new SecretsManagerClient({ region, credentials, requestHandler: { httpsAgent: agent } });
}

function exchangeOver(client: STSClient, issuer: Issuer): () => Promise<AwsCredentials> {
  return async () => {
    const { token } = await issuer.mint({ organization, audience });
    const { Credentials: granted } = await client.send(new AssumeRoleWithWebIdentityCommand({ RoleArn: roleArn, RoleSessionName: 'bench', WebIdentityToken: token }));
    const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken, Expiration: expiration } = granted ?? {};
    if (!accessKeyId || !secretAccessKey || !sessionToken || !expiration) throw new Error('STS answered without credentials.');
    return { accessKeyId, secretAccessKey, sessionToken, expiration };
  };
}
