import type { AssumeRoleWithWebIdentityCommandInput } from '@aws-sdk/client-sts';
import { exportJWK, exportSPKI, generateKeyPair, importJWK, SignJWT, UnsecuredJWT, type JWK } from 'jose';
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { awsAudience, startTestAws, type TestAws } from '../../testing/test-aws.ts';
import { createTestIssuer, testSubject } from '../../testing/test-issuer.ts';

let aws: TestAws & AsyncDisposable;
beforeEach(async () => {
  aws = await startTestAws();
});
afterEach(() => aws[Symbol.asyncDispose]());

/** The name of the refusal, or `accepted`. */
async function outcome(token: string, changes: Partial<AssumeRoleWithWebIdentityCommandInput> = {}): Promise<string> {
  return await aws.exchange({ ...changes, WebIdentityToken: token }).then(
    () => 'accepted',
    (error: unknown) => `${(error as Error).name}: ${(error as Error).message}`,
  );
}

const keyRefused = "InvalidIdentityTokenException: Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements";
const notValidated = 'InvalidIdentityTokenException: The web identity token provided could not be validated. See the AssumeRoleWithWebIdentity documentation for requirements.';
const notAJwt = 'InvalidIdentityTokenException: The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)';
const wrongAudience = 'InvalidIdentityTokenException: Incorrect token audience';
const denied = 'AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = (): number => aws.clock.time / 1000;
const claims = (changes = {}): Record<string, unknown> => aws.issuer.claims({ aud: awsAudience, ...changes });

async function publishKey(algorithm: string, change: (key: JWK) => JWK = (key) => key): Promise<(kid?: string) => Promise<string>> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { extractable: true });
  aws.issuer.keys.push(change({ ...(await exportJWK(publicKey)), kid: 'other' }));
  return (kid = 'other') => new SignJWT(claims()).setProtectedHeader({ alg: algorithm, kid }).sign(privateKey);
}

describe('a token of a registered issuer', () => {
  test('is traded for a session, and the answer says whose', async () => {
    const { Credentials, $metadata, ...answer } = await aws.exchange();
    expect(answer).toEqual({
      SubjectFromWebIdentityToken: testSubject,
      Audience: awsAudience,
      Provider: `arn:aws:iam::${aws.account.id}:oidc-provider/issuer.example.test`,
      AssumedRoleUser: { Arn: `arn:aws:sts::${aws.account.id}:assumed-role/reader/run-1`, AssumedRoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}:run-1$/) as string },
    });
    expect(Credentials?.AccessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/);
    expect(Credentials?.Expiration?.getTime()).toBe(aws.clock.time + 3600_000);
    expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(aws.role.sessions).toEqual([{ name: 'run-1', tags: {}, expiresAt: aws.clock.time + 3600_000 }]);
  });

  test('needs no signature, at a regional host and at the first one', async () => {
    await aws.exchange({}, 'us-gov-west-1').then(
      () => expect.unreachable(),
      (error: unknown) => expect((error as Error).message).toContain('No OpenIDConnect provider found'),
    );
    const body = new URLSearchParams({ Action: 'AssumeRoleWithWebIdentity', Version: '2011-06-15', RoleArn: aws.role.arn, RoleSessionName: 'run-1', WebIdentityToken: await aws.mint() });
    const response = await aws.clouds.transport.fetch(new Request('https://sts.amazonaws.com/', { method: 'POST', body }));
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/xml']);
    expect(aws.clouds.requests.findLast(({ service }) => service === 'aws-sts')).toMatchObject({ host: 'sts.amazonaws.com', operation: 'AssumeRoleWithWebIdentity', status: 200 });
  });

  test.each(['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512'])('%s verifies', async (algorithm) => {
    expect(await outcome(await (await publishKey(algorithm))())).toBe('accepted');
  });

  test.each(['PS256', 'EdDSA'])('%s does not', async (algorithm) => {
    expect(await outcome(await (await publishKey(algorithm))())).toBe(notAJwt);
  });
});

