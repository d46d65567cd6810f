// From a cold process to the first secret, by the official SDKs and nothing to spare.
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { assertion } from './assertion.mjs';
import { agent, finish, settings } from './connection.mjs';

const { region, roleArn } = settings.identity;
const requestHandler = { httpsAgent: agent };
const exchange = new AssumeRoleWithWebIdentityCommand({ RoleArn: roleArn, RoleSessionName: 'bench', WebIdentityToken: await assertion() });
const { Credentials: { AccessKeyId, SecretAccessKey, SessionToken } } = await new STSClient({ region, requestHandler }).send(exchange);
const credentials = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
const secret = await new SecretsManagerClient({ region, credentials, requestHandler }).send(new GetSecretValueCommand({ SecretId: 'secret-0' }));
finish(secret.SecretString);
