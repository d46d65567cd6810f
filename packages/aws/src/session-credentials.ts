import type { AssumeRoleCommandOutput, AssumeRoleWithWebIdentityCommandOutput } from '@aws-sdk/client-sts';
import type { CarnetError, Clock } from '@carnet/provider';
import { refreshTime } from '@carnet/provider-parts';
import { awsError } from './aws-error.ts';
import type { AwsCredentials } from './aws-credentials.ts';
import type { Role } from './identity-settings.ts';

// What goes into a header; anything else would fail at each request, with the token in Node's error.
const headerSafe = /^[\x21-\x7e]{1,16384}$/;
// The longest that a role can be set to, and a little for clocks.
const longestLifetime = 12 * 60 * 60 * 1000 + 300_000;

export interface SessionExpectation {
  readonly role: Role;
  readonly sessionName: string;
  readonly host: string;
  /** Epoch milliseconds by AWS's own clock, where the answer said so. */
  readonly answeredAt: number | undefined;
  /** AWS's clock minus the one that the SDK signs by, in milliseconds. */
  readonly clockOffset: number | undefined;
  readonly clock: Pick<Clock, 'now'>;
}

export function strangeAnswer(host: string): CarnetError {
  return awsError({ code: 'TOKEN_ENDPOINT_FAULT', step: 'authenticate', message: `${host} answered the exchange with something that is no session of this role with credentials and an end.` });
}

/** The session's own ARN: `arn:<partition>:sts::<account>:assumed-role/<role>/<session name>`. */
function isSessionOf({ arn, account, name }: Role, sessionName: string, sessionArn: unknown): boolean {
  return (sessionArn ?? undefined) === undefined || sessionArn === `arn:${arn.split(':')[1]}:sts::${account}:assumed-role/${name}/${sessionName}`;
}

/** @throws CarnetError `TOKEN_ENDPOINT_FAULT` where the answer is not well-formed or of another role */
export function sessionCredentials(answer: Pick<AssumeRoleCommandOutput | AssumeRoleWithWebIdentityCommandOutput, 'Credentials' | 'AssumedRoleUser'>, expected: SessionExpectation): AwsCredentials {
  const { Credentials, AssumedRoleUser } = answer;
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
  const { role, sessionName, host, clock, answeredAt } = expected;
  const now = clock.now();
  // By AWS's own clock, so that one of ours that is off makes the session neither endless nor ended. It says whole seconds.
  const lifetime = Expiration instanceof Date ? Expiration.getTime() - (answeredAt === undefined ? now : answeredAt + 1000) : Number.NaN;
  if (
    typeof AccessKeyId !== 'string' || !/^\w{16,128}$/.test(AccessKeyId) || typeof SecretAccessKey !== 'string' || !headerSafe.test(SecretAccessKey)
    || typeof SessionToken !== 'string' || !headerSafe.test(SessionToken) || !(lifetime > 0 && lifetime <= longestLifetime)
    || !isSessionOf(role, sessionName, AssumedRoleUser?.Arn)
  ) {
    throw strangeAnswer(host);
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiresAt: now + lifetime,
    refreshAt: refreshTime(now, now + lifetime),
    clockOffset: expected.clockOffset,
    ...(typeof AssumedRoleUser?.Arn === 'string' ? { principal: AssumedRoleUser.Arn } : {}),
  };
}
