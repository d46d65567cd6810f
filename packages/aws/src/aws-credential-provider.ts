import type { Clock, FederatedIdentities } from '@carnet/provider';
import { checkedTimeout, CredentialCache } from '@carnet/provider-parts';
import { aws, awsError } from './aws-error.ts';
import { federatedExchange } from './exchange.ts';
import { identitySettings } from './identity-settings.ts';
import { StsEndpoint } from './sts-endpoint.ts';

export interface AwsCredentialProviderOptions {
  /** How long a session lives, in seconds: 900 to 43200, and no more than the role allows. No default. */
  readonly durationSeconds: number;
  /** What CloudTrail shows: 2 to 64 of `[\w+=,.@-]`. Default `carnet`. */
  readonly sessionName?: string | undefined;
  /** The longest that a call waits for its exchange, in milliseconds, from 1 to 600000. Default 15000: the SDK itself would wait for ever. */
  readonly timeoutMs?: number | undefined;
  /** Epoch milliseconds, for a test. Default: the clock of this host. */
  readonly clock?: Pick<Clock, 'now'> | undefined;
}

/** What the AWS SDK signs with, in its own words. */
export interface AwsSessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** The SDK's `AwsCredentialIdentityProvider`. */
export type AwsCredentialProvider = () => Promise<AwsSessionCredentials>;

/**
 * Credentials for any AWS SDK client on the trust that was set up for secrets: no stored key, a fresh subject token for
 * each exchange, and one exchange however many clients share it.
 *
 * @throws CarnetError `SETTINGS_INVALID` where the workload identity config is not one of AWS, or an option is out of its
 * bounds; the provider throws the codes of an exchange
 * @example
 * ```ts
 * import { awsCredentialProvider } from '@carnet/aws';
 * import type { FederatedIdentities } from '@carnet/provider';
 *
 * // new S3Client({ region: 'eu-central-1', credentials: s3Credentials(carnet) })
 * export const s3Credentials = (carnet: FederatedIdentities) => awsCredentialProvider(carnet, 'aws-prod', { durationSeconds: 3600 });
 * ```
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
export function awsCredentialProvider(identities: FederatedIdentities, name: string, options: AwsCredentialProviderOptions): AwsCredentialProvider {
  const identity = identities.identity(name);
  const { durationSeconds, sessionName = 'carnet', clock = Date } = options;
  if (identity.kind !== 'aws') throw awsError({ code: 'SETTINGS_INVALID', message: `The workload identity config '${name}' is not one of AWS.` });
  if (!Number.isInteger(durationSeconds) || durationSeconds < 900 || durationSeconds > 43_200) {
    throw awsError({ code: 'SETTINGS_INVALID', message: 'The option durationSeconds must be a whole number from 900 to 43200.' });
  }
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName)) throw awsError({ code: 'SETTINGS_INVALID', message: 'The option sessionName must have 2 to 64 letters, digits and _+=,.@-.' });
  const timeoutMs = checkedTimeout(options.timeoutMs, aws);
  const { role, region } = identitySettings(identity.settings);
  const sts = new StsEndpoint({ region, transport: identity.transport }, clock);
  const source = new CredentialCache(aws, clock, federatedExchange({ sts, role, sessionName, durationSeconds, clock }, (request) => identity.subjectToken(request)));
  return async () => {
    const { accessKeyId, secretAccessKey, sessionToken = '', expiresAt } = source.fresh ?? (await source.credential(AbortSignal.timeout(timeoutMs)));
    return { accessKeyId, secretAccessKey, sessionToken, expiration: new Date(expiresAt) };
  };
}
