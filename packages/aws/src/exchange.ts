import type { Clock, SubjectTokenRequest } from '@carnet/provider';
import { withSubjectToken, withoutSent, type Exchange } from '@carnet/provider-parts';
import { aws, awsError } from './aws-error.ts';
import type { AwsCredentials } from './aws-credentials.ts';
import type { Role } from './identity-settings.ts';
import { sessionCredentials, strangeAnswer, type SessionExpectation } from './session-credentials.ts';
import type { StsEndpoint } from './sts-endpoint.ts';
import { speaksOf, subjectClaims } from './subject-claims.ts';

export interface SessionOptions {
  readonly sts: StsEndpoint;
  readonly role: Role;
  readonly sessionName: string;
  /** 900 to 43200, and no more than the role allows. */
  readonly durationSeconds: number;
  readonly clock: Pick<Clock, 'now'>;
}

// STS takes 20,000 characters, and the SDK sends whatever it is given.
const longestToken = 20_000;

/** AssumeRoleWithWebIdentity: the subject token for a session of the role. Not signed, as nothing is there to sign with. */
export function federatedExchange({ sts, role, sessionName, durationSeconds, clock }: SessionOptions, subjectToken: (request: SubjectTokenRequest) => Promise<string>): Exchange<AwsCredentials> {
  const send = async (token: string, signal: AbortSignal): Promise<AwsCredentials> => {
    const claims = subjectClaims(token);
    if (claims === undefined || token.length > longestToken) {
      throw awsError({ code: 'SUBJECT_TOKEN_INVALID', step: 'mint', message: `The source of subject tokens gave something for AWS that is no JWT of at most ${longestToken} characters.` });
    }
    const answer = await sts.run('web-identity', [token], signal, (client, { AssumeRoleWithWebIdentityCommand }) =>
      client.send(new AssumeRoleWithWebIdentityCommand({ RoleArn: role.arn, RoleSessionName: sessionName, WebIdentityToken: token, DurationSeconds: durationSeconds }), { abortSignal: signal }));
    if (!speaksOf(claims, answer)) throw strangeAnswer(sts.host);
    return sessionCredentials(answer, { role, sessionName, host: sts.host, clock, ...timeOf(sts) });
  };
  return async ({ signal }) => await withSubjectToken({ provider: aws, subjectToken, signal, send: (token) => send(token, signal) });
}

function timeOf({ time: { answeredAt, clockOffset } }: StsEndpoint): Pick<SessionExpectation, 'answeredAt' | 'clockOffset'> {
  return { answeredAt, clockOffset };
}

export type StaticKey = Pick<AwsCredentials, 'accessKeyId' | 'secretAccessKey' | 'sessionToken'>;

/** Of a static key, only the parts that are secret. */
function secretsOf({ secretAccessKey, sessionToken = '' }: StaticKey): readonly string[] {
  return [secretAccessKey, sessionToken];
}

/** AssumeRole with a static key. */
export function assumedRoleExchange({ sts, role, sessionName, durationSeconds, clock }: SessionOptions, key: StaticKey, externalId: string | undefined): Exchange<AwsCredentials> {
  return async ({ signal }) => {
    const answer = await sts.run('assume-role', secretsOf(key), signal, (client, { AssumeRoleCommand }) =>
      client.send(new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: sessionName, DurationSeconds: durationSeconds, ...(externalId === undefined ? {} : { ExternalId: externalId }) }), { abortSignal: signal }));
    return sessionCredentials(answer, { role, sessionName, host: sts.host, clock, ...timeOf(sts) });
  };
}

const callerArn = /^arn:[a-z-]+:(?:iam|sts)::\d{12}:[\w+=,.@/-]{1,1024}$/;

/** A static key itself. GetCallerIdentity needs no permission, and proves that the key is one. */
export function staticKeyExchange(sts: StsEndpoint, key: StaticKey): Exchange<AwsCredentials> {
  return async ({ signal }) => {
    const { Arn } = await sts.run('caller-identity', secretsOf(key), signal, (client, { GetCallerIdentityCommand }) => client.send(new GetCallerIdentityCommand({}), { abortSignal: signal }));
    if (typeof Arn !== 'string' || !callerArn.test(Arn) || withoutSent(Arn, secretsOf(key)) === undefined) throw strangeAnswer(sts.host);
    return { ...key, expiresAt: Number.POSITIVE_INFINITY, refreshAt: Number.POSITIVE_INFINITY, principal: Arn, clockOffset: sts.time.clockOffset };
  };
}
