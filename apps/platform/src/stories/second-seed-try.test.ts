import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { statSync } from 'node:fs';
import { join } from 'node:path';
const require_stat = (f: string): number => statSync(f).mtimeMs;
import type { LocalVault } from '@carnet/local-clouds';
import type { TrustPlan } from '@carnet/provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startScene, type Scene } from '../development/start-scene.ts';
import { databaseKinds, databaseSettings, databasesOf } from '../testing/databases.ts';
import { installLocalProviders } from '../testing/local-providers.ts';
import { createOperator, type Operator } from '../testing/operator.ts';
import { clusterIssuer } from '../worker/testing/cluster-issuer.ts';

interface AuditEntry {
  readonly action: string;
  readonly actor: { readonly kind: string };
  readonly target: { readonly name: string | null } | null;
  readonly details: Readonly<Record<string, unknown>>;
}

const vaultName = 'my-demo-vault';
const serviceAccount = { namespace: 'default', name: 'kestra-sa' };
const program = 'console.log(process.env.DATABASE_PASSWORD.length, process.env.DATABASE_PASSWORD)';

describe.each(databaseKinds)('on $title', ({ kind }) => {
  const databases = databasesOf(kind, afterAll);
  let scene: Scene;
  let ada: Operator;
  let vault: LocalVault;
  const cluster = clusterIssuer();
  beforeAll(async () => {
    scene = await startScene({ log: (text) => process.stderr.write(text), logLevel: 'warn', ...await databaseSettings(databases) });
    scene.clouds.route(cluster.host, cluster.handler);
    vault = scene.clouds.azure.vault({ name: vaultName, tenant: scene.clouds.azure.tenant() });
    ada = createOperator();
    installLocalProviders(ada.home, scene.clouds);
    await ada.ask(['login', '--url', scene.server.url, '--link', '-'], { stdin: await scene.signInLink() });
    await ada.ask(['organizations', 'create', 'Acme']);
  }, 60_000);
  afterAll(async () => {
    await scene.close();
    ada[Symbol.dispose]();
  });

  describe('the second seed: a user-assigned managed identity, a vault by its name, and a worker in a cluster', () => {
    const audited = async (): Promise<readonly AuditEntry[]> => (await ada.ask<{ entries: readonly AuditEntry[] }>(['audit', 'ls', '--limit', '500'])).entries;
    const done = async (args: readonly string[], stdin?: string): Promise<{ readonly stdout: string; readonly stderr: string }> => {
      const ended = await ada.carnet(args, stdin === undefined ? {} : { stdin });
      expect(ended.code, `carnet ${args.join(' ')}\n${ended.stdout}${ended.stderr}`).toBe(0);
      return ended;
    };

    test('the trust of the cluster\'s service account, with the role that reads and writes; config and credential of what it printed', { timeout: 60_000 }, async () => {
      vault.set('database-password', 'first-password');
      const flags = ['--vault', vaultName, '--target', 'managed-identity'];
      const { stdout } = await done(['trust', 'azure', ...flags, '--ambient', 'aks', '--issuer', cluster.url, '--namespace', serviceAccount.namespace, '--service-account', serviceAccount.name, '--all-secrets', '--list', '--write', '--format', 'json']);
      expect(stdout).toContain('Key Vault Secrets Officer');
      const printed = JSON.stringify(scene.clouds.trust.apply((JSON.parse(stdout) as TrustPlan).resources));
      await done(['wi', 'add', 'cluster', '--provider', 'azure', '--from-stdin'], printed);
      await done(['credentials', 'add', 'demo', '--provider', 'azure', '--workload-identity', 'cluster', '--vault-name', vaultName, '--writable', '--default']);
    });

    test('a worker with the token that the cluster projects for it reads with it, and a secret that is written through it shows in the next kickoff', { timeout: 120_000 }, async () => {
      // In the file that the webhook of the cluster names.
      const file = join(ada.home, 'azure-identity-token');
      writeFileSync(file, cluster.token(`system:serviceaccount:${serviceAccount.namespace}:${serviceAccount.name}`, 'api://AzureADTokenExchange'));
      const { workloadIdentityConfig: { id } } = await ada.ask<{ workloadIdentityConfig: { id: string } }>(['wi', 'show', 'cluster']);
      const { stdout: joinToken } = await done(['workers', 'join-token']);
      scene.startWorker(joinToken.trim(), { AZURE_FEDERATED_TOKEN_FILE: file, CARNET_WORKER_IDENTITY: `${id}=AZURE_FEDERATED_TOKEN_FILE` });

      await done(['automations', 'create', 'report', '--run-timeout', '60', '--', process.execPath, '-e', program]);
      await done(['env', 'set', 'DATABASE_PASSWORD', '--provider', 'azure', '--secret', 'database-password']);
      await done(['deployments', 'create', 'report']);
      expect((await done(['kickoff', 'report', '--follow'])).stdout).toBe(`${'first-password'.length} ***\n`);

      const value = `written-${randomUUID()}`;
      const watching = setInterval(() => { void (async () => { const d = new (await import('node:sqlite')).DatabaseSync((await import('node:fs')).globSync(`${(await import('node:os')).tmpdir()}/carnet-development-*/*.sqlite`).map((f) => ({ f, t: (require_stat(f)) })).toSorted((l, r) => r.t - l.t)[0]!.f, { readOnly: true }); process.stderr.write(`TASKS ${JSON.stringify(d.prepare('select id, operation, status, claimed_at, length(answer) l from worker_task').all())}\n`); d.close(); })(); }, 1500);
      const put = await done(['credentials', 'put-secret', 'demo', 'database-password', '--worker', 'development', '--timeout', '12'], value);
      clearInterval(watching);
      const [, fingerprint = ''] = /fingerprint (hmac:[0-9a-f]{12})/.exec(put.stdout) ?? [];
      expect(fingerprint).not.toBe('');
      const after = await done(['kickoff', 'report', '--follow']);
      expect(after.stdout).toBe(`${value.length} ***\n`);
      expect(after.stderr).toMatch(/^carnet: DATABASE_PASSWORD .*fingerprint [0-9a-f]{4}… → [0-9a-f]{4}…/m);

      const written = (await audited()).find(({ action }) => action.startsWith('secret_value.'));
      expect(written).toMatchObject({ actor: { kind: 'person' }, details: { fingerprint } });
      expect(`${JSON.stringify(await audited())}${ada.shown()}`).not.toMatch(/written-[0-9a-f]{8}-|first-password|eyJ[\w-]{10,}\./);
    });

    test('nothing of it went through the platform\'s issuer, and the platform itself is not trusted', { timeout: 60_000 }, async () => {
      expect((await audited()).filter(({ action }) => /^token\.(?:minted|handed_out)/.test(action))).toEqual([]);
      expect(scene.clouds.requests.some(({ host }) => host === cluster.host)).toBe(true);
      expect(scene.clouds.requests.some(({ host }) => host === new URL(scene.issuer).hostname)).toBe(false);
      const refused = await ada.carnet(['credentials', 'put-secret', 'demo', 'database-password'], { stdin: 'other' });
      expect(refused).toMatchObject({ code: 5, stderr: expect.stringContaining('[TRUST_REJECTED]') as string });
    });
  });
});
