import { CarnetError, type CarnetErrorOptions, type Failure } from '@carnet/provider';
import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { diagnose } from './diagnose.ts';
import { failureOf, region, startTestAws, type TestAws } from './testing/test-aws.ts';
import { testSubject as subject } from '@carnet/provider-testkit';

const identity = { roleArn: 'arn:aws:iam::123456789012:role/app/carnet', region, sessionTags: false };
const token = { issuer: 'https://id.example.com/o', subject, audience: 'sts.amazonaws.com', keyId: 'key-1', issuedAt: 1_000, expiresAt: 4_600 };

function diagnosed(error: Partial<CarnetErrorOptions> & Pick<CarnetErrorOptions, 'code'>, failure: Partial<Failure> = {}) {
  const diagnosis = diagnose({ error: new CarnetError({ message: 'What happened.', ...error }), operation: 'read', method: 'workload-identity', identity, store: {}, token, authenticated: true, ...failure });
  if (diagnosis === undefined) throw new TypeError('There is no diagnosis.');
  return diagnosis;
}

/** The words of a command, as a shell takes them. */
function words(command: string | undefined): string[] {
  return execFileSync('sh', ['-c', `for word in ${(command ?? '').replace(/^aws /, '')}; do printf '%s\\n' "$word"; done`], { encoding: 'utf8', env: {} }).trimEnd().split('\n');
}

function documentOf(command: string | undefined): { readonly Statement: readonly { readonly Action: unknown; readonly Resource?: string | readonly string[]; readonly Condition?: unknown; readonly Principal?: unknown }[] } {
  const all = words(command);
  return JSON.parse(all[all.indexOf('--policy-document') + 1] ?? '') as ReturnType<typeof documentOf>;
}

const sent = { issuer: token.issuer, subject, audience: 'sts.amazonaws.com' };

test('F InvalidIdentityToken (no verification key): STS cannot reach our discovery or JWKS', () => {
  const diagnosis = diagnosed({ code: 'ISSUER_UNREACHABLE' });
  expect(diagnosis.cause).toMatch(/could not fetch the discovery document or the JWKS/);
  expect(diagnosis).toMatchObject({ command: 'curl -fsS --max-time 5 https://id.example.com/o/.well-known/openid-configuration', sent: { issuer: token.issuer, keyId: 'key-1' }, severity: 'error' });
});

test('F AccessDenied on AssumeRoleWithWebIdentity: the trust policy with federated principal, aud and sub', () => {
  const diagnosis = diagnosed({ code: 'TRUST_REJECTED', cloudCode: 'AccessDenied', cloudMessage: 'Not authorized to perform sts:AssumeRoleWithWebIdentity' }, { operation: 'authenticate' });
  expect(diagnosis.sent).toEqual(sent);
  expect(words(diagnosis.command).slice(0, 4)).toEqual(['iam', 'update-assume-role-policy', '--role-name', 'carnet']);
  expect(documentOf(diagnosis.command).Statement).toEqual([{
    Effect: 'Allow',
    Principal: { Federated: 'arn:aws:iam::123456789012:oidc-provider/id.example.com/o' },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: { 'id.example.com/o:aud': 'sts.amazonaws.com', 'id.example.com/o:sub': subject } },
  }]);
});

test('F session tags: sts:TagSession in the trust policy', () => {
  const diagnosis = diagnosed({ code: 'TRUST_REJECTED', cloudMessage: 'Not authorized to perform sts:TagSession' }, { identity: { ...identity, sessionTags: true } });
  expect(diagnosis.cause).toContain('sts:TagSession');
  expect(documentOf(diagnosis.command).Statement[0]?.Action).toEqual(['sts:AssumeRoleWithWebIdentity', 'sts:TagSession']);
});

test('F no provider for the issuer, and an audience that it does not list', () => {
  const missing = diagnosed({ code: 'TRUST_REJECTED', cloudMessage: 'No OpenIDConnect provider found in your account for https://id.example.com/o' });
  expect(missing).toMatchObject({ command: 'aws iam create-open-id-connect-provider --url https://id.example.com/o --client-id-list sts.amazonaws.com', sent });
  const audience = diagnosed({ code: 'TRUST_REJECTED', cloudMessage: 'Incorrect token audience' });
  expect(audience.command).toBe('aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn arn:aws:iam::123456789012:oidc-provider/id.example.com/o --client-id sts.amazonaws.com');
});

