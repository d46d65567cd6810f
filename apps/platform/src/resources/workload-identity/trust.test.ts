import { expect, test } from 'vitest';
import { databasesOf } from '../../testing/databases.ts';
import { problemIn, resourceBench } from '../testing/resource-bench.ts';

const { open } = databasesOf('sqlite');

test('G the set-up and the way back, filled with the values of this organization, before there is any config', async () => {
  const { made, organization } = await resourceBench(await open());
  const trust = await made<Record<string, string>>('GET', `trust?provider=acme&settings=${encodeURIComponent('{"name":" mine "}')}`);
  expect(trust).toMatchObject({ issuer: 'https://issuer.example.com', subject: `organization:${organization}`, audience: 'https://acme.example.com', format: 'acme-cli', formats: [{ id: 'acme-cli' }, { id: 'json' }] });
  expect(trust['text']).toContain(`acme trust --name mine --subject organization:${organization}`);
  expect((await made<Record<string, string>>('GET', 'trust?provider=acme&teardown=true'))['text']).toContain('acme distrust --name carnet');
  expect(JSON.parse((await made<Record<string, string>>('GET', 'trust?provider=acme&format=json'))['text']!)).toMatchObject({ version: 1, audience: 'https://acme.example.com' });
});

test('G what the set-up printed becomes the settings of a config', async () => {
  const { made, call } = await resourceBench(await open());
  expect(await made('POST', 'workload-identity-configs/from-outputs', { provider: 'acme', printed: 'Made.\n{"tenant":"orders"}\n' })).toEqual({ kind: 'acme', settings: { tenant: 'orders' }, store: { region: 'north' } });
  for (const printed of ['nothing', '{"tenant":"NOT LEGAL"}']) expect(problemIn(await call('POST', 'workload-identity-configs/from-outputs', { provider: 'acme', printed })).code).toBe('INPUT_INVALID');
});

test('a config’s own issuer and subject stand in its trust, and in the preview of its tokens', async () => {
  const { made, call, organization } = await resourceBench(await open());
  const job = await made('POST', 'automations', { name: 'import', command: ['true'] });
  const config = await made('POST', 'workload-identity-configs', { name: 'x', kind: 'acme', settings: { tenant: 'orders' }, subject: 'automation', organizationIssuer: true });
  expect(problemIn(await call('GET', `workload-identity-configs/${config.id}/trust`))).toMatchObject({ status: 400, fields: ['automation'] });
  const subject = `organization:${organization}:automation:${job.id}`;
  const issuer = `https://issuer.example.com/organizations/${organization}`;
  expect(await made('GET', `workload-identity-configs/${config.id}/trust?automation=${job.id}`)).toMatchObject({ subject, issuer });
  expect(await made('GET', `workload-identity-configs/${config.id}/token-preview?automation=${job.id}`)).toEqual({ iss: issuer, sub: subject, aud: 'https://acme.example.com', organization_id: organization, lifetimeSeconds: null, claims: [] });
});

test('an automation that there is not has no subject, and no trust', async () => {
  const { made, call } = await resourceBench(await open());
  const config = await made('POST', 'workload-identity-configs', { name: 'x', kind: 'acme', settings: { tenant: 'orders' }, subject: 'automation' });
  for (const path of ['trust?provider=acme&', `workload-identity-configs/${config.id}/trust?`, `workload-identity-configs/${config.id}/token-preview?`]) expect(problemIn(await call('GET', `${path}automation=${config.id}`))).toMatchObject({ status: 400, fields: ['automation'] });
  expect(problemIn(await call('POST', 'workload-identity-configs/from-outputs', { provider: 'acme', automation: config.id, printed: '{}' }))).toMatchObject({ status: 400, fields: ['automation'] });
  expect(problemIn(await call('POST', 'variables/import', { rows: [{ name: 'A', source: 'direct', value: 'x' }], automation: config.id, dryRun: true }))).toMatchObject({ status: 400, fields: ['automation'] });
});

test('choices that the provider does not know are refused by their field', async () => {
  const { call } = await resourceBench(await open());
  expect(problemIn(await call('GET', 'trust?provider=nothing'))).toMatchObject({ status: 400, fields: ['provider'] });
  expect(problemIn(await call('GET', `trust?provider=acme&settings=${encodeURIComponent('{"name":"NO"}')}`))).toMatchObject({ status: 400, fields: ['settings.name'] });
  expect(problemIn(await call('GET', 'trust?provider=acme&settings=%5B%5D'))).toMatchObject({ status: 400, fields: ['settings'] });
  expect(problemIn(await call('GET', 'trust?provider=acme&format=nothing')).code).toBe('INPUT_INVALID');
  expect(problemIn(await call('GET', 'trust?provider=anywhere')).code).toBe('OPERATION_NOT_SUPPORTED');
});
