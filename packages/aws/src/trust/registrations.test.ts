import type { CarnetError, RegisteredTrust } from '@carnet/provider';
import { testSubject as subject } from '@carnet/provider-testkit';
import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTestAws, type TestAws } from '../testing/test-aws.ts';
import { registrations } from './registrations.ts';

const audience = 'sts.amazonaws.com';
let aws: TestAws;
beforeEach(async () => {
  aws = await startTestAws();
  aws.secrets.set('app/db', '1');
});
afterEach(() => aws[Symbol.asyncDispose]());

const key = (): string => aws.issuer.host;
const provider = (): string => `arn:aws:iam::123456789012:oidc-provider/${key()}`;
const statement = (changes: object = {}): object => ({
  Effect: 'Allow', Principal: { Federated: provider() }, Action: 'sts:AssumeRoleWithWebIdentity', Condition: { StringEquals: { [`${key()}:aud`]: audience, [`${key()}:sub`]: subject } }, ...changes,
});
const policy = (...statements: readonly object[]): object => ({ Version: '2012-10-17', Statement: statements });
const role = (document: unknown, changes: object = {}): object => ({ Role: { RoleName: 'carnet', Arn: aws.role.arn, AssumeRolePolicyDocument: document, ...changes } });
const read = (document: unknown, identity: object = {}): readonly RegisteredTrust[] =>
  registrations.read(document, { identity: { ...aws.identity, ...identity }, token: { issuer: aws.issuer.url, subject, audience } });

function policyOfCommand(command = ''): object {
  const words = execFileSync('sh', ['-c', `for word in ${command.replace(/^aws /, '')}; do printf '%s\\0' "$word"; done`], { encoding: 'utf8', env: {} }).split('\0');
  expect(words.slice(0, 4)).toEqual(['iam', 'update-assume-role-policy', '--role-name', 'carnet']);
  return JSON.parse(words[words.indexOf('--policy-document') + 1] ?? '') as object;
}

const outcome = async (): Promise<string> => {
  const store = aws.open({}, aws.freshContext());
  return await store.read({ name: 'app/db' }, {}).then(() => 'read', (error: unknown) => (error as CarnetError).code);
};

test('F a trust policy that fits is told value by value, without a problem, from an object, from JSON and percent-encoded', async () => {
  const fits = { name: 'role carnet', issuer: aws.issuer.url, subject, audiences: [audience], problems: [] };
  for (const document of [policy(statement()), { Version: '2012-10-17', Statement: statement() }]) {
    for (const written of [document, JSON.stringify(document), encodeURIComponent(JSON.stringify(document))]) expect(read(role(written))).toMatchObject([fits]);
  }
  expect(read([role(policy(statement()))])).toMatchObject([fits]);
  expect(read((role(policy(statement())) as { Role: object }).Role)).toMatchObject([fits]);
  aws.role.trustPolicy = policy(statement());
  expect(await outcome()).toBe('read');
});

type Mistake = readonly [string, () => { readonly document: object; readonly identity?: object }, { readonly values?: () => object; readonly problem?: () => string | RegExp; readonly admits?: boolean }];
const conditions = (operator: string, sub: unknown, aud: unknown = audience): object => ({ Condition: { [operator]: { [`${key()}:aud`]: aud, ...(sub === undefined ? {} : { [`${key()}:sub`]: sub }) } } });

