import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { projectWith } from '../testing/workspace.ts';
import { startManyCommands, type ManyCommands } from './testing/many-commands.ts';

const providers = {
  azure: ['--vault', 'my-vault'],
  aws: ['--account-id', '123456789012', '--region', 'eu-central-1'],
  gcp: ['--project-id', 'my-demo-project', '--project-number', '123456789012'],
  vault: ['--address', 'https://vault.example.com:8200'],
};
const serviceAccount = ['--namespace', 'default', '--service-account', 'kestra-sa'];
const kinds = {
  aks: ['--issuer', 'https://eastus.oic.example.com/1/2/', ...serviceAccount],
  eks: ['--issuer', 'https://oidc.example.com/id/1', ...serviceAccount],
  gke: ['--cluster', 'projects/demo/locations/europe-west3/clusters/prod', ...serviceAccount],
  github: ['--repository', 'acme/orders', '--environment', "it's-prod"],
  gitlab: ['--project-path', 'acme/orders', '--branch', 'main'],
};
const printed = JSON.stringify({
  tenantId: '0f4a1c52-9c1a-4a0e-8a57-3b1e7c1d2f60', clientId: '7b0d7c3e-53b8-4c7e-9d43-0f1c9a3f2b11', roleArn: 'arn:aws:iam::123456789012:role/carnet', role: 'carnet',
  providerResourceName: 'projects/123456789012/locations/global/workloadIdentityPools/carnet/providers/issuer',
});

let commands: ManyCommands;
beforeAll(() => { commands = startManyCommands(); });
afterAll(() => commands[Symbol.asyncDispose]());

function project(): string {
  const cwd = projectWith({});
  const packages = fileURLToPath(new URL('../../..', import.meta.url));
  for (const name of ['aws', 'gcp', 'vault']) symlinkSync(join(packages, name), join(cwd, 'node_modules/@carnet', name));
  return cwd;
}

/** The words of a printed command, as a shell reads them. */
function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/'((?:[^']|'\\'')*)'|(\S+)/g)].map(([, inQuotes, plain]) => plain ?? inQuotes?.replaceAll(String.raw`'\''`, "'") ?? '');
}

it.each(Object.keys(providers))('B4 G --ambient of every kind prints for %s a command that takes what the set-up prints', async (provider) => {
  const cwd = project();
  for (const [kind, flags] of Object.entries(kinds)) {
    const script = await commands.run(['trust', provider, ...providers[provider as keyof typeof providers], '--ambient', kind, ...flags, '--secret', 'api-key'], { cwd });
    const [, next = ''] = /\| carnet (trust .* --from-stdin)$/m.exec(script.stdout) ?? [];
    const entries = await commands.run(wordsOf(next), { cwd, input: printed });
    expect({ kind, code: entries.code, stderr: entries.stderr }).toEqual({ kind, code: 0, stderr: '' });
    expect(entries.stdout).toContain(`API_KEY: { credential: '${provider}', secret: 'api-key' }`);
  }
});
