import { audienceOf, manifestProblems, validateSettings, type IdentityDefinition } from '@carnet/provider';
import { describe, expect, test } from 'vitest';
import { createGcp } from './create-gcp.ts';
import { manifest } from './manifest.ts';

const identity = manifest.identity as IdentityDefinition;
const providerResourceName = 'projects/123456789012/locations/global/workloadIdentityPools/carnet/providers/carnet';
const methodSettings = { clientEmail: 'reader@orders-project.iam.gserviceaccount.com', privateKeyId: 'ab12' };
const store = { projectId: 'orders-project' };

test('the manifest keeps every rule of the contract and is pure data', () => {
  expect(manifestProblems(manifest)).toEqual([]);
  expect(JSON.parse(JSON.stringify(manifest))).toEqual(manifest);
});

test('A3 the audience of a token is the full resource name of the provider', () => {
  const result = validateSettings(identity.schema, { providerResourceName });
  expect(result.ok && audienceOf(identity, result.settings)).toBe(`//iam.googleapis.com/${providerResourceName}`);
});

test('the only secret field is the private key; no field takes a URL, a file or JSON', () => {
  const fields = manifest.methods.flatMap(({ schema }) => Object.entries(schema?.properties ?? {}));
  expect(fields.filter(([, field]) => field['x-carnet']?.secret).map(([name]) => name)).toEqual(['privateKey']);
  const all = [...Object.entries(identity.schema.properties), ...Object.entries(manifest.store.schema.properties), ...fields].map(([name]) => name);
  expect(all.sort()).toEqual(['clientEmail', 'location', 'privateKey', 'privateKeyId', 'projectId', 'providerResourceName', 'serviceAccountEmail']);
});

test('C6 a host refuses each variable that moves tokens or prints values', () => {
  expect(manifest.refusedEnvironment).toEqual([{ name: 'GOOGLE_CLOUD_UNIVERSE_DOMAIN', except: ['googleapis.com'] }, 'GOOGLE_SDK_NODE_LOGGING']);
});

describe('PROVIDER CONFIG: what could change a host or a path is refused, at save and again at use', () => {
  test.each([
    ['providerResourceName', [`${providerResourceName}/`, `${providerResourceName}\n`, `//iam.googleapis.com/${providerResourceName}`, providerResourceName.replace('123456789012', 'orders-project'), providerResourceName.replace('/carnet/', '/../'), providerResourceName.replace('global', 'eu'), '']],
    ['serviceAccountEmail', ['a@b.example', 'a/b@orders-project.iam.gserviceaccount.com', 'a:x@orders-project.iam.gserviceaccount.com', 'a?@orders-project.iam.gserviceaccount.com', '../x@orders-project.iam.gserviceaccount.com', 'a@orders-project.iam.gserviceaccount.com.evil.example', 'a@x/y.gserviceaccount.com', 'a@orders-project.iam.gserviceaccount.com\n', 'a%2f@orders-project.iam.gserviceaccount.com']],
    ['projectId', ['123456', 'Orders', 'a/b', '../..', 'orders-project\n', 'orders-project/locations/x', '-orders', 'orders-', 'abc', '']],
    ['location', ['global', 'europe-west3.evil.example', 'europe-west3/', 'EUROPE-WEST3', 'europe-west3\n', 'europe west3', '..']],
    ['clientEmail', ['a@b.example', '']],
    ['privateKeyId', ['../x', 'a b', '']],
  ])('%s', (field, values) => {
    const schemas = [identity.schema, manifest.store.schema, ...manifest.methods.flatMap(({ schema }) => (schema ? [schema] : []))];
    for (const value of values) {
      const federated = field !== 'clientEmail' && field !== 'privateKeyId';
      const connection = federated
        ? { method: 'workload-identity', identity: { providerResourceName, [field]: value }, store: { ...store, [field]: value } }
        : { method: 'service-account-key', methodSettings: { ...methodSettings, [field]: value }, store };
      expect(createGcp().validate?.(connection)).toEqual([expect.objectContaining({ field })]);
      expect(() => createGcp().open(connection, { session: new Map() } as never)).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID' }) as Error);
      const { pattern = '' } = (schemas.map(({ properties }) => properties[field]).find((found) => found !== undefined) ?? {}) as { pattern?: string };
      expect(new RegExp(`^(?:${pattern.slice(1, -1)})$`, 'u').test(value)).toBe(false);
    }
  });

  test('and what Google itself hands out is taken', () => {
    for (const serviceAccountEmail of [methodSettings.clientEmail, '123456789012-compute@developer.gserviceaccount.com', 'orders-project@appspot.gserviceaccount.com', 'reader@orders.example.com.iam.gserviceaccount.com']) {
      for (const location of ['europe-west3', 'northamerica-northeast1', 'me-central2', 'us-east5', '']) {
        expect(createGcp().validate?.({ method: 'workload-identity', identity: { providerResourceName, serviceAccountEmail }, store: { ...store, location } })).toEqual([]);
      }
    }
    expect(createGcp().validate?.({ method: 'service-account-key', methodSettings, store })).toEqual([]);
  });
});

test('a method that there is not, and a key that is not set, are refused', () => {
  const context = { session: new Map() } as never;
  expect(() => createGcp().open({ method: 'key-file', store }, context)).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID' }) as Error);
  expect(() => createGcp().open({ method: 'service-account-key', methodSettings, store }, context)).toThrow(expect.objectContaining({ code: 'SETTINGS_INVALID', message: 'The field privateKey is not set.' }) as Error);
});