const mistakes: readonly Mistake[] = [
  ['another subject', () => ({ document: policy(statement(conditions('StringEquals', 'organization:Other'))) }), { values: () => ({ subject: 'organization:Other', audiences: [audience] }) }],
  ['another audience', () => ({ document: policy(statement(conditions('StringEquals', subject, 'api://other'))) }), { values: () => ({ subject, audiences: ['api://other'] }) }],
  ['a pattern that our subject does not fit', () => ({ document: policy(statement(conditions('StringLike', 'repo:*'))) }), { values: () => ({ subject: 'repo:*' }), problem: () => 'lets in more than one' }],
  ['a pattern that lets in more than our subject', () => ({ document: policy(statement(conditions('StringLike', 'organization:*'))) }), { values: () => ({ subject }), problem: () => `StringLike of ${key()}:sub lets in more than one: organization:*`, admits: true }],
  ['no condition on sub', () => ({ document: policy(statement(conditions('StringEquals', undefined))) }), { values: () => ({ audiences: [audience] }), problem: () => `No condition on ${key()}:sub`, admits: true }],
  ['no condition on aud', () => ({ document: policy(statement({ Condition: { StringEquals: { [`${key()}:sub`]: subject } } })) }), { problem: () => `No condition on ${key()}:aud`, admits: true }],
  ['a condition key with a scheme', () => ({ document: policy(statement({ Condition: { StringEquals: { [`https://${key()}:sub`]: subject, [`${key()}:aud`]: audience } } })) }), { problem: () => `it must be ${key()}:sub.` }],
  ['the provider of another issuer', () => ({ document: policy(statement({ Principal: { Federated: `${provider()}/other` } })) }), { values: () => ({ issuer: `${aws.issuer.url}/other` }), problem: () => `and must be ${provider()}.` }],
  ['the provider of another account', () => ({ document: policy(statement({ Principal: { Federated: provider().replace('123456789012', '999999999999') } })) }), { problem: () => `and must be ${provider()}.` }],
  ['a principal that is no provider', () => ({ document: policy(statement({ Principal: { AWS: 'arn:aws:iam::123456789012:root' } })) }), { problem: () => `{"Federated": "${provider()}"}` }],
  ['another action', () => ({ document: policy({ ...statement(), Action: 'sts:AssumeRole', Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Condition: {} }) }), { problem: () => 'No statement of its trust policy allows sts:AssumeRoleWithWebIdentity.' }],
  ['a statement that denies everybody', () => ({ document: policy(statement(), { Effect: 'Deny', Principal: '*', Action: 'sts:*' }) }), { problem: () => 'A statement denies our token' }],
  ['a statement that denies all but another subject', () => ({ document: policy(statement(), { Effect: 'Deny', Principal: { Federated: provider() }, Action: 'sts:AssumeRoleWithWebIdentity', Condition: { StringNotEquals: { [`${key()}:sub`]: 'organization:other' } } }) }), { problem: () => 'A statement denies our token' }],
  ['session tags that are not allowed', () => ({ document: policy(statement()), identity: { sessionTags: true } }), { problem: () => 'sts:TagSession', admits: true }],
];

test.each(mistakes)('F %s is named, and the command mends it', async (_, mistake, { values = () => ({}), problem, admits = false }) => {
  const { document, identity } = mistake();
  aws.role.trustPolicy = document;
  expect(await outcome()).toBe(admits ? 'read' : 'TRUST_REJECTED');
  const [trust] = read(role(document), identity);
  expect(trust).toMatchObject(values());
  expect(trust?.problems?.join(' ')).toEqual(problem === undefined ? '' : expect.stringContaining(String(problem())));
  aws.role.trustPolicy = policyOfCommand(trust?.command);
  expect(await outcome()).toBe('read');
  expect(read(role(aws.role.trustPolicy), identity).find(({ issuer }) => issuer === aws.issuer.url)).toMatchObject({ subject, audiences: [audience], problems: [] });
});