test('F with an access key the trust is told without a token', () => {
  const diagnosis = diagnosed({ code: 'TRUST_REJECTED' }, { method: 'access-key', methodSettings: { roleArn: identity.roleArn, accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }, store: { region } });
  expect(diagnosis.cause).toContain('external ID');
});

const denied = (action: string, resource = ''): Partial<CarnetErrorOptions> & { readonly code: 'ACCESS_DENIED' } => ({ code: 'ACCESS_DENIED', cloudCode: 'AccessDeniedException', cloudMessage: `User: arn:aws:sts::123456789012:assumed-role/carnet/carnet-1 is not authorized to perform: ${action}${resource === '' ? '' : ` on resource: ${resource}`} because no identity-based policy allows the ${action} action` });

test.each([
  ['read', 'secretsmanager:GetSecretValue', 'arn:aws:secretsmanager:us-east-1:123456789012:secret:app/db-??????', 'error'],
  ['list', 'secretsmanager:ListSecrets', '*', 'warning'],
  ['remove', 'secretsmanager:DeleteSecret', 'arn:aws:secretsmanager:us-east-1:123456789012:secret:app/db-??????', 'error'],
] as const)('F AccessDenied on %s: the statement to add, with the ARN', (operation, action, resource, severity) => {
  const diagnosis = diagnosed(denied(action), { operation, reference: { name: 'app/db' }, store: { region: 'us-east-1' } });
  expect(documentOf(diagnosis.command).Statement).toEqual([{ Effect: 'Allow', Action: [action], Resource: resource }]);
  expect(words(diagnosis.command).slice(1, 4)).toEqual(['put-role-policy', '--role-name', 'carnet']);
  expect(diagnosis.severity).toBe(severity);
});

const policyNameOf = (command: string | undefined): string => { const all = words(command); return all[all.indexOf('--policy-name') + 1] ?? ''; };

test('F the statement for one secret replaces that of no other: not of a name with other marks, of a long one, of another region or key', () => {
  const failures: Partial<Failure>[] = ['app/db', 'app-db', 'app.db', `${'x'.repeat(500)}1`, `${'x'.repeat(500)}2`].flatMap((name) => [region, 'us-east-1'].map((place) => ({ reference: { name }, store: { region: place } })));
  const names = failures.map((failure) => policyNameOf(diagnosed(denied('secretsmanager:GetSecretValue'), failure).command));
  expect(new Set(names).size).toBe(failures.length);
  // IAM: at most 128 of these.
  for (const name of names) expect(name).toMatch(/^[\w+=,.@-]{1,128}$/);
});

test.each([
  ['user/team/app', ['iam', 'put-user-policy', '--user-name', 'app']],
  ['assumed-role/ops/me@example.com', ['iam', 'put-role-policy', '--role-name', 'ops']],
  ['root', ['iam', 'put-user-policy', '--user-name', '']],
])('F with a key of %s the statement goes to whom it belongs', (principal, expected) => {
  const cloudMessage = `User: arn:aws:${principal.startsWith('assumed') ? 'sts' : 'iam'}::123456789012:${principal} is not authorized to perform: secretsmanager:GetSecretValue because no identity-based policy allows the action`;
  const { command } = diagnosed({ code: 'ACCESS_DENIED', cloudMessage }, { identity: {}, method: 'access-key', methodSettings: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }, store: { region } });
  expect(words(command).slice(0, 4)).toEqual(expected);
});

test('F a connection test that fails at its list asks for ListSecrets, as a warning', () => {
  const diagnosis = diagnosed({ ...denied('secretsmanager:ListSecrets'), step: 'list' }, { operation: 'check' });
  expect(documentOf(diagnosis.command).Statement).toEqual([{ Effect: 'Allow', Action: ['secretsmanager:ListSecrets'], Resource: '*' }]);
  expect(diagnosis.severity).toBe('warning');
});

