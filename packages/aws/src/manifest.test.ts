import { audienceOf, manifestProblems, validateSettings, type IdentityDefinition } from '@carnet/provider';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAws } from './create-aws.ts';
import { manifest } from './manifest.ts';
import { regionNamed } from './partitions.ts';

const identity = manifest.identity as IdentityDefinition;
const settings = { roleArn: 'arn:aws:iam::123456789012:role/app/carnet', region: 'eu-central-1' };

test('the manifest keeps every rule of the contract and is pure data', () => {
  expect(manifestProblems(manifest)).toEqual([]);
  expect(JSON.parse(JSON.stringify(manifest))).toEqual(manifest);
});

test('A3 the audience is the fixed one, and session tags are an opt-in', () => {
  const result = validateSettings(identity.schema, settings);
  expect(result).toEqual({ ok: true, settings: { ...settings, sessionTags: false } });
  expect(audienceOf(identity, settings)).toBe('sts.amazonaws.com');
  expect(identity.claims).toEqual({ 'session-tags': 'sessionTags' });
});

test('the only secret fields are those of the access key', () => {
  const fields = manifest.methods.flatMap(({ schema }) => Object.entries(schema?.properties ?? {}));
  expect(fields.filter(([, field]) => field['x-carnet']?.secret).map(([name]) => name)).toEqual(['secretAccessKey', 'sessionToken']);
});

test('every variable that could move a token, end the check of certificates or print a session token is refused', () => {
  expect(manifest.refusedEnvironment).toEqual(['AWS_ENDPOINT_URL*']);
});

const refusedRegions = ['*', '', 'EU-CENTRAL-1', 'us-east-1.evil', 'us-east-1.evil.example', 'us-east-1/', 'us-east-1#', 'us-east-1@evil', 'us-east-1\n', 'us-east-1:443', 'not a region!', 'aws-global', 'us-iso-east-1', 'eusc-de-east-1', 'us-east-', 'us-east-0', 'us-east-100', '..', 'us\u2010east-1'];

test.each(refusedRegions)('the region %j is refused by the schema alone, and again at use', (region) => {
  expect(validateSettings(manifest.store.schema, { region }).ok).toBe(false);
  expect(() => regionNamed(region)).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID' }) as Error);
});

test('whatever the text, a region that is taken is a part of a host name of AWS', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.constantFrom('us', 'cn', 'us-gov', 'eu').chain((prefix) => fc.string().map((rest) => `${prefix}-${rest}`))), (text) => {
    try {
      const { name, partition } = regionNamed(text);
      expect(new URL(`https://sts.${name}.${partition.suffix}`).hostname).toBe(`sts.${text}.${partition.suffix}`);
    } catch (error) {
      expect(error).toMatchObject({ code: 'SETTINGS_INVALID' });
    }
  }));
});

test.each([['eu-central-1', 'aws'], ['us-gov-west-1', 'aws-us-gov'], ['cn-northwest-1', 'aws-cn'], ['ap-southeast-7', 'aws'], ['mx-central-1', 'aws']])('%s is of the partition %s', (region, partition) => {
  expect(regionNamed(region).partition.id).toBe(partition);
});

const problemsOf = (connection: Parameters<NonNullable<ReturnType<typeof createAws>['validate']>>[0]): readonly string[] => createAws().validate?.(connection).map(({ field }) => field) ?? [];

test.each([
  ['nothing wrong', { identity: settings, store: {} }, []],
  ['a region of the store in another partition', { identity: settings, store: { region: 'cn-north-1' } }, ['region']],
  ['a role of another partition', { identity: { ...settings, roleArn: 'arn:aws-cn:iam::123456789012:role/carnet' }, store: {} }, ['roleArn']],
  ['a user for a role', { identity: { ...settings, roleArn: 'arn:aws:iam::123456789012:user/carnet' }, store: {} }, ['roleArn']],
  ['an empty path', { identity: { ...settings, roleArn: 'arn:aws:iam::123456789012:role//carnet' }, store: {} }, ['roleArn']],
  ['a role without a name', { identity: { ...settings, roleArn: 'arn:aws:iam::123456789012:role/app/' }, store: {} }, ['roleArn']],
  ['an account of 11 digits', { identity: { ...settings, roleArn: 'arn:aws:iam::12345678901:role/a' }, store: {} }, ['roleArn']],
])('validate: %s', (_, parts, fields) => {
  expect(problemsOf({ method: 'workload-identity', ...parts })).toEqual(fields);
});

test('validate: an access key needs the region of the store, and an external ID a role', () => {
  const methodSettings = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE' };
  expect(problemsOf({ method: 'access-key', methodSettings, store: {} })).toEqual(['region']);
  expect(problemsOf({ method: 'access-key', methodSettings: { ...methodSettings, externalId: 'abc' }, store: { region: 'eu-central-1' } })).toEqual(['externalId']);
  expect(problemsOf({ method: 'access-key', methodSettings: { accessKeyId: 'wrong', roleArn: 'arn:aws-cn:iam::123456789012:role/a' }, store: { region: 'eu-central-1' } })).toEqual(['accessKeyId', 'roleArn']);
});
