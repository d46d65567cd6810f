import { randomUUID } from 'node:crypto';
import type { LocalClouds } from '@carnet/local-clouds';
import type { TrustPlan } from '@carnet/provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startScene, type Scene } from '../development/start-scene.ts';
import { databaseKinds, databaseSettings, databasesOf } from '../testing/databases.ts';
import { createOperator, wordsOf, type Operator } from '../testing/operator.ts';

interface Cloud {
  readonly provider: string;
  /** Makes a store with the secret `openai-api-key`: the flags that name it to the set-up and to the credential, and how to rotate. */
  readonly prepare: (clouds: LocalClouds) => { readonly trust: readonly string[]; readonly store: readonly string[]; readonly rotate: (value: string) => void };
}

const secret = 'openai-api-key';
const cloudsOfSeed: readonly Cloud[] = [
  {
    provider: 'azure',
    prepare: ({ azure }) => {
      const vault = azure.vault({ name: `kv-${randomUUID().slice(0, 8)}`, tenant: azure.tenant() });
      return { trust: ['--vault', vault.name, '--target', 'app-registration'], store: ['--vault-url', vault.url], rotate: (value) => void vault.set(secret, value) };
    },
  },
  {
    provider: 'aws',
    prepare: ({ aws }) => {
      const account = aws.account();
      const region = 'eu-central-1';
      return { trust: ['--account-id', account.id, '--region', region], store: [], rotate: (value) => void account.secrets(region).set(secret, value) };
    },
  },
  {
    provider: 'gcp',
    prepare: ({ google }) => {
      const project = google.project();
      return { trust: ['--project-id', project.id, '--project-number', project.number], store: ['--project-id', project.id], rotate: (value) => void project.secrets().set(secret, value) };
    },
  },
];

const program = 'console.log(process.env.OPENAI_API_KEY.length, process.env.OPENAI_API_KEY)';

describe.each(databaseKinds)('on $title', ({ kind }) => {
  const databases = databasesOf(kind, afterAll);
  let scene: Scene;
  let ada: Operator;
  beforeAll(async () => {
    scene = await startScene({ log: () => undefined, ...await databaseSettings(databases) });
    ada = createOperator();
  }, 60_000);
  afterAll(async () => {
    await scene.close();
    ada[Symbol.dispose]();
  });

  describe('the ten steps of the first seed, typed at a shell', () => {
    test('a one-time link, an organization and a worker come first', { timeout: 60_000 }, async () => {
      const login = await ada.carnet(['login', '--url', scene.server.url, '--link', '-'], { stdin: await scene.signInLink() });
      expect(login, login.stderr).toMatchObject({ code: 0, stdout: expect.stringContaining('as Ada') });
      await ada.ask(['organizations', 'create', 'Acme']);
      const joinToken = await ada.carnet(['workers', 'join-token']);
      scene.startWorker(joinToken.stdout.trim());
    });

    test.each(cloudsOfSeed)('with $provider: from the issuer\'s URL to a rotation that the next kickoff sees', { timeout: 120_000 }, async ({ provider, prepare }) => {
      const done = async (args: readonly string[], stdin?: string): Promise<{ readonly stdout: string; readonly stderr: string }> => {
        const ended = await ada.carnet(args, stdin === undefined ? {} : { stdin });
        expect(ended.code, `carnet ${args.join(' ')}\n${ended.stdout}${ended.stderr}`).toBe(0);
        return ended;
      };

      // 1. The issuer's URL, as its own document says it.
      expect(await ada.ask(['issuer', 'show'])).toMatchObject({ issuer: scene.issuer, discovery: { jwks_uri: `${scene.issuer}/oauth2/jwks` } });

      // 2 to 5. A secret to test with, and the trust, as the command prints it for this organization.
      const { trust, store, rotate } = prepare(scene.clouds);
      const first = `sk-first-${randomUUID()}`;
      rotate(first);
      const written = await done(['wi', 'trust', '--provider', provider, ...trust, '--all-secrets', '--list', '--format', 'json']);
      const printed = JSON.stringify(scene.clouds.trust.apply((JSON.parse(written.stdout) as TrustPlan).resources));

      // 6. The workload identity config, by the line that the command said comes next.
      const [, next = ''] = /to: carnet (wi add .+)$/m.exec(written.stderr) ?? [];
      const config = `${provider}-prod`;
      const added = await done([...wordsOf(next).map((word) => (word === '<name>' ? config : word)), '--default'], printed);
      expect(added.stdout).toMatch(/✓ pass +exchange/);
      expect(added.stdout).toContain('All is well');

      // 7. A credential that is bound to it.
      const credential = `${provider}-prod-wi`;
      await done(['credentials', 'add', credential, '--provider', provider, '--workload-identity', config, ...store, '--default']);

      // 8. The test: it proves the handshake, and nothing about a single secret unless one is named.
      expect((await done(['credentials', 'test', credential])).stdout).toMatch(/✓ pass +exchange/);
      expect((await done(['credentials', 'test', credential, '--secret', secret])).stdout).toMatch(new RegExp(`✓ pass +secret .*${secret}: Version`));

      // 9. A variable that refers to the secret, of an automation that is deployed.
      const automation = `show-${provider}`;
      await done(['automations', 'create', automation, '--run-timeout', '60', '--', process.execPath, '-e', program]);
      await done(['env', 'set', 'OPENAI_API_KEY', '--provider', provider, '--secret', secret, '--automation', automation]);
      expect((await done(['deployments', 'create', automation])).stdout).toContain('number 1');
      const before = await done(['kickoff', automation, '--follow']);
      expect(before.stdout).toBe(`${first.length} ***\n`);
      expect(before.stderr).toMatch(/Workload identity config '[0-9a-f-]{36}' \(\w+\): 1 secret\(s\) resolved/);
      const fingerprint = /^carnet: OPENAI_API_KEY .*fingerprint ([0-9a-f]{4}…), read \d+ ms ago$/m.exec(before.stderr)?.[1];
      expect(fingerprint, before.stderr).toBeDefined();

      // 10. A rotation: the next kickoff has it, with no new deployment, no restart and no waiting.
      const second = `sk-second-${randomUUID()}-longer`;
      rotate(second);
      const after = await done(['kickoff', automation, '--follow']);
      expect(after.stdout).toBe(`${second.length} ***\n`);
      expect(after.stderr).toMatch(new RegExp(`^carnet: OPENAI_API_KEY .*\\(was .+\\) fingerprint ${fingerprint} → [0-9a-f]{4}…, read \\d+ ms ago$`, 'm'));

      // The proof in one command, which also tells when there is none.
      rotate(`sk-third-${randomUUID()}`);
      expect(await ada.ask(['verify-rotation', automation, 'OPENAI_API_KEY', '--no-input'])).toMatchObject({ version: 1, rotated: true });
      const unchanged = await ada.carnet(['verify-rotation', automation, 'OPENAI_API_KEY', '--no-input']);
      expect(unchanged.code, unchanged.stdout + unchanged.stderr).toBe(1);

      expect(ada.shown()).not.toMatch(/sk-(?:first|second|third)-|eyJ[\w-]{10,}\./);
    });
  });
});
