import type { RegisteredTrust, SentToken } from '@carnet/provider';
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { registrations } from './registrations.ts';

const identity = { tenantId: '0f4a1c52-9c1a-4a0e-8a57-3b1e7c1d2f60', clientId: '7b0d7c3e-53b8-4c7e-9d43-0f1c9a3f2b11', cloud: 'public' };
const token: SentToken = { issuer: 'https://id.example.test', subject: 'organization:4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11', audience: 'api://AzureADTokenExchange' };
const { issuer, subject } = token;
const audiences = [token.audience];
const values = { issuer, subject, audiences };
const ours = 'carnet-organization-4f1c0f9e-5a35-4d6c-8f3b-0d3f0f6f9a11';

// As the two list commands print them.
const ofApplication = { audiences, description: '', id: 'd9b0c2b7-9a8e-4a7d-8ef2-0a4a8a3b3a11', issuer, name: 'carnet', subject };
const ofIdentity = {
  audiences,
  id: "/subscriptions/s/resourcegroups/demo's/providers/Microsoft.ManagedIdentity/userAssignedIdentities/reader/federatedIdentityCredentials/fed",
  issuer, name: 'fed', resourceGroup: 'demo', subject, systemData: null, type: 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials',
};

const read = (document: unknown): readonly RegisteredTrust[] => registrations.read(document, { identity, token });
const words = (command: string | undefined): string[] =>
  execFileSync('/bin/sh', ['-c', `az() { printf '%s\\0' "$@"; }; ${command}`], { encoding: 'utf8' }).split('\0').slice(0, -1);
const option = (argv: readonly string[], name: string): string | undefined => argv[argv.indexOf(name) + 1];

test('one that fits is shown without problem and without command, from a list and as one element', () => {
  for (const entry of [ofApplication, ofIdentity]) {
    for (const document of [entry, [entry]]) expect(read(document)).toEqual([{ name: entry.name, issuer, subject, audiences }]);
  }
});

test.each<[string, object]>([
  ['issuer', { issuer: `${issuer}/` }],
  ['subject', { subject: subject.toUpperCase() }],
  ['audience', { audiences: ['api://azureadtokenexchange'] }],
])('F a %s that differs comes with the command that mends it, with all three values', (_, change) => {
  const [application] = read([{ ...ofApplication, ...change }]);
  const argv = words(application?.command);
  expect(argv.slice(0, 4)).toEqual(['ad', 'app', 'federated-credential', 'update']);
  expect([option(argv, '--id'), option(argv, '--federated-credential-id')]).toEqual([identity.clientId, 'carnet']);
  expect(JSON.parse(option(argv, '--parameters') ?? '')).toEqual(values);

  const [managed] = read([{ ...ofIdentity, ...change }]);
  expect(words(managed?.command)).toEqual([
    'identity', 'federated-credential', 'update', '--name', 'fed', '--identity-name', 'reader', '--resource-group', "demo's", '--issuer', issuer, '--subject', subject, '--audiences', token.audience,
  ]);
});

test('the trust of another organization is left alone: the command makes a new one', () => {
  const other = { ...ofApplication, name: 'other', subject: 'organization:00000000-0000-4000-8000-000000000001' };
  const [first] = read([other, { ...other, name: 'third', subject: 'organization:00000000-0000-4000-8000-000000000002' }]);
  expect(first).not.toHaveProperty('problems');
  const argv = words(first?.command);
  expect(argv).toContain('create');
  expect(JSON.parse(option(argv, '--parameters') ?? '')).toEqual({ name: ours, ...values });
});

test('20 that are all of others say that Entra refuses another', () => {
  const others = Array.from({ length: 20 }, (_, number) => ({ ...ofApplication, name: `n${number}`, subject: `organization:${number}` }));
  expect(read(others)[0]?.problems).toEqual([expect.stringMatching(/^All 20 .* are used and Entra refuses another/)]);
  expect(read([...others.slice(1), ofApplication]).flatMap(({ problems = [] }) => problems)).toEqual([]);
});

test('what else stops it is named', () => {
  const problems = (change: object): string => (read([{ ...ofApplication, ...change }])[0]?.problems ?? []).join(' ');
  expect(problems({ issuer: ` ${issuer}` })).toMatch(/space before or after the issuer/);
  expect(problems({ audiences: [] })).toMatch(/0 audiences/);
  expect(problems({ subject: 'organization:*' })).toMatch(/no wildcard/);
  const flexible = { ...ofApplication, subject: null, claimsMatchingExpression: { value: "claims['sub'] matches 'organization:*'", languageVersion: 1 } };
  expect(read(flexible)).toEqual([expect.objectContaining({ name: 'carnet', problems: [expect.stringMatching(/expression/)], command: expect.stringContaining(' update ') as string })]);
  expect(read(flexible)[0]).not.toHaveProperty('subject');
});

test.each([null, 'text', 7, [], [null], {}, { name: 'x' }, [{ Role: { Arn: 'arn:aws:iam::1:role/x' } }], { audiences: 1, name: 2 }])('%j is not what az prints', (document) => {
  expect(read(document)).toEqual([]);
});

test('hostile values in what is registered stay words of the command', () => {
  const nasty = `x'; touch /tmp/never; $(id) \`id\``;
  expect(option(words(read([{ ...ofApplication, name: nasty, issuer: 'https://other.example' }])[0]?.command), '--federated-credential-id')).toBe(nasty);
});

test('the commands print it for the application, and for the managed identity of this client id', () => {
  expect(registrations.commands(identity)).toEqual([
    `az ad app federated-credential list --id ${identity.clientId}`,
    `az identity federated-credential list --identity-name "$(az identity list --query "[?clientId=='${identity.clientId}'].name" --output tsv)" --resource-group "$(az identity list --query "[?clientId=='${identity.clientId}'].resourceGroup" --output tsv)"`,
  ]);
  for (const clientId of ["'; id; '", 7]) expect(registrations.commands({ clientId }).join('\n')).not.toContain('id;');
});
