import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { LocalVault } from '@carnet/local-clouds';
import type { TrustPlan } from '@carnet/provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startScene, type Scene } from '../development/start-scene.ts';
import { createOperator, wordsOf, type Ended, type Operator } from '../testing/operator.ts';

let scene: Scene;
let ada: Operator;
beforeAll(async () => {
  scene = await startScene({ log: () => undefined });
  ada = createOperator();
  await ada.ask(['login', '--url', scene.server.url, '--link', '-'], { stdin: await scene.signInLink() });
  await ada.ask(['organizations', 'create', 'Acme']);
}, 60_000);
afterAll(async () => {
  await scene.close();
  ada[Symbol.dispose]();
});

async function ends(code: number, args: readonly string[], stdin?: string): Promise<Ended> {
  const ended = await ada.carnet(args, stdin === undefined ? {} : { stdin });
  expect(ended.code, `carnet ${args.join(' ')}\n${ended.stdout}${ended.stderr}`).toBe(code);
  return ended;
}

function newVault(): { readonly vault: LocalVault; readonly flags: readonly string[] } {
  const vault = scene.clouds.azure.vault({ name: `kv-${randomUUID().slice(0, 8)}`, tenant: scene.clouds.azure.tenant() });
  return { vault, flags: ['--provider', 'azure', '--vault', vault.name] };
}

/** Puts what the command printed as a plan into the local cloud. */
async function applied(flags: readonly string[]): Promise<{ readonly plan: TrustPlan; readonly printed: string; readonly next: string }> {
  const { stdout, stderr } = await ends(0, ['wi', 'trust', ...flags, '--format', 'json']);
  const plan = JSON.parse(stdout) as TrustPlan;
  const [, next = ''] = /to: carnet (wi add .+)$/m.exec(stderr) ?? [];
  return { plan, printed: JSON.stringify(scene.clouds.trust.apply(plan.resources)), next };
}

describe('story 6: from the commands that a cloud needs to a green test', () => {
  test('what the set-up prints is pasted into the line that comes next; every format says the same trust, and a teardown undoes it', { timeout: 120_000 }, async () => {
    const { vault, flags } = newVault();
    vault.set('api-key', 'a value of the vault');
    const { plan, printed, next } = await applied([...flags, '--all-secrets']);
    const green = await ends(0, wordsOf(next).map((word) => (word === '<name>' ? 'pasted' : word)), `a line of the shell\n${printed}\n`);
    expect(green.stdout).toContain('All is well');
    expect(await ada.ask(['wi', 'show', 'pasted'])).toMatchObject({ workloadIdentityConfig: { kind: 'azure', usedBy: [{ kind: 'credential', name: 'pasted' }] } });

    const { organizations: [{ id } = { id: '' }] } = await ada.ask<{ organizations: readonly { id: string }[] }>(['organizations', 'ls']);
    for (const format of ['az', 'terraform', 'portal']) {
      const { stdout } = await ends(0, ['wi', 'trust', ...flags, '--all-secrets', '--format', format]);
      for (const part of [scene.issuer, `organization:${id}`, 'api://AzureADTokenExchange']) expect(stdout, format).toContain(part);
    }
    const teardown = await ends(0, ['wi', 'trust', 'pasted', '--vault', vault.name, '--all-secrets', '--teardown']);
    expect(teardown.stdout).toContain('federated-credential');
    scene.clouds.trust.remove(plan.resources);
    expect((await ends(5, ['credentials', 'check', 'pasted', 'api-key'])).stderr).toContain('[PRINCIPAL_NOT_FOUND]');
  });

  test('a set-up whose flags are left out names no store: nothing is made, and the line to type is told', { timeout: 60_000 }, async () => {
    const { flags } = newVault();
    const { printed } = await applied([...flags, '--all-secrets']);
    const refused = await ends(2, ['wi', 'add', 'nowhere', '--from-stdin', '--test'], printed);
    expect(refused.stderr).toContain('carnet wi add nowhere --provider azure --vault <vault> --from-stdin --test');
    await ends(3, ['wi', 'show', 'nowhere']);
  });
});