test('F each statement is one trust, and the command leaves those of others as they are', () => {
  const github = statement({ Sid: 'GitHub', Principal: { Federated: 'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com' }, Condition: { StringEquals: { 'token.actions.githubusercontent.com:aud': audience, 'token.actions.githubusercontent.com:sub': 'repo:a/b:ref:refs/heads/main' } } });
  const people = { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 'sts:AssumeRole' };
  const harmless = { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRoleWithWebIdentity', Condition: { StringEquals: { [`${key()}:sub`]: 'organization:other' } } };
  const trusts = read(role(policy(github, people, harmless, statement(conditions('StringEquals', ['organization:one', 'organization:two'])))));
  expect(trusts).toMatchObject([
    { name: 'role carnet, statement GitHub', issuer: 'https://token.actions.githubusercontent.com', subject: 'repo:a/b:ref:refs/heads/main', problems: [] },
    { name: 'role carnet, statement 2', issuer: aws.issuer.url, subject: 'organization:one', problems: [] },
  ]);
  expect(policyOfCommand(trusts[0]?.command)).toEqual(policy(github, people, harmless, statement()));
});

test('F a role that is not that of the config is named', () => {
  expect(read(role(policy(statement()), { Arn: 'arn:aws:iam::123456789012:role/other' }))[0]?.problems).toEqual([`This is arn:aws:iam::123456789012:role/other, and the workload identity config names ${aws.role.arn}.`]);
});

test('F an OpenID Connect provider is told by its issuer and its audiences', () => {
  const trust = (document: object): RegisteredTrust | undefined => read({ ThumbprintList: [], ...document })[0];
  expect(trust({ Url: key(), ClientIDList: ['other', audience] })).toMatchObject({ issuer: aws.issuer.url, audiences: ['other', audience], problems: [] });
  expect(trust({ Url: key(), ClientIDList: [] })).toMatchObject({ audiences: [], problems: ['It lists no audience.'], command: `aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ${provider()} --client-id sts.amazonaws.com` });
  expect(trust({ Url: `${key()}/other`, ClientIDList: [audience] })).toMatchObject({ issuer: `${aws.issuer.url}/other`, command: `aws iam create-open-id-connect-provider --url ${aws.issuer.url} --client-id-list sts.amazonaws.com` });
});

test('F the commands print the role, and the provider that it trusts', () => {
  expect(registrations.commands({ roleArn: 'arn:aws-cn:iam::123456789012:role/app/carnet', region: 'cn-north-1' })).toEqual([
    'aws iam get-role --role-name carnet --region cn-north-1',
    'aws iam get-open-id-connect-provider --open-id-connect-provider-arn "$(aws iam get-role --role-name carnet --query \'Role.AssumeRolePolicyDocument.[Statement][].Principal.Federated | [0]\' --output text --region cn-north-1)" --region cn-north-1',
  ]);
});

test('F what none of the commands prints is none, and no document stops the reader', () => {
  for (const document of [null, 1, 'text', {}, [], { Role: null }, { Url: 1 }]) expect(read(document)).toEqual([]);
  fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (document, part) => {
    expect(Array.isArray(read(document))).toBe(true);
    const whole = { Statement: [{ Effect: 'Allow', Action: 'sts:*', Principal: part, Condition: document }, { Effect: 'Deny', Action: document, Condition: part }, document] };
    for (const trust of read(role(whole))) expect(() => policyOfCommandText(trust.command)).not.toThrow();
  }));
});

const policyOfCommandText = (command = ''): unknown => JSON.parse(command.slice(command.indexOf("'") + 1, command.lastIndexOf("'")).replaceAll(String.raw`'\''`, "'"));

test('F neither depth nor a name of JavaScript stops the reader or misleads it', () => {
  let deep: unknown = role(policy(statement()));
  for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];
  expect(read(deep)).toEqual([]);
  expect(read(JSON.parse('{"__proto__":{"AssumeRolePolicyDocument":{}},"Role":{"__proto__":{"AssumeRolePolicyDocument":{}}}}'))).toEqual([]);
});

test('F an action that is allowed or denied by what it is not is read as such', () => {
  const { Action: _, ...bare } = statement() as Record<string, unknown>;
  expect(read(role(policy({ ...bare, NotAction: 's3:*' })))).toMatchObject([{ subject, audiences: [audience], problems: [] }]);
  expect(read(role(policy(statement(), { Effect: 'Deny', Principal: '*', NotAction: 'sts:TagSession' })))[0]?.problems).toEqual(['A statement denies our token, and a denial outweighs every permission.']);
});

test('F a hanging pattern ends at once', () => {
  const pattern = `${'*a'.repeat(2000)}b`;
  expect(read(role(policy(statement(conditions('StringLike', pattern)))))[0]?.subject).toBe(pattern);
});
