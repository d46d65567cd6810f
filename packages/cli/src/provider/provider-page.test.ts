import { manifestProblems, type Manifest, type SettingsSchema } from '@carnet/provider';
import { describe, expect, it } from 'vitest';
import { providerPage } from './provider-page.ts';

const empty: SettingsSchema = { type: 'object', properties: {} };
const plain: Manifest = { id: 'acme-safe', title: 'Acme Safe', store: { schema: empty }, methods: [{ id: 'none' }], refusedEnvironment: [] };

describe('the page of a provider', () => {
  it('begins with what to write: a configuration, a command, a line and a file', () => {
    const page = providerPage({ ...plain, identity: { kind: 'acme', schema: empty, audience: 'urn:acme' }, methods: [{ id: 'workload-identity' }] });
    expect(page).toContain("import createAcmeSafe from 'carnet-provider-acme-safe';");
    expect(page).toContain("credentials: { 'acme-safe': { provider: 'acme-safe', identity: 'production' } },");
    expect(page).toContain('CARNET_PROVIDERS=carnet-provider-acme-safe');
    expect(page.indexOf('## Use it')).toBeLessThan(page.indexOf('## Credential'));
    const [, json = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
    expect(JSON.parse(json)).toEqual({
      workloadIdentityConfigs: { production: { kind: 'acme' } }, credentials: { 'acme-safe': { provider: 'acme-safe', identity: 'production' } },
      variables: { API_KEY: { credential: 'acme-safe', secret: 'api-key' } },
    });
  });

  it('of a provider of ours names its export and no line of configuration', () => {
    const page = providerPage(plain, { package: '@carnet/acme', factory: 'createAcme', inPlatform: true });
    expect(page).toContain("import { createAcme } from '@carnet/acme';");
    expect(page).not.toContain('CARNET_PROVIDERS');
  });

  it('of one without workload identity has the fields of its method, and no workload identity config', () => {
    const schema: SettingsSchema = { type: 'object', properties: { user: { type: 'string' }, token: { type: 'string', 'x-carnet': { label: 'Token', secret: true } } }, required: ['user', 'token'] };
    const page = providerPage({ ...plain, methods: [{ id: 'token', schema }] });
    expect(page).toContain("{ provider: 'acme-safe', method: 'token', settings: { user: '<user>' }, secrets: { token: '<token>' } }");
    expect(page).toContain('| `token` | required, **secret** | text | Token. |');
    expect(page).not.toMatch(/workload identity|projectedFile/i);
  });

  it('of one that uses the kind of another package leaves its fields to that', () => {
    expect(providerPage({ ...plain, identity: { kind: 'elsewhere' }, methods: [{ id: 'workload-identity' }] })).toContain('those of the package that defines the kind');
  });

  it('names the audience: fixed, by a field, by a template, or the origin of an address', () => {
    const page = (identity: Manifest['identity']): string => providerPage({ ...plain, ...(identity && { identity }) });
    const cloud: SettingsSchema = { type: 'object', properties: { cloud: { type: 'string', enum: ['one', 'two'] } } };
    const address: SettingsSchema = { type: 'object', properties: { address: { type: 'string', format: 'uri' } }, required: ['address'] };
    expect(page({ kind: 'acme', schema: empty, audience: 'urn:acme' })).toContain('- `urn:acme`');
    expect(page({ kind: 'acme', schema: cloud, audience: { byField: 'cloud', audiences: { one: 'urn:1', two: 'urn:2' } } })).toContain('- `urn:1` where cloud is one\n- `urn:2` where cloud is two');
    expect(page({ kind: 'acme', schema: address, audience: '{address}' })).toContain('- the origin of address');
  });

  it.each([
    ['enum', { type: 'string', enum: ['gold', 'silver'] }, 'gold'],
    ['the help', { type: 'string', pattern: '^[a-z]+$', maxLength: 10, 'x-carnet': { label: 'Shelf', help: 'Its name, for example upper.' } }, 'upper'],
    ['a help that its own pattern refuses', { type: 'string', pattern: '^[a-z]+$', maxLength: 10, 'x-carnet': { label: 'Shelf', help: 'For example UPPER.' } }, '<shelf>'],
    ['a suggestion', { type: 'string', 'x-carnet': { label: 'Region', suggest: ['north'] } }, 'north'],
    ['its format', { type: 'string', format: 'uuid' }, '11111111-1111-4111-8111-111111111111'],
    ['its bound', { type: 'integer', minimum: 4 }, 4],
    ['true', { type: 'boolean' }, true],
  ] as const)('an example has a value that the field takes, from %s', (_, field, value) => {
    const page = providerPage({ ...plain, store: { schema: { type: 'object', properties: { shelf: field }, required: ['shelf'] } } });
    expect(page).toContain(`"store": { "shelf": ${JSON.stringify(value)} }`);
  });
});

it('security: texts of a manifest are text on its page: no markup, no row, no block and no link of theirs', () => {
  const evil = 'a|b\n## c <img src=x onerror=alert(1)> [d](javascript:e) `f` **g** ```\n\u202eh';
  const manifest: Manifest = {
    ...plain, title: evil, methods: [{ id: 'none', title: evil }],
    store: { schema: { type: 'object', properties: { one: { type: 'string', default: evil, enum: [evil], 'x-carnet': { label: evil, help: evil } } } } },
    refusedEnvironment: [{ name: 'ACME', except: [evil] }],
  };
  expect(manifestProblems(manifest)).toEqual([]);
  const page = providerPage(manifest);
  const outside = page.replaceAll(/(`+)[^`\n][\s\S]*?[^`]\1(?!`)/g, '');
  expect(outside).not.toMatch(/<img|(?<!\\)\[d|\u202e|(?<!\\)\*\*g/);
  expect(page.split('\n').filter((line) => line.startsWith('#'))).toHaveLength(7);
  const rows = page.split('\n').filter((line) => line.startsWith('| `one`'));
  expect(rows.map((row) => row.match(/(?<!\\)\|/g)?.length)).toEqual([5]);
});
