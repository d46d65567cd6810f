import { describe, expect, test, vi } from 'vitest';
import { plainProvider, providerProject } from '../testing/provider-project.ts';
import { standardLimits } from './host-limits.ts';
import { ProviderPackagesError } from './load-manifests.ts';
import { startProviderHost } from './start-provider-host.ts';
import { startedHost } from './testing/started-host.ts';

vi.setConfig({ testTimeout: 90_000 });

const canary = 'canary-2f6d90b1';
const limits = { pingMs: 250, mostSilentPings: 8, loadMs: 12_000, deadlineMs: standardLimits.deadlineMs };
const data = "{ id: 'odd', title: 'Odd', store: { schema: { type: 'object', properties: {} } }, methods: [{ id: 'none' }], refusedEnvironment: [] }";
const says = (text: string): string => `import { writeSync } from 'node:fs'; writeSync(3, ${JSON.stringify(`${text}\n`)}); await new Promise(() => {});`;

async function problemsOf(packages: Readonly<Record<string, string>>, names: readonly string[] = Object.keys(packages)): Promise<readonly string[]> {
  using project = providerProject(packages);
  const error: unknown = await startProviderHost({ packages: { names, directory: project.folder }, limits, log: () => undefined }).then(async (host) => await host.close(), (failure: unknown) => failure);
  if (!(error instanceof ProviderPackagesError)) throw new Error('It started, or failed in another way.');
  expect(error.message).not.toContain(canary);
  return error.problems.map((problem) => problem.replace(/^CARNET_PROVIDERS: /, ''));
}

test('a package by its name and by its path, with its version, beside the providers of the composition', async () => {
  await using started = await startedHost({ '@acme/carnet-provider-safe': plainProvider() });
  const safe = started.host.manifests.find(({ manifest }) => manifest.id === 'safe');
  expect(safe).toMatchObject({ package: { name: '@acme/carnet-provider-safe', version: '1.2.3', foreign: true }, capabilities: { list: false, write: false, remove: false, trust: false } });
  expect(new Set(started.host.manifests.flatMap(({ package: from }) => (from?.foreign === false ? [from.name] : [])))).toEqual(new Set(['@carnet/aws', '@carnet/azure', '@carnet/gcp', '@carnet/vault']));
  const host = await startProviderHost({ packages: { names: ['./node_modules/@acme/carnet-provider-safe'], directory: started.project.folder }, log: () => undefined });
  expect(host.manifests.find(({ manifest }) => manifest.id === 'safe')?.package?.name).toBe('./node_modules/@acme/carnet-provider-safe');
  await host.close();
});

describe('what stops the start, each by its name, all at once', () => {
  test('what cannot be found or loaded', async () => {
    expect(await problemsOf({
      throws: `throw new Error('${canary}');`, loops: 'for (;;);', waits: 'await new Promise(() => {});', ends: 'process.exit(0);', patches: plainProvider({ id: 'patches', before: 'globalThis.fetch = () => {};' }),
      reaches: "import { readFileSync } from 'node:fs'; readFileSync('/etc/hostname');",
    }, ['absent', './nowhere', 'throws', 'loops', 'waits', 'ends', 'patches', 'reaches'])).toEqual([
      'absent is not installed where the server runs. Install it in the directory that the server was started in. (PROVIDER_NOT_FOUND)',
      './nowhere does not exist. Correct the path; it is read from the directory that the server was started in. (PROVIDER_NOT_FOUND)',
      'throws throws an error when it is loaded. To see it in full, import throws in node itself. (PROVIDER_FAULT)',
      'loops loops when it is loaded. Look for what it does when it is imported. (DEADLINE_EXCEEDED)',
      'waits was not loaded within 12 s. Look for what it waits for when it is imported. (DEADLINE_EXCEEDED)',
      'ends ended its process when it was loaded. Update the provider, or tell its author. (PROVIDER_FAULT)',
      'patches changes fetch, which every provider uses. Update the provider, or tell its author. (PROVIDER_FAULT)',
      'reaches throws an error when it is loaded. To see it in full, import reaches in node itself. (PROVIDER_FAULT)',
    ]);
  });

  test('security: what answers in our place, claims what is not its own, or is larger than a manifest may be', async () => {
    const capabilities = { list: true, write: true, remove: true, trust: true };
    // Whichever call it is.
    const item = (manifest: unknown): string => says(Array.from({ length: 500 }, (_, call) => JSON.stringify({ type: 'item', call, item: { manifest, capabilities } })).concat(Array.from({ length: 500 }, (_, call) => JSON.stringify({ type: 'end', call }))).join('\n'));
    const problems = await problemsOf({
      forges: item({ id: 'azure' }), garbage: says(canary), claims: plainProvider({ id: 'aws', identity: "{ kind: 'safe', audience: '{address}', schema: { type: 'object', properties: { address: { type: 'string', format: 'uri' } }, required: ['address'] } }" }),
      large: `export default { specificationVersion: 'v1', open() {}, manifest: { ...${data}, title: 'x'.repeat(300_000) } };`, broken: `export default { specificationVersion: 'v1', open() {}, manifest: ${data.replace("'odd'", "'Not An Id'")} };`,
    });
    expect(problems.map((problem) => /^(\w+) .*\((\w+)\)$/.exec(problem)?.slice(1))).toEqual([
      ['forges', 'PROVIDER_FAULT'], ['garbage', 'PROVIDER_FAULT'], ['large', 'MANIFEST_INVALID'], ['broken', 'MANIFEST_INVALID'], ['claims', 'PROVIDER_CONFLICT'],
    ]);
  });
});
