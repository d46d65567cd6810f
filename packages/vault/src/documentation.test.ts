import { errorCodes } from '@carnet/provider';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { manifest } from './manifest.ts';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const testVariables = ['VAULT_ADDR', 'VAULT_TOKEN', 'NODE_EXTRA_CA_CERTS'];

test('the README names codes that exist and every setting', () => {
  for (const [code] of readme.matchAll(/(?<=`)[A-Z]+(?:_[A-Z]+)+(?=`)/g)) expect([...Object.keys(errorCodes), ...testVariables]).toContain(code);
  const identity = manifest.identity && 'schema' in manifest.identity ? Object.keys(manifest.identity.schema.properties) : [];
  const fields = [...identity, ...Object.keys(manifest.store.schema.properties), ...Object.keys(manifest.trust?.schema.properties ?? {}), ...manifest.methods.flatMap(({ schema }) => Object.keys(schema?.properties ?? {}))];
  for (const field of fields) expect(readme).toContain(`\`${field}\``);
});

test('the README names every code that a store of this package throws', () => {
  for (const code of ['TRUST_REJECTED', 'CLOCK_SKEW', 'SIGNATURE_REJECTED', 'ISSUER_UNREACHABLE', 'PRINCIPAL_NOT_FOUND', 'EXCHANGE_REJECTED', 'STATIC_SECRET_REJECTED', 'ACCESS_DENIED', 'SECRET_NOT_FOUND', 'SECRET_DISABLED', 'JSON_KEY_NOT_FOUND', 'SECRET_NOT_TEXT', 'CREDENTIAL_EXPIRED', 'THROTTLED', 'REDIRECT_REFUSED', 'SETTINGS_INVALID', 'OPERATION_NOT_SUPPORTED']) {
    expect(readme).toContain(`\`${code}\``);
  }
});
