import type { AssumeRoleWithWebIdentityCommandInput } from '@aws-sdk/client-sts';
import { CompactSign } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { awsAudience, startTestAws, type TestAws } from '../../testing/test-aws.ts';
import { testSubject } from '../../testing/test-issuer.ts';

let aws: TestAws & AsyncDisposable;
beforeEach(async () => {
  aws = await startTestAws();
});
afterEach(() => aws[Symbol.asyncDispose]());

async function outcome(token: string, changes: Partial<AssumeRoleWithWebIdentityCommandInput> = {}): Promise<string> {
  return await aws.exchange({ ...changes, WebIdentityToken: token }).then(
    () => 'accepted',
    (error: unknown) => `${(error as Error).name}: ${(error as Error).message}`,
  );
}

function trust(actions: readonly string[], condition: object = {}): void {
  aws.role.trustPolicy = {
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: { Federated: `arn:aws:iam::${aws.account.id}:oidc-provider/issuer.example.test` }, Action: actions, Condition: condition },
  };
}

const webIdentity = 'sts:AssumeRoleWithWebIdentity';

describe('the roles claim', () => {
  const claim = 'https://aws.amazon.com/roles';
  const other = 'arn:aws:iam::123456789012:role/other';
  const notNamed = 'InvalidIdentityTokenException: The target role ARN is not present in the roles claim of the identity token';

  test('lets a token take the roles that it names', async () => {
    for (const named of [aws.role.arn, [aws.role.arn], [other, aws.role.arn], `${other}; ${aws.role.arn}`, [5, aws.role.arn], null]) expect(await outcome(await aws.mint({ [claim]: named }))).toBe('accepted');
  });

  test('hostile: and no other, though the trust policy would', async () => {
    const wildcard = aws.role.arn.replace(/[^/]+$/, '*');
    for (const named of [other, [other], '', [], wildcard, aws.role.arn.toUpperCase(), `${other},${aws.role.arn}`, [[aws.role.arn]], { role: aws.role.arn }, 7, true]) {
      expect(await outcome(await aws.mint({ [claim]: named })), JSON.stringify(named)).toBe(notNamed);
    }
  });

  test('can be demanded by the trust policy', async () => {
    trust([webIdentity], { Bool: { 'sts:RoleAuthorizedByIdp': 'true' } });
    expect(await outcome(await aws.mint())).toBe('AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity');
    expect(await outcome(await aws.mint({ [claim]: aws.role.arn }))).toBe('accepted');
  });
});

describe('the source identity', () => {
  const claim = 'https://aws.amazon.com/source_identity';

  test('needs sts:SetSourceIdentity, can be a condition, and is answered', async () => {
    const token = await aws.mint({ [claim]: 'automation-7' });
    expect(await outcome(token)).toBe('AccessDenied: Not authorized to perform sts:SetSourceIdentity');
    trust([webIdentity, 'sts:SetSourceIdentity'], { StringEquals: { 'sts:SourceIdentity': 'automation-7' } });
    expect(await aws.exchange({ WebIdentityToken: token })).toMatchObject({ SourceIdentity: 'automation-7' });
    expect(await outcome(await aws.mint({ [claim]: 'automation-8' }))).toContain('AccessDenied');
    expect(await outcome(await aws.mint())).toContain('AccessDenied');
  });

  test.each([null, 7, '', 'a', 'organization:1', 'x'.repeat(65), ['automation-7']])('%j is none', async (value) => {
    trust([webIdentity, 'sts:SetSourceIdentity']);
    expect(await outcome(await aws.mint({ [claim]: value }))).toMatch(/^InvalidIdentityToken/);
  });
});

describe('session tags as flat claims', () => {
  const flat = (tags: Record<string, unknown>, keys?: unknown): Record<string, unknown> => ({
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`https://aws.amazon.com/tags/principal_tags/${key}`, value])),
    ...(keys === undefined ? {} : { 'https://aws.amazon.com/tags/transitive_tag_keys': keys }),
  });

  test('need sts:TagSession too, and are tags of the session', async () => {
    expect(await outcome(await aws.mint(flat({ organization: 'one' })))).toBe('AccessDenied: Not authorized to perform sts:TagSession');
    trust([webIdentity, 'sts:TagSession'], { StringEquals: { 'aws:RequestTag/organization': 'one' } });
    await aws.exchange({ WebIdentityToken: await aws.mint(flat({ organization: 'one' }, ['organization'])) });
    expect(aws.role.sessions.at(-1)?.tags).toEqual({ organization: 'one' });
    const nested = { 'https://aws.amazon.com/tags': { principal_tags: { Organization: ['one'] } } };
    for (const wrong of [flat({ organization: ['one'] }), flat({ 'aws:x': 'one' }), flat({ a: '1' }, ['b']), { ...flat({ organization: 'one' }), ...nested }]) {
      expect(await outcome(await aws.mint(wrong))).toMatch(/^InvalidIdentityToken/);
    }
  });
});

test('hostile: a token within a token, and claims of which the later counts', async () => {
  const inner = await aws.mint();
  const nested = await new CompactSign(new TextEncoder().encode(inner)).setProtectedHeader({ alg: 'RS256', kid: 'a2V5LTE', cty: 'JWT' }).sign(aws.issuer.privateKey);
  expect(await outcome(nested)).toContain('is not a valid JWT');
  const claims = JSON.stringify(aws.issuer.claims({ aud: awsAudience }));
  expect(await outcome(await aws.issuer.sign(claims.replace(/}$/, `,"sub":"${testSubject}x"}`)))).toContain('AccessDenied');
  expect(await outcome(await aws.issuer.sign(claims.replace(/}$/, ',"aud":"other"}')))).toContain('Incorrect token audience');
});

test('a provider is named for other tokens than these', async () => {
  expect(await outcome(await aws.mint(), { ProviderId: 'issuer.example.test' })).toBe('AccessDenied: Unrecognized OAuth provider. Do not include a provider parameter when submitting OpenIDConnect ID tokens');
});
