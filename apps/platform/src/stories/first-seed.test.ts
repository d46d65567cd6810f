import { randomUUID } from 'node:crypto';
import type { LocalClouds } from '@carnet/local-clouds';
import type { TrustPlan } from '@carnet/provider';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startScene, type Scene } from '../development/start-scene.ts';
import { databaseKinds, databaseSettings, databasesOf } from '../testing/databases.ts';
import { createStoryApi, type StoryApi } from '../testing/story-api.ts';

interface Cloud {
  readonly provider: string;
  readonly kind: string;
  readonly audience: RegExp;
  /** Makes a store with the secret `openai-api-key`, and gives the fields of the trust schema that name it, and how to rotate. */
  readonly prepare: (clouds: LocalClouds) => { readonly trust: Readonly<Record<string, unknown>>; readonly rotate: (value: string) => void };
}

const secret = 'openai-api-key';
const cloudsOfSeed: readonly Cloud[] = [
  {
    provider: 'azure', kind: 'azure', audience: /^api:\/\/AzureADTokenExchange$/,
    prepare: ({ azure }) => {
      const vault = azure.vault({ name: `kv-${randomUUID().slice(0, 8)}`, tenant: azure.tenant() });
      return { trust: { vault: vault.name, target: 'app-registration' }, rotate: (value) => void vault.set(secret, value) };
    },
  },
  {
    provider: 'aws', kind: 'aws', audience: /^sts\.amazonaws\.com$/,
    prepare: ({ aws }) => {
      const account = aws.account();
      const region = 'eu-central-1';
      return { trust: { accountId: account.id, region }, rotate: (value) => void account.secrets(region).set(secret, value) };
    },
  },
  {
    provider: 'gcp', kind: 'gcp', audience: /^\/\/iam\.googleapis\.com\/projects\/\d+\//,
    prepare: ({ google }) => {
      const project = google.project();
      return { trust: { projectId: project.id, projectNumber: project.number }, rotate: (value) => void project.secrets().set(secret, value) };
    },
  },
];

describe.each(databaseKinds)('on $title', ({ kind: database }) => {
  const databases = databasesOf(database, afterAll);
  let scene: Scene;
  let api: StoryApi;
  beforeAll(async () => {
    scene = await startScene({ log: () => undefined, ...await databaseSettings(databases) });
    api = createStoryApi(scene);
    await api.makeOrganization('Acme');
    await api.startWorker();
  }, 60_000);
  afterAll(() => scene.close());

  describe.each(cloudsOfSeed)('the ten steps of the first seed, with $provider', ({ provider, kind, audience, prepare }) => {
    test('from the issuer\'s URL to a rotation that the next kickoff sees', { timeout: 60_000 }, async () => {
      // 1. The issuer's URL, as its own document says it.
      const discovery = await api.document('/.well-known/openid-configuration');
      expect(discovery).toMatchObject({ issuer: scene.issuer, jwks_uri: `${scene.issuer}/oauth2/jwks` });

      // 5. A secret to test with; 2 to 4. the trust, as the platform itself writes it down for this organization.
      const { trust, rotate } = prepare(scene.clouds);
      const first = `sk-first-${randomUUID()}`;
      rotate(first);
      const wish = { provider, settings: trust, list: true };
      const written = await api.get<{ text: string; subject: string; issuer: string; audience: string }>('trust', { provider, settings: JSON.stringify(trust), list: 'true', format: 'json' });
      expect(written).toMatchObject({ issuer: scene.issuer, subject: `organization:${api.organization}`, audience: expect.stringMatching(audience) });
      const plan = JSON.parse(written.text) as TrustPlan;
      const printed = JSON.stringify(scene.clouds.trust.apply(plan.resources));

      // 6. The workload identity config, from what the set-up printed.
      const { settings, store } = await api.post<{ settings: object; store: object }>('workload-identity-configs/from-outputs', { ...wish, printed });
      const config = await api.post<{ id: string; token: { audience: string } }>('workload-identity-configs', { name: `${provider}-prod`, kind, settings, default: true });
      expect(config.token.audience).toMatch(audience);

      // 7. The credential that is bound to it.
      const credential = await api.post<{ id: string; secretNames: string[] }>('credentials', { name: `${provider}-prod-wi`, provider, method: 'workload-identity', workloadIdentityConfigId: config.id, store, default: true });
      expect(credential.secretNames).toEqual([]);

      // 8. The test: it proves the handshake, and nothing about a single secret unless one is named.
      const rungs = await api.rungs(`credentials/${credential.id}/test`, {});
      expect(rungs.filter(({ status }) => status === 'fail')).toEqual([]);
      expect(rungs.find(({ id }) => id === 'exchange')).toMatchObject({ status: 'pass' });
      expect(rungs.find(({ id }) => id === 'secret')?.status ?? 'skip').toBe('skip');
      const named = await api.rungs(`credentials/${credential.id}/test`, { reference: secret });
      expect(named.find(({ id }) => id === 'secret')).toMatchObject({ status: 'pass' });

      // 9. A variable that refers to the secret, of an automation that is deployed.
      const automation = await api.post<{ id: string }>('automations', { name: `show-${provider}`, command: [process.execPath, '-e', 'console.log(process.env.OPENAI_API_KEY.length, process.env.OPENAI_API_KEY)'], timeoutSeconds: 60 });
      await api.post('variables', { name: 'OPENAI_API_KEY', source: 'default', provider, reference: secret, automations: [automation.id] });
      await api.post(`automations/${automation.id}/deployments`, {});
      const before = await api.kickOff(automation.id);
      expect(before).toMatchObject({ status: 'succeeded', exitCode: 0, lines: [`Workload identity config '${config.id}' (${kind}): 1 secret(s) resolved`] });
      expect(await api.logText(before.id)).toContain(`${first.length} ***`);

      // 10. A rotation: the next kickoff has it, with no new deployment, no restart and no waiting.
      rotate(`sk-second-${randomUUID()}-longer`);
      const after = await api.kickOff(automation.id);
      const [variable] = after.variables;
      expect(variable).toMatchObject({ name: 'OPENAI_API_KEY', changed: true, previousFingerprint: before.variables[0]?.fingerprint, previousVersion: before.variables[0]?.version });
      expect(variable?.fingerprint).toMatch(/^hmac:[0-9a-f]{12}$/);
      expect(after.deployment).toEqual(before.deployment);
      const everything = JSON.stringify([written, config, credential, rungs, named, before, after, await api.logText(after.id)]);
      expect(everything).not.toContain(first);
      expect(everything).not.toMatch(/eyJ[\w-]{10,}\./);
    });
  });
});
