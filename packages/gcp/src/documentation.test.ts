import { errorCodes } from '@carnet/provider';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { manifest } from './manifest.ts';

test('the README names codes that exist, every setting, and every refused variable of the environment', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const refused = manifest.refusedEnvironment.map((variable) => (typeof variable === 'string' ? variable : variable.name));
  for (const [code] of readme.matchAll(/(?<=`)[A-Z]+(?:_[A-Z]+)+(?=`)/g)) {
    expect([...Object.keys(errorCodes), ...refused]).toContain(code);
  }
  const identity = manifest.identity && 'schema' in manifest.identity ? Object.keys(manifest.identity.schema.properties) : [];
  const fields = [...identity, ...Object.keys(manifest.store.schema.properties), ...Object.keys(manifest.trust?.schema.properties ?? {}), ...manifest.methods.flatMap(({ schema }) => Object.keys(schema?.properties ?? {})), ...refused];
  for (const field of fields) expect(readme).toContain(`\`${field}\``);
});