describe('story 7: one character of the subject is wrong', () => {
  test('the exchange is red with the character and the command that mends it, and ends with 5; mended it is green', { timeout: 120_000 }, async () => {
    const { vault, flags } = newVault();
    const { plan } = await applied([...flags, '--all-secrets']);
    scene.clouds.trust.remove(plan.resources);
    const subject = plan.resources.map(({ subject: each }) => each).find((each) => typeof each === 'string') ?? '';
    const at = subject.length - 5;
    const wrong = `${subject.slice(0, at)}${subject[at] === '0' ? '1' : '0'}${subject.slice(at + 1)}`;

    // What somebody typed into the cloud's own pages.
    const application = vault.tenant.application({ name: 'typed' });
    application.addFederatedCredential({ name: 'carnet', issuer: scene.issuer, subject: wrong, audience: 'api://AzureADTokenExchange' });
    vault.grant({ principal: application, role: 'Key Vault Secrets User' });
    const listed = (): string => JSON.stringify(application.federatedCredentials.map(({ audience, ...rest }) => ({ ...rest, audiences: [audience] })));
    await ends(0, ['wi', 'add', 'typed', '--kind', 'azure', '--tenant-id', vault.tenant.id, '--client-id', application.clientId]);
    await ends(0, ['credentials', 'add', 'typed', '--provider', 'azure', '--workload-identity', 'typed', '--vault-url', vault.url]);

    const red = await ends(5, ['credentials', 'test', 'typed', '--registered', '-'], listed());
    expect(red.stdout).toMatch(/✗ fail +exchange/);
    expect(red.stdout).toContain(`Character ${at + 1} of the subject differs: "${subject[at]}" in ours, "${wrong[at]}" in what is registered.`);
    const lines = red.stdout.split('\n');
    const ours = lines.findIndex((line) => line.trim() === `ours        ${subject}`);
    expect(lines[ours + 1]?.trim()).toBe(`registered  ${wrong}`);
    expect(lines[ours + 2]?.indexOf('^')).toBe((lines[ours]?.indexOf(subject) ?? 0) + at);
    // The same text by the config.
    expect((await ends(5, ['wi', 'test', 'typed', '--registered', '-'], listed())).stdout).toContain(`Character ${at + 1} of the subject differs`);

    const [, command = ''] = /^ +command +(.+)$/m.exec(red.stdout) ?? [];
    const { name, subject: mended } = federatedCredentialOf(command);
    application.removeFederatedCredential('carnet');
    application.addFederatedCredential({ name: name ?? 'carnet', issuer: scene.issuer, subject: mended, audience: 'api://AzureADTokenExchange' });
    const green = await ends(0, ['credentials', 'test', 'typed', '--registered', '-'], listed());
    expect(green.stdout).toMatch(/✓ pass +exchange/);
  });

  test('without the list, what may only be on its way is tried again, each time told, until somebody leaves', { timeout: 60_000 }, async () => {
    const { vault } = newVault();
    await ends(0, ['wi', 'add', 'absent', '--kind', 'azure', '--tenant-id', vault.tenant.id, '--client-id', vault.tenant.application().clientId]);
    await ends(0, ['credentials', 'add', 'absent', '--provider', 'azure', '--workload-identity', 'absent', '--vault-url', vault.url]);
    const { process: child, until, ended } = ada.start(['credentials', 'test', 'absent']);
    await until('exchange: Attempt 1 was refused (TRUST_REJECTED)');
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
  });
});

/** What the printed command would send to the cloud, taken apart by a shell. */
function federatedCredentialOf(command: string): { readonly name?: string; readonly subject: string } {
  const words = execFileSync('/bin/sh', ['-c', `az() { printf '%s\\0' "$@"; }; ${command}`], { encoding: 'utf8', env: { PATH: process.env['PATH'] } }).split('\0');
  return JSON.parse(words[words.indexOf('--parameters') + 1] ?? '') as { readonly name?: string; readonly subject: string };
}

describe('story 8: a role on one secret only', () => {
  test('is amber: the trust works, names cannot be listed, and the typed name gives its fingerprint; another one tells which role to widen', { timeout: 120_000 }, async () => {
    const { vault, flags } = newVault();
    vault.set('api-key', 'a value of the vault');
    vault.set('other', 'another value');
    const { printed, next } = await applied([...flags, '--secret', 'api-key']);
    const amber = await ends(0, wordsOf(next).map((word) => (word === '<name>' ? 'narrow' : word)), printed);
    expect(amber.stdout).toMatch(/! warn +list of names/);
    expect(amber.stdout).toMatch(/scoped to one secret[\s\S]*az role assignment create/);
    expect(amber.stdout).toContain('The trust works. Look at: list of names');

    const listing = await ends(6, ['credentials', 'secrets', 'narrow']);
    expect(listing.stderr).toMatch(/Type names without autocomplete, or grant .+ at the vault/);
    expect((await ends(0, ['credentials', 'check', 'narrow', 'api-key'])).stdout).toMatch(/fingerprint +hmac:[0-9a-f]{12}/);
    expect(await ada.ask(['credentials', 'check', 'narrow', 'api-key'])).toMatchObject({ version: 1, credential: 'narrow', reference: 'api-key', fingerprint: expect.stringMatching(/^hmac:/) as string });
    const denied = await ends(6, ['credentials', 'check', 'narrow', 'other']);
    expect(denied.stderr).toMatch(/Key Vault Secrets User/);
    expect(ada.shown()).not.toMatch(/a value of the vault|another value|eyJ[\w-]{10,}\./);
  });
});
