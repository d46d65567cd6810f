import fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { documentText, planned } from '../testing/planned.ts';

interface Account {
  /** What the role of the name trusts, as the AWS CLI prints it. Absent: there is no role. */
  readonly trusted?: string;
  /** Whether the issuer that is registered has our audience. Absent: it is not registered. */
  readonly hasAudience?: boolean;
  readonly secret?: 'absent' | 'there' | 'deleted';
  /** What cannot be asked or done. */
  readonly denied?: string;
  readonly otherRoles?: number;
  readonly id?: string;
}

// Stands for the commands, and records the words of each call, a NUL after each and two after the last.
const stubs = `
record() { printf '%s\\0' "$@" >&3; printf '\\0' >&3; }
aws() {
  record aws "$@"
  if [ "$1 $2" = "$STUB_DENIED" ]; then return 254; fi
  case "$1 $2" in
  'sts get-caller-identity') echo "$STUB_ID" ;;
  'iam get-open-id-connect-provider') [ -n "$STUB_ISSUER" ] && echo "$STUB_ISSUER" ;;
  'iam get-role') case "$*" in
    *Role.Arn*) echo arn:aws:iam::123456789012:role/path/carnet ;;
    *) [ -n "$STUB_TRUSTED" ] && printf '%s\\n' "$STUB_TRUSTED" ;;
    esac ;;
  'iam list-roles') case "$*" in
    *RoleName==*) [ -z "$STUB_TRUSTED" ] || printf '%s\\n' "$STUB_TRUSTED" ;;
    *) echo "$STUB_ROLES" ;;
    esac ;;
  'iam list-role-policies') printf 'carnet-secrets\\tby-hand\\n' ;;
  'secretsmanager describe-secret') case "$STUB_SECRET" in absent) return 254 ;; there) echo None ;; *) echo 2026-01-01 ;; esac ;;
  'secretsmanager list-secrets') [ "$STUB_SECRET" != there ] || echo app/first ;;
  'secretsmanager create-secret') cat >/dev/null; echo '{"ARN":"noise"}' ;;
  *' create-'*) echo '{"noise":true}' ;;
  esac
}
kubectl() { record kubectl "$@"; [ "$1" = get ] || echo done; }
`;

function run(script: string, { trusted = '', hasAudience, secret = 'absent', denied = '', otherRoles = 0, id = '123456789012' }: Account = {}) {
  const { status, stdout, stderr, output } = spawnSync('sh', [], {
    input: `${stubs}${script}`,
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    env: { PATH: '/usr/bin:/bin', STUB_ID: id, STUB_TRUSTED: trusted, STUB_ISSUER: hasAudience === undefined ? '' : String(hasAudience), STUB_SECRET: secret, STUB_DENIED: denied, STUB_ROLES: String(otherRoles) },
  });
  const calls = (output[3] ?? '').split('\0\0').filter((call) => call !== '').map((call) => call.split('\0'));
  return { status, stdout, stderr, calls, called: calls.map((words) => words.slice(0, 3).join(' ')) };
}

const wordAfter = (calls: readonly (readonly string[])[], operation: string, name: string): string => {
  const words = calls.find((call) => call[2] === operation) ?? [];
  return words[words.indexOf(name) + 1] ?? '';
};

const hostile = ["'; exit 9; '", '$(exit 9)', '`exit 9`', '"$HOME"', 'a\nb', '*', '\\', '-n', '%s', '${x}', '#', 'é\u2028'];

test.each(hostile)('G a subject like %j is one word, and nothing of it runs; no namespace or service account is called so', (text) => {
  for (const names of [{ namespace: text, serviceAccount: 'orders' }, { namespace: 'shop', serviceAccount: text }]) {
    expect(() => planned({ ambient: { kind: 'eks', ...names } })).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID' }) as Error);
  }
  const plan = planned({ subject: text, create: 'app/first', ambient: { kind: 'eks', namespace: 'shop', serviceAccount: 'orders' } });
  const { status, stdout, calls } = run(documentText(plan, 'aws'));
  expect({ status, stdout }).toEqual({ status: 0, stdout: '{"roleArn":"arn:aws:iam::123456789012:role/path/carnet"}\n' });
  expect(JSON.parse(wordAfter(calls, 'create-role', '--assume-role-policy-document'))).toEqual(plan.resources[1]?.['trustPolicy']);
  expect(JSON.parse(wordAfter(calls, 'put-role-policy', '--policy-document'))).toEqual(plan.resources[2]?.['policy']);
  expect(calls.filter(([program]) => program === 'kubectl').slice(1)).toEqual([
    ['kubectl', 'create', 'serviceaccount', 'orders', '--namespace', 'shop'],
    ['kubectl', 'annotate', 'serviceaccount', 'orders', '--namespace', 'shop', '--overwrite', 'eks.amazonaws.com/role-arn=arn:aws:iam::123456789012:role/carnet'],
  ]);
  expect(run(documentText(plan, 'aws', 'tearDown'), { trusted: text }).status).toBe(0);
});

