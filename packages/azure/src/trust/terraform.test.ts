import type { TrustInput } from '@carnet/provider';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { documentOf, trustInput } from '../testing/trust-input.ts';
import { trust } from './trust.ts';

// Its types bring those of the DOM with them, which are others than Node's.
const require = createRequire(import.meta.url);
const { parse } = require('@cdktf/hcl2json') as { parse(file: string, text: string): Promise<unknown> };

const managed = { vault: 'orders-kv', target: 'managed-identity' };
const variants: readonly Partial<TrustInput>[] = [{ secrets: [] }, { list: true }, { create: 'first', list: true, write: true }]
  .flatMap((input) => [{}, { settings: managed }, { settings: { ...managed, resourceGroup: 'identities', cloud: 'china' } }].map((more) => ({ ...input, ...more })));

const textOf = (input: Partial<TrustInput>): string => `${documentOf(trust({ ...trustInput, ...input }), 'terraform').setUp.map(({ text }) => text).join('\n\n')}\n`;

interface Configuration {
  readonly ephemeral?: unknown;
  readonly variable?: unknown;
  readonly resource: Readonly<Record<string, Readonly<Record<string, readonly [Readonly<Record<string, unknown>>]>>>>;
  readonly output: Readonly<Record<string, readonly [{ readonly value: unknown }]>>;
}

const read = async (input: Partial<TrustInput>): Promise<Configuration> => await parse('main.tf', textOf(input)) as Configuration;

const hasTerraform = spawnSync('terraform', ['version']).status === 0;

test('every variant is one that Terraform can read, with the two outputs, and formatted as terraform fmt does it, where there is one', async () => {
  for (const input of variants) {
    const { output } = await read(input);
    expect(Object.keys(output['carnet']?.[0].value ?? {})).toEqual(['clientId', 'tenantId']);
    if (!hasTerraform) continue;
    const { status, stdout, stderr } = spawnSync('terraform', ['fmt', '-check', '-diff', '-'], { input: textOf(input), encoding: 'utf8' });
    expect({ status, stdout, error: stderr.includes('Error') }).toEqual({ status: 0, stdout: '', error: false });
  }
});

test('an app registration trusts the three values, and has the role at each secret alone', async () => {
  const { resource } = await read({});
  expect(resource['azuread_application_federated_identity_credential']?.['carnet']).toEqual([expect.objectContaining({
    application_id: '${azuread_application.carnet.id}', issuer: trustInput.issuer, subject: trustInput.subject, audiences: ['api://AzureADTokenExchange'],
  })]);
  expect(resource['azuread_application']?.['carnet']).toEqual([{ display_name: 'carnet', prevent_duplicate_names: true }]);
  expect(resource['azurerm_role_assignment']).toEqual({ secret: [{
    for_each: '${toset(["db-password", "api-key"])}',
    scope: '${data.azurerm_key_vault.vault.id}/secrets/${each.key}',
    role_definition_name: 'Key Vault Secrets User',
    principal_id: '${azuread_service_principal.carnet.object_id}',
    principal_type: 'ServicePrincipal',
  }] });
});

test('a managed identity trusts the three values, and lists names by a role of its own', async () => {
  const { resource } = await read({ settings: managed, list: true });
  expect(resource['azurerm_federated_identity_credential']?.['carnet']).toEqual([expect.objectContaining({ issuer: trustInput.issuer, subject: trustInput.subject, audience: ['api://AzureADTokenExchange'] })]);
  expect(resource['azurerm_role_assignment']?.['names']).toEqual([expect.objectContaining({ scope: '${data.azurerm_key_vault.vault.id}', role_definition_name: 'Key Vault Reader' })]);
});

test('the value of a first secret is random, asked of nobody, and in no file and no state', async () => {
  const { ephemeral, resource, variable } = await read({ create: 'first' });
  expect(variable).toBeUndefined();
  expect(ephemeral).toEqual({ random_password: { first: [{ length: 32, special: false }] } });
  expect(resource['azurerm_key_vault_secret']?.['first']).toEqual([{ name: 'first', key_vault_id: '${data.azurerm_key_vault.vault.id}', value_wo: '${ephemeral.random_password.first.result}', value_wo_version: 1 }]);
});

test('a hostile subject is text and no template', async () => {
  const subject = 'x" } ${file("/etc/passwd")} %{ if true } \\ é';
  const { resource } = await read({ subject, settings: { ...managed, federatedCredentialName: 'one' } });
  // The parser prints a literal `${` in Terraform's own escape.
  expect(resource['azurerm_federated_identity_credential']?.['carnet']?.[0]['subject']).toBe(subject.replaceAll(/([$%])\{/g, '$1$1{'));
});