test('a name that begins with a hyphen is no option of the command, and an issuer with a slash at its end has one slash', () => {
  expect(diagnosed({ code: 'SECRET_DISABLED' }, { reference: { name: '-a' } }).command).toBe(`aws secretsmanager restore-secret --secret-id=-a --region ${region}`);
  expect(diagnosed({ code: 'ISSUER_UNREACHABLE' }, { token: { ...token, issuer: 'https://id.example.com/' } }).command).toContain('https://id.example.com/.well-known/');
});

test('F AccessDenied on a write: the statement also names the secret that does not exist yet', () => {
  const diagnosis = diagnosed(denied('secretsmanager:PutSecretValue'), { operation: 'write', reference: { name: 'app/new' } });
  const arn = `arn:aws:secretsmanager:${region}:123456789012:secret:app/new`;
  expect(documentOf(diagnosis.command).Statement).toEqual([{ Effect: 'Allow', Action: ['secretsmanager:PutSecretValue', 'secretsmanager:CreateSecret'], Resource: [`${arn}-??????`, arn] }]);
});

test('F in another partition than the usual one, the commands of IAM name the region by which they find it', () => {
  const china = { identity: { ...identity, roleArn: 'arn:aws-cn:iam::123456789012:role/carnet', region: 'cn-north-1' } };
  const all = [
    diagnosed({ code: 'TRUST_REJECTED' }, china), diagnosed({ code: 'TRUST_REJECTED', cloudMessage: 'Incorrect token audience' }, china), diagnosed({ code: 'TRUST_REJECTED', cloudMessage: 'No OpenIDConnect provider found' }, china),
    diagnosed(denied('secretsmanager:GetSecretValue'), china), diagnosed({ code: 'EXCHANGE_REJECTED', cloudCode: 'ValidationError' }, china),
    diagnosed({ code: 'STATIC_SECRET_REJECTED' }, { identity: {}, method: 'access-key', methodSettings: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }, store: { region: 'cn-north-1' } }),
  ];
  for (const { command } of all) expect(words(command).slice(-2)).toEqual(['--region', 'cn-north-1']);
});

test('F BATCH_DENIED: BatchGetSecretValue on "*", as a warning', () => {
  const diagnosis = diagnosed({ code: 'BATCH_DENIED' });
  expect(documentOf(diagnosis.command).Statement).toEqual([{ Effect: 'Allow', Action: ['secretsmanager:BatchGetSecretValue'], Resource: '*' }]);
  expect(diagnosis.severity).toBe('warning');
});

test('F kms:Decrypt: the key with its ARN, or the command that shows it', () => {
  const key = 'arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  expect(documentOf(diagnosed(denied('kms:Decrypt', key), { reference: { name: 'a' } }).command).Statement[0]).toMatchObject({ Action: ['kms:Decrypt'], Resource: key });
  for (const error of [{ code: 'ACCESS_DENIED', cloudCode: 'DecryptionFailure' }, { code: 'ACCESS_DENIED', cloudMessage: 'Access to KMS is not allowed' }] as const) {
    const diagnosis = diagnosed(error, { reference: { name: 'a' } });
    expect(diagnosis.cause).toContain('kms:Decrypt');
    expect(diagnosis.command).toBe(`aws secretsmanager describe-secret --secret-id a --region ${region} --query KmsKeyId --output text`);
  }
});

test('F a policy that is not the identity\'s is named, and no statement is shown that would change nothing', () => {
  const explicit = diagnosed({ code: 'ACCESS_DENIED', cloudMessage: 'User: x is not authorized to perform: secretsmanager:GetSecretValue with an explicit deny in a service control policy' });
  expect(explicit.cause).toContain('service control policy explicitly denies');
  expect(explicit.command).toBeUndefined();
  const endpoint = diagnosed({ code: 'ACCESS_DENIED', cloudMessage: 'not authorized to perform: secretsmanager:GetSecretValue because no VPC endpoint policy allows the action' });
  expect(endpoint.cause).toContain('the VPC endpoint policy does not allow');
});