describe('hostile tokens', () => {
  test('no algorithm, and HS256 keyed with the published key', async () => {
    expect(await outcome(new UnsecuredJWT(claims()).encode())).toBe(notAJwt);
    for (const alg of ['none', 'None', 'noNE', '']) expect(await outcome(`${encode({ alg, kid: 'a2V5LTE' })}.${encode(claims())}.x`)).toBe(notAJwt);
    const published = await exportSPKI((await importJWK({ ...aws.issuer.keys[0], ext: true } as never, 'RS256')) as never);
    const signed = `${encode({ alg: 'HS256', kid: 'a2V5LTE' })}.${encode(claims())}`;
    expect(await outcome(`${signed}.${createHmac('sha256', published).update(signed).digest('base64url')}`)).toBe(notAJwt);
  });

  test('a changed claim, a key that comes with the token, and another issuer\'s signature', async () => {
    const [header, , signature] = (await aws.mint()).split('.');
    expect(await outcome(`${header}.${encode(claims({ sub: 'organization:other' }))}.${signature}`)).toBe(notValidated);
    const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
    const own = await new SignJWT(claims()).setProtectedHeader({ alg: 'RS256', kid: 'a2V5LTE', jwk: await exportJWK(publicKey) }).sign(privateKey);
    expect(await outcome(own)).toBe(notValidated);
    const other = await createTestIssuer('other.example.test', () => aws.clock.time);
    aws.clouds.route(other.host, other.fetch);
    expect(await outcome(await other.mint({ aud: awsAudience, iss: aws.issuer.url }))).toBe(notValidated);
    expect(await outcome(await other.mint({ aud: awsAudience }))).toBe('InvalidIdentityTokenException: No OpenIDConnect provider found in your account for https://other.example.test');
  });

  test('what is no compact JWS of claims', async () => {
    const good = await aws.mint();
    for (const bad of [`${good}\n`, `${good}.`, 'nope', `{"payload":"${good}"}`, `${encode({ alg: 'RS256' })}.${encode([])}.x`]) expect(await outcome(bad)).toBe(notAJwt);
    expect(await outcome(await aws.mint({}, { kid: undefined }))).toBe(keyRefused);
    expect(await outcome(await aws.mint({}, { kid: '../keys' }))).toBe(keyRefused);
  });

  test('iss, sub, aud, iat and exp must all be there, and times be whole numbers', async () => {
    for (const claim of ['iss', 'sub', 'aud', 'iat', 'exp']) expect(await outcome(await aws.mint({ [claim]: undefined }))).toBe(`InvalidIdentityTokenException: Missing a required claim: ${claim}`);
    for (const claim of ['iat', 'nbf', 'exp']) expect(await outcome(await aws.mint({ [claim]: seconds() + 0.5 }))).toBe(`InvalidIdentityTokenException: Invalid timestamp in token claims.`);
    expect(await outcome(await aws.issuer.sign(JSON.stringify(claims()).replace(/"exp":\d+/, '"exp":1e400')))).toBe('InvalidIdentityTokenException: Invalid timestamp in token claims.');
  });

  test('five minutes are allowed to either side, and not a second more', async () => {
    const at = (changes: object): Promise<string> => aws.mint({ iat: seconds() - 3600, nbf: seconds() - 3600, ...changes }).then(outcome);
    expect(await at({ exp: seconds() - 299 })).toBe('accepted');
    expect(await at({ exp: seconds() - 300 })).toBe(`ExpiredTokenException: Token expired: current date/time ${seconds() - 300} must be before the expiration date/time ${seconds() - 300}`);
    expect(await at({ iat: seconds() + 300, nbf: seconds() + 300 })).toBe('accepted');
    expect(await at({ iat: seconds() + 301 })).toBe(`InvalidIdentityTokenException: Token issued in the future: ${seconds() + 301}`);
    expect(await at({ nbf: seconds() + 301 })).toBe(`InvalidIdentityTokenException: Token not yet valid: current date/time ${seconds() + 300} must be after or equal to the not-before date/time ${seconds() + 301}`);
  });

  test('a wrong audience, several without an authorized party, and one that the provider does not list', async () => {
    expect(await outcome(await aws.mint({ aud: 'api://AzureADTokenExchange' }))).toBe(wrongAudience);
    expect(await outcome(await aws.mint({ aud: [awsAudience, 'another'] }))).toBe('InvalidIdentityTokenException: Token audience contains more than one audience while authorized party is not present');
    expect(await outcome(await aws.mint({ aud: [] }))).toBe('InvalidIdentityTokenException: Claim is not allowed to be empty: aud');
    expect(await outcome(await aws.mint({ aud: [awsAudience, 'another'], azp: 'another' }))).toBe(wrongAudience);
    expect(await outcome(await aws.mint({ aud: ['another', 'third'], azp: awsAudience }))).toBe('accepted');
    expect(await outcome(await aws.mint({ aud: [awsAudience] }))).toBe('accepted');
  });

  test('a wrong subject, another account, and a role that does not exist are told apart by nothing but the provider', async () => {
    expect(await outcome(await aws.mint({ sub: testSubject.toUpperCase() }))).toBe(denied);
    expect(await outcome(await aws.mint(), { RoleArn: `${aws.role.arn}x` })).toBe(denied);
    const other = aws.clouds.aws.account();
    const stolen = other.role({ name: 'reader', trustPolicy: aws.role.trustPolicy });
    expect(await outcome(await aws.mint(), { RoleArn: stolen.arn })).toMatch(/^InvalidIdentityTokenException: No OpenIDConnect provider found/);
    other.oidcProvider({ url: aws.issuer.url, clientIds: [awsAudience] });
    expect(await outcome(await aws.mint(), { RoleArn: stolen.arn })).toBe(denied);
  });
});

