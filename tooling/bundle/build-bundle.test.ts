import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildBundle } from './build-bundle.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'carnet-bundle-'));
  await buildBundle(pathToFileURL(`${folder}/`));
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

test('the single file is the command line', () => {
  expect(execFileSync(process.execPath, [join(folder, 'lib/main.js'), '--version'], { encoding: 'utf8', env: {} })).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('a configuration finds every package in it, and importing one runs nothing', () => {
  const program = "import { createAzure } from '@carnet/azure'; import { createCarnet } from '@carnet/core'; console.log(createAzure().manifest.id, typeof createCarnet);";
  expect(execFileSync(process.execPath, ['--input-type=module', '-e', program], { cwd: folder, encoding: 'utf8', env: {} })).toBe('azure function\n');
});

test('its bill of materials names what is inside, the dependency of an old vulnerability in a version without it', async () => {
  const { components } = JSON.parse(await readFile(join(folder, 'bill-of-materials.json'), 'utf8')) as { components: { name: string; version: string }[] };
  const names = components.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['@azure/identity', '@azure/keyvault-secrets', '@carnet/azure', '@carnet/cli', 'commander']));
  expect(names).not.toContain('@carnet/local-clouds');
  expect(components.filter(({ name }) => name === '@azure/keyvault-common').map(({ version }) => version)).not.toContain('2.1.0');
});
