import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

// Hooks see every module that is resolved, imported or required, built-in loaders included.
const listModules = `
  import { registerHooks } from 'node:module';
  registerHooks({ load(url, context, next) { (globalThis.loaded ??= []).push(url); return next(url, context); } });
`;

async function foreignModulesLoadedBy(...entries: readonly string[]): Promise<string[]> {
  const code = `for (const entry of ${JSON.stringify(entries)}) await import(entry); console.log(JSON.stringify(globalThis.loaded));`;
  const argv = ['--no-warnings', '--conditions=carnet-source', `--import=data:text/javascript,${encodeURIComponent(listModules)}`, '--input-type=module', '--eval', code];
  const { stdout } = await promisify(execFile)(process.execPath, argv, { cwd: import.meta.dirname });
  return (JSON.parse(stdout) as string[]).filter((url) => url.includes('/node_modules/'));
}

test('nobody who has no proxy loads the library for one', async () => {
  expect(await foreignModulesLoadedBy('@carnet/core', '@carnet/core/transport', '@carnet/core/memory')).toEqual([]);
});

test('the entry for a proxy loads it, and nothing besides', async () => {
  const loaded = await foreignModulesLoadedBy('@carnet/core/proxy');
  expect(loaded.length).toBeGreaterThan(0);
  expect(loaded.filter((url) => !url.includes('/agent-base/'))).toEqual([]);
});