describe('the keys that an issuer publishes', () => {
  test('are not used with key_ops, whatever these are', async () => {
    aws.issuer.keys = aws.issuer.keys.map((key) => ({ ...key, key_ops: ['verify'] }));
    expect(await outcome(await aws.mint())).toBe(notValidated);
  });

  test.each<[string, (key: JWK) => JWK]>([
    ['use "enc"', (key) => ({ ...key, use: 'enc' })],
    ['no key id', (key) => Object.fromEntries(Object.entries(key).filter(([name]) => name !== 'kid')) as unknown as JWK],
    ['a certificate that is none', (key) => ({ ...key, x5c: 5 }) as unknown as JWK],
    ['certificates that are no list', (key) => ({ ...key, x5c: {} }) as unknown as JWK],
    ['a list of something else', (key) => ({ ...key, x5c: [null] }) as unknown as JWK],
    ['the certificate of another key', (key) => ({ ...key, x5c: ['bm90IGEgY2VydGlmaWNhdGU='] })],
  ])('are not used with %s', async (_, change) => {
    aws.issuer.keys = aws.issuer.keys.map(change);
    expect(await outcome(await aws.mint())).toBe(keyRefused);
  });

  test('of two with one id the later counts', async () => {
    const other = await createTestIssuer('other.example.test', () => aws.clock.time);
    aws.issuer.keys = [...other.keys, ...aws.issuer.keys];
    expect(await outcome(await aws.mint())).toBe('accepted');
    aws.issuer.keys = aws.issuer.keys.toReversed();
    expect(await outcome(await aws.mint())).toBe(notValidated);
  });

  test('a hundred RSA keys pass, one more ends RSA and leaves EC alone', async () => {
    const es256 = await publishKey('ES256');
    const fillers = Array.from({ length: 100 }, (_, index): JWK => ({ ...aws.issuer.keys[0], kid: `filler-${index}` }) as JWK);
    aws.issuer.keys.push(...fillers.slice(1));
    expect(await outcome(await aws.mint())).toBe('accepted');
    aws.issuer.keys.push(fillers[0] as JWK);
    expect(await outcome(await aws.mint())).toBe(keyRefused);
    expect(await outcome(await es256())).toBe('accepted');
  });

  test('cannot be had: the refusal is the one that clients retry', async () => {
    aws.clouds.fault({ host: aws.issuer.host, times: 1, fault: { kind: 'reset' } });
    expect(await outcome(await aws.mint())).toBe(keyRefused);
    aws.issuer.discovery = { ...aws.issuer.discovery, issuer: 'https://evil.example.test' };
    expect(await outcome(await aws.mint())).toBe(keyRefused);
  });

  test('are fetched only after the provider is found, and kept as long as the owner says', async () => {
    aws.clouds.aws.jwksCacheMs = 60_000;
    await outcome(await aws.mint({ iss: 'https://unknown.example.test' }));
    await aws.exchange();
    await aws.exchange();
    expect(aws.clouds.requests.filter(({ service }) => service === 'issuer')).toHaveLength(2);
  });
});