test('G whatever the subject, the trust policy that reaches AWS is that of the plan', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }).filter((text) => !text.includes('\0')), (subject) => {
    const plan = planned({ subject });
    expect(JSON.parse(wordAfter(run(documentText(plan, 'aws')).calls, 'create-role', '--assume-role-policy-document'))).toEqual(plan.resources[1]?.['trustPolicy']);
  }), { numRuns: 40 });
});

const iam = (...operations: readonly string[]): readonly string[] => operations.map((operation) => `aws iam ${operation}`);

test('G run again, it makes nothing twice: audience, trust policy and permissions are put in place anew', () => {
  const { status, called } = run(documentText(planned({ subject: 'organization:me', create: 'app/first' }), 'aws'), { trusted: 'organization:me', hasAudience: false, secret: 'there' });
  expect(status).toBe(0);
  expect(called).toEqual(['aws sts get-caller-identity', ...iam('get-open-id-connect-provider', 'add-client-id-to-open-id-connect-provider', 'get-role', 'update-assume-role-policy', 'put-role-policy'), 'aws secretsmanager describe-secret', 'aws iam get-role']);
});

test.each(['organization:other', 'organization:me\nNone', 'None'])('G a role that trusts %j is left as it is, and the script says so', (trusted) => {
  const { status, stdout, stderr, called } = run(documentText(planned({ subject: 'organization:me' }), 'aws'), { trusted });
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr).toContain('The role carnet exists and trusts something else.');
  expect(called.at(-1)).toBe('aws iam get-role');
});

test.each(['setUp', 'tearDown'] as const)('G with the credentials of another account the %s stops before it does anything', (part) => {
  const { status, stderr, called } = run(documentText(planned(), 'aws', part), { id: '999999999999' });
  expect({ status, called }).toEqual({ status: 1, called: ['aws sts get-caller-identity'] });
  expect(stderr).toContain('999999999999');
});

test('G the teardown goes the way back, and forgets the issuer only where no other role trusts it', () => {
  const teardown = documentText(planned({ subject: 'organization:me', create: 'app/first' }), 'aws', 'tearDown');
  const trust = ['aws sts get-caller-identity', ...iam('list-roles', 'list-role-policies', 'delete-role-policy', 'delete-role-policy', 'delete-role', 'list-roles')];
  const secret = ['aws secretsmanager list-secrets', 'aws secretsmanager delete-secret'];
  expect(run(teardown, { trusted: 'organization:me', secret: 'there' }).called).toEqual([...trust, 'aws iam delete-open-id-connect-provider', ...secret]);
  const shared = run(teardown, { trusted: 'organization:me', secret: 'there', otherRoles: 2 });
  expect(shared).toMatchObject({ status: 0, called: [...trust, ...secret] });
  expect(shared.stderr).toContain('2 other roles');
});

test.each(['', 'organization:other', 'organization:me\nNone'])('G the teardown leaves a role that trusts %j, and goes on', (trusted) => {
  const { status, stderr, called } = run(documentText(planned({ subject: 'organization:me' }), 'aws', 'tearDown'), { trusted });
  expect({ status, called }).toEqual({ status: 0, called: ['aws sts get-caller-identity', ...iam('list-roles', 'list-roles', 'delete-open-id-connect-provider')] });
  expect(stderr).toMatch(trusted === '' ? /There is no role carnet/ : /trusts something else and stays/);
});

test.each(['iam list-roles', 'iam list-role-policies', 'iam delete-role', 'secretsmanager list-secrets'])('G a teardown that may not %s ends with a failure: it never says that all is well', (denied) => {
  expect(run(documentText(planned({ subject: 'organization:me', create: 'app/first' }), 'aws', 'tearDown'), { trusted: 'organization:me', denied }).status).not.toBe(0);
});

test('G the teardown ends the trust before a cluster is asked', () => {
  const plan = planned({ subject: 'organization:me', ambient: { kind: 'eks', namespace: 'shop', serviceAccount: 'orders' } });
  expect(run(documentText(plan, 'aws', 'tearDown'), { trusted: 'organization:me' }).called.at(-1)).toBe('kubectl get serviceaccount');
});

test('G a secret that is there is left as it is, and one that is to be deleted is named with its way back', () => {
  const script = documentText(planned({ create: 'app/first' }), 'aws');
  expect(run(script, { secret: 'there' }).called).not.toContain('aws secretsmanager create-secret');
  const deleted = run(script, { secret: 'deleted' });
  expect(deleted).toMatchObject({ status: 1, stdout: '' });
  expect(deleted.stderr).toContain('aws secretsmanager restore-secret --secret-id app/first --region eu-central-1');
});

test('G no command of the set-up carries a value of a secret', () => {
  const { calls } = run(documentText(planned({ create: 'app/first' }), 'aws'));
  expect(wordAfter(calls, 'create-secret', '--secret-string')).toBe('file:///dev/stdin');
});
