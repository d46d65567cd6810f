import type { Connection, ProviderContext, SecretStore } from '@carnet/provider';
import { CredentialCache, kept, observedExchange, type Exchange } from '@carnet/provider-parts';
import { createHash } from 'node:crypto';
import { aws, awsError } from './aws-error.ts';
import { AwsStore } from './aws-store.ts';
import type { AwsCredentials } from './aws-credentials.ts';
import { assumedRoleExchange, federatedExchange, staticKeyExchange, type StaticKey } from './exchange.ts';
import { identitySettings, roleOf, storeRegion, textSetting, type Role } from './identity-settings.ts';
import { hostOf, type Region } from './partitions.ts';
import { SecretsClient } from './secrets-client.ts';
import { sessionNameOf } from './session-name.ts';
import { StsEndpoint } from './sts-endpoint.ts';
import { WriteTokens } from './write-tokens.ts';

// The shortest that STS gives: a run reads at once, and each exchange is one request.
const durationSeconds = 900;

interface Identity {
  /** Tells two identities of one session apart. */
  readonly key: string;
  readonly exchange: Exchange<AwsCredentials>;
  readonly role: Role | undefined;
  readonly region: Region;
}

/** Checks again what was checked when it was saved, and touches no network. */
export function openStore(connection: Connection, context: ProviderContext): SecretStore {
  const identity = connection.method === 'workload-identity' ? federated(connection, context) : withAccessKey(connection, context);
  const credentials = kept(context.session, identity.key, CredentialCache<AwsCredentials>, () => new CredentialCache(aws, context.clock, observedExchange(identity.exchange, context)));
  const { region } = identity;
  const client = kept(context.session, `${identity.key} secretsmanager ${region.name}`, SecretsClient, () =>
    new SecretsClient({ region, transport: context.transport, credentials, isStatic: connection.method === 'access-key' }));
  const writeTokens = kept(context.session, `${identity.key} writes ${region.name}`, WriteTokens, () => new WriteTokens((size) => context.random(size)));
  return new AwsStore({
    client,
    credentials,
    writeTokens,
    host: hostOf('secretsmanager', region),
    place: { partition: region.partition.id, region: region.name, account: identity.role?.account },
  });
}

function federated({ identity, store }: Connection, context: ProviderContext): Identity {
  const { role, region } = identitySettings(identity);
  const sessionName = sessionNameOf(context.run);
  const sts = new StsEndpoint({ region, transport: context.transport }, context.clock);
  return {
    key: `aws workload-identity ${region.name} ${role.arn} ${sessionName}`,
    role,
    region: storeRegion(store, region),
    exchange: federatedExchange({ sts, role, sessionName, durationSeconds, clock: context.clock }, (request) => context.subjectToken(request)),
  };
}

function withAccessKey({ method, methodSettings, secrets, store }: Connection, context: ProviderContext): Identity {
  if (method !== 'access-key') throw invalid('The method must be workload-identity or access-key.');
  const secretAccessKey = secrets?.['secretAccessKey'];
  const sessionToken = secrets?.['sessionToken'];
  const accessKeyId = accessKeyIdOf(textSetting(methodSettings, 'accessKeyId'));
  if (secretAccessKey === undefined) throw invalid('The field secretAccessKey is not set.');
  const region = storeRegion(store, undefined);
  const role = textSetting(methodSettings, 'roleArn') === undefined ? undefined : roleOf(methodSettings, region.partition);
  const externalId = textSetting(methodSettings, 'externalId');
  const key: StaticKey = { accessKeyId, secretAccessKey: secretAccessKey.reveal(), ...(sessionToken === undefined ? {} : { sessionToken: sessionToken.reveal() }) };
  // A changed key must not go on with the credentials of the old one.
  const digest = createHash('sha256').update(JSON.stringify([key.secretAccessKey, key.sessionToken ?? ''])).digest('base64url');
  const sessionName = sessionNameOf(context.run);
  const sts = new StsEndpoint({ region, transport: context.transport }, context.clock, key);
  return {
    key: ['aws access-key', region.name, accessKeyId, digest, role?.arn ?? '-', externalId ?? '-', sessionName].join(' '),
    role,
    region,
    exchange: role === undefined ? staticKeyExchange(sts, key) : assumedRoleExchange({ sts, role, sessionName, durationSeconds, clock: context.clock }, key, externalId),
  };
}

/** @throws CarnetError `SETTINGS_INVALID` */
export function accessKeyIdOf(text: string | undefined): string {
  if (text !== undefined && /^[A-Z0-9]{16,128}$/.test(text)) return text;
  throw invalid('The field accessKeyId must be the id of an access key: 16 to 128 capital letters and digits.');
}

function invalid(message: string): Error {
  return awsError({ code: 'SETTINGS_INVALID', step: 'configure', message });
}
