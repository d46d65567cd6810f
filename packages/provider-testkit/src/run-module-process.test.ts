import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Secret } from '@carnet/provider';
import { afterAll, expect, test } from 'vitest';
import { runModuleProcess } from './run-module-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'carnet-module-'));
afterAll(() => rmSync(folder, { recursive: true }));

const connection = { method: 'workload-identity', identity: { address: 'https://safe.acme.example' }, store: { safe: 'production' } };
let modules = 0;

function moduleOf(code: string): URL {
  const file = join(folder, `module-${(modules += 1)}.mjs`);
  writeFileSync(file, code);
  return pathToFileURL(file);
}

test('a provider that minds its own business is reported as such', async () => {
  expect(await runModuleProcess(new URL('./reference/index.ts', import.meta.url), connection)).toEqual({
    defaultExport: 'factory', id: 'acme', packages: [], resources: [], read: { opening: [], call: [] }, written: [], changes: [], printed: false,
  });
});

test.each([
  ['a module that does not exist', () => new URL('./no-such-module.ts', import.meta.url), 'importing it failed with Error ERR_MODULE_NOT_FOUND'],
  ['one that ends the process', () => moduleOf('process.exit(0);'), 'the process ended before its time'],
  ['one that waits for ever', () => moduleOf('await new Promise(() => {});'), 'the process ended before its time'],
  ['one whose factory throws', () => moduleOf('export default () => { throw new RangeError("hunter2"); };'), 'creating the provider failed with RangeError'],
  ['one whose store cannot be opened', () => moduleOf('export default { manifest: { id: "acme" }, open() { throw new RangeError("hunter2"); } };'), 'opening a store failed with RangeError'],
])('%s is a failure that shows no foreign text', async (_, module, failure) => {
  expect(await runModuleProcess(module(), connection)).toMatchObject({ failure });
});

test('the child has no environment of its parent', async () => {
  const module = moduleOf('if (Object.keys(process.env).length > 0) throw new Error();');
  expect(await runModuleProcess(module, connection)).toMatchObject({ defaultExport: 'something else', read: { opening: ['*'] } });
});

test('secrets of a connection are not among the arguments, which a list of processes shows', async () => {
  const module = moduleOf('if (process.argv.join().includes("hunter2")) throw new Error();');
  const run = await runModuleProcess(module, { ...connection, secrets: { token: { reveal: () => 'hunter2', toJSON: () => 'hunter2' } as never } });
  expect(run.failure).toBeUndefined();
});

test('a store that cannot be opened without its secrets is opened with them', async () => {
  const module = moduleOf(`export default { manifest: { id: 'acme' }, open({ secrets }) {
    if (Buffer.from(secrets.token.reveal()).toString() !== 'hunter2') throw new Error();
    return { authenticate: () => Promise.resolve({}) };
  } };`);
  const run = await runModuleProcess(module, { ...connection, secrets: { token: new Secret(new TextEncoder().encode('hunter2')) } });
  expect(run).toMatchObject({ defaultExport: 'provider', id: 'acme' });
  expect(run.failure).toBeUndefined();
});