test.each([
  ['PackedPolicyTooLargeException', 'session tags'],
  ['RegionDisabledException', `STS is not active in ${region}`],
  ['ValidationError', 'takes no request in this form'],
])('F %s names the setting', (cloudCode, cause) => {
  expect(diagnosed({ code: 'EXCHANGE_REJECTED', cloudCode }, { operation: 'authenticate' }).cause).toContain(cause);
});

test('F ExpiredTokenException: whose clock is off, and by how much', () => {
  expect(diagnosed({ code: 'CLOCK_SKEW', cloudMessage: 'Token expired: current date/time 1767225612 must be before the expiration date/time 1767225000' }).cause).toContain('at least 612 s behind');
  expect(diagnosed({ code: 'CLOCK_SKEW', message: 'Off: the clock of this host is 700 s behind AWS\'s.' }).cause).toContain('700 s behind');
});

test.each(['STATIC_SECRET_REJECTED', 'SECRET_NOT_FOUND', 'SECRET_DISABLED', 'THROTTLED', 'STORE_UNREACHABLE', 'TOKEN_ENDPOINT_UNREACHABLE', 'SIGNATURE_REJECTED'] as const)('%s has a cause and a cure, whatever the settings hold', (code) => {
  for (const failure of [{}, { identity: {}, store: {} }, { method: 'access-key', methodSettings: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE' }, store: { region } }]) {
    const { cause, cure } = diagnosed({ code }, failure);
    expect([cause, cure].every((sentence) => sentence.length > 10)).toBe(true);
  }
});

test('a name with quotes and dollars is one word of the command', () => {
  const hostile = "a'; rm -rf $HOME #`id`";
  expect(words(diagnosed({ code: 'SECRET_DISABLED' }, { reference: { name: hostile } }).command)).toContain(hostile);
  expect(documentOf(diagnosed(denied('secretsmanager:GetSecretValue'), { reference: { name: hostile } }).command).Statement[0]?.Resource).toContain(hostile);
  const trust = diagnosed({ code: 'TRUST_REJECTED' }, { token: { ...token, subject: hostile } });
  expect(JSON.stringify(documentOf(trust.command).Statement[0]?.Condition)).toContain(hostile);
});

let aws: TestAws;
beforeEach(async () => { aws = await startTestAws(); aws.secrets.set('app/db', '1'); });
afterEach(async () => { await aws[Symbol.asyncDispose](); });

test('what the commands say mends it: the trust policy and the statement are put in place, and the read passes', async () => {
  const sentToken = { ...token, issuer: aws.issuer.url };
  const failure = async (): Promise<Failure> => ({ error: (await failureOf(aws.open({}, aws.freshContext()).read({ name: 'app/db' }, {}))) as CarnetError, operation: 'read', method: 'workload-identity', identity: aws.identity, store: {}, token: sentToken, reference: { name: 'app/db' }, authenticated: true });
  aws.role.removePolicy('everything');
  aws.role.trustPolicy = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRoleWithWebIdentity' }] };
  const untrusted = diagnose(await failure());
  aws.role.trustPolicy = documentOf(untrusted?.command);
  const forbidden = diagnose(await failure());
  expect(forbidden?.cause).toContain('no policy allows secretsmanager:GetSecretValue');
  aws.role.putPolicy('mended', documentOf(forbidden?.command));
  expect((await aws.open({}, aws.freshContext()).read({ name: 'app/db' }, {})).bytes).toHaveLength(1);
});

test('what the command says lets a secret be written that does not exist yet', async () => {
  aws.role.removePolicy('everything');
  const write = async (): Promise<unknown> => await aws.open({}, aws.freshContext()).write?.('app/new', new TextEncoder().encode('1'), {});
  const error = (await failureOf(write())) as CarnetError;
  const diagnosis = diagnose({ error, operation: 'write', method: 'workload-identity', identity: aws.identity, store: {}, reference: { name: 'app/new' }, authenticated: true });
  aws.role.putPolicy('mended', documentOf(diagnosis?.command));
  expect(await write()).toHaveProperty('version');
});