describe('parameters', () => {
  test.each<[Partial<AssumeRoleWithWebIdentityCommandInput>, string]>([
    [{ RoleSessionName: 'a' }, "Value 'a' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2"],
    [{ RoleSessionName: 'organization:1' }, "Value 'organization:1' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*"],
    [{ DurationSeconds: 899 }, "Value '899' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900"],
    [{ DurationSeconds: 43_201 }, "Value '43201' at 'durationSeconds' failed to satisfy constraint: Member must have value less than or equal to 43200"],
    [{ RoleArn: 'not-an-arn' }, "Value 'not-an-arn' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20"],
    [{ WebIdentityToken: 'abc' }, "Value at 'webIdentityToken' failed to satisfy constraint: Member must have length greater than or equal to 4"],
    [{ WebIdentityToken: 'x'.repeat(20_001) }, "Value at 'webIdentityToken' failed to satisfy constraint: Member must have length less than or equal to 20000"],
    [{ Policy: '{"Version":"2012-10-17","Id":"\u20ac"}' }, "Value at 'policy' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"],
    [{ Policy: `{"Version":"2012-10-17"${' '.repeat(2048)}}` }, "Value at 'policy' failed to satisfy constraint: Member must have length less than or equal to 2048"],
  ])('%o is out of bounds', async (changes, message) => {
    await expect(aws.exchange(changes)).rejects.toMatchObject({ name: 'ValidationError', message: `1 validation error detected: ${message}`, $metadata: { httpStatusCode: 400 } });
  });

  test('the role bounds its sessions, and a token about to end does not', async () => {
    await expect(aws.exchange({ DurationSeconds: 3601 })).rejects.toThrow('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
    aws.role.maxSessionSeconds = 7200;
    const { Credentials } = await aws.exchange({ DurationSeconds: 7200, WebIdentityToken: await aws.mint({ exp: seconds() + 60 }) });
    expect(Credentials?.Expiration?.getTime()).toBe(aws.clock.time + 7200_000);
  });

  test('a session policy of wrong form is refused', async () => {
    await expect(aws.exchange({ Policy: '{' })).rejects.toMatchObject({ name: 'MalformedPolicyDocumentException', message: 'This policy contains invalid Json' });
  });
});

describe('the trust policy', () => {
  const statement = (changes: object): object => ({ Effect: 'Allow', Principal: { Federated: `arn:aws:iam::${aws.account.id}:oidc-provider/issuer.example.test` }, Action: 'sts:AssumeRoleWithWebIdentity', ...changes });
  const trust = (...changes: object[]): void => {
    aws.role.trustPolicy = { Version: '2012-10-17', Statement: changes.map(statement) };
  };

  test.each<[string, object, boolean]>([
    ['StringLike with a star', { StringLike: { 'issuer.example.test:sub': 'organization:4f1c*' } }, true],
    ['StringLike that differs', { StringLike: { 'issuer.example.test:sub': 'organization:5*' } }, false],
    ['a pattern under StringEquals', { StringEquals: { 'issuer.example.test:sub': 'organization:*' } }, false],
    ['one of several values', { StringEquals: { 'issuer.example.test:sub': ['x', testSubject] } }, true],
    ['ForAnyValue', { 'ForAnyValue:StringEquals': { 'issuer.example.test:sub': [testSubject] } }, true],
    ['a key in capitals', { StringEquals: { 'ISSUER.example.test:SUB': testSubject } }, true],
    ['a claim that AWS gives no key', { StringEquals: { 'issuer.example.test:organization_id': 'x' } }, false],
    ['another issuer\'s key', { StringEquals: { 'other.example.test:sub': testSubject } }, false],
    ['every value of a key that is not there', { 'ForAllValues:StringEquals': { 'issuer.example.test:groups': ['x'] } }, true],
    ['a subject that looks the same', { StringEquals: { 'issuer.example.test:sub': testSubject.replace('a', '\u0430') } }, false],
    ['a subject without its last character', { StringLike: { 'issuer.example.test:sub': testSubject.slice(0, -1) } }, false],
    ['an empty subject', { StringLike: { 'issuer.example.test:sub': '' } }, false],
    ['no subject at all', { StringEquals: { 'issuer.example.test:sub': [] } }, false],
    ['two spellings of one key', { StringEquals: { 'issuer.example.test:sub': testSubject, 'Issuer.example.test:sub': 'x' } }, false],
    ['a variable that is the subject', { StringEquals: { 'issuer.example.test:sub': '${issuer.example.test:sub}' } }, true],
    ['the account', { StringEquals: { 'aws:PrincipalType': 'User' }, Null: { 'aws:PrincipalArn': 'true' } }, true],
    ['an operator that is not known here', { NumericEquals: { 'issuer.example.test:sub': '1' } }, false],
  ])('%s', async (_, condition, isMet) => {
    trust({ Condition: condition });
    expect(await outcome(await aws.mint())).toBe(isMet ? 'accepted' : denied);
  });

  test('a Deny wins, another provider or action is not meant, and nothing allows nothing', async () => {
    trust({}, { Effect: 'Deny', Condition: { StringEquals: { 'issuer.example.test:sub': testSubject } } });
    expect(await outcome(await aws.mint())).toBe(denied);
    trust({ Principal: { Federated: `arn:aws:iam::${aws.account.id}:oidc-provider/other.example.test` } });
    expect(await outcome(await aws.mint())).toBe(denied);
    trust({ Principal: { AWS: '*' } });
    expect(await outcome(await aws.mint())).toBe(denied);
    for (const principal of ['*', { AWS: '*' }, { Federated: '*' }]) {
      trust({}, { Effect: 'Deny', Principal: principal });
      expect(await outcome(await aws.mint()), JSON.stringify(principal)).toBe(denied);
    }
    trust({ Action: 'sts:AssumeRole' });
    expect(await outcome(await aws.mint())).toBe(denied);
  });

  test('session tags need sts:TagSession, can be conditions, and show in the session', async () => {
    const tags = { 'https://aws.amazon.com/tags': { principal_tags: { organization: ['one'] }, transitive_tag_keys: ['organization'] } };
    expect(await outcome(await aws.mint(tags))).toBe('AccessDenied: Not authorized to perform sts:TagSession');
    trust({ Action: ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'], Condition: { StringEquals: { 'aws:RequestTag/organization': 'one' }, 'ForAllValues:StringEquals': { 'aws:TagKeys': ['organization'] } } });
    expect(await aws.exchange({ WebIdentityToken: await aws.mint(tags) })).toMatchObject({ PackedPolicySize: expect.any(Number) as number });
    expect(aws.role.sessions.at(-1)?.tags).toEqual({ organization: 'one' });
    expect(await outcome(await aws.mint({ 'https://aws.amazon.com/tags': { principal_tags: { organization: ['two'] } } }))).toBe(denied);
    const wrongTags = 'InvalidIdentityTokenException: principal_tags passed in claim is not in correct format.';
    for (const principalTags of [{ organization: 'one' }, { organization: ['one', 'two'] }, { 'aws:x': ['one'] }, { a: ['1'], A: ['2'] }, []]) {
      expect(await outcome(await aws.mint({ 'https://aws.amazon.com/tags': { principal_tags: principalTags } }))).toBe(wrongTags);
    }
  });
});

test('IAM and every other action of STS take no unsigned call', async () => {
  for (const host of ['iam.amazonaws.com', 'sts.eu-central-1.amazonaws.com']) {
    const [action, version] = host.startsWith('iam') ? ['ListOpenIDConnectProviders', '2010-05-08'] : ['GetCallerIdentity', '2011-06-15'];
    const response = await aws.clouds.transport.fetch(new Request(`https://${host}/`, { method: 'POST', body: new URLSearchParams({ Action: action, Version: version }) }));
    expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('<Code>MissingAuthenticationToken</Code>')]);
  }
});
