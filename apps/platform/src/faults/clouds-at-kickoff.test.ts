import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FaultRule } from '@carnet/local-clouds';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { setUpStores } from '../development/local-stores.ts';
import { startScene, type Scene } from '../development/start-scene.ts';
import { createStoryApi, type StoryApi, type StoryKickoff } from '../testing/story-api.ts';

const entra = 'login.microsoftonline.com';
const tenMinutes = 600_000;
const folder = mkdtempSync(join(tmpdir(), 'carnet-clouds-'));
const deadline = { timeout: 90_000 };

interface Stage {
  readonly scene: Scene;
  readonly api: StoryApi;
  /** One automation for each cloud by its name, one that reads from all, and one that reads from none. */
  readonly automations: ReadonlyMap<string, string>;
}

interface Failure {
  readonly code: string;
  readonly hint: string;
  readonly docsUrl: string;
  readonly variables: readonly string[];
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const marked = (name: string): string => join(folder, name);

async function openStage(now?: () => number): Promise<Stage> {
  const scene = await startScene({ log: () => undefined, now });
  const api = createStoryApi(scene);
  await api.makeOrganization('Acme');
  await api.startWorker();
  const { stores } = setUpStores(scene.clouds, { issuer: scene.issuer, subject: `organization:${api.organization}` });
  const automations = new Map<string, string>();
  for (const name of [...stores.map(({ provider }) => provider), 'all', 'none']) {
    const command = [process.execPath, '-e', 'require("fs").writeFileSync(process.argv[1], "started")', marked(name)];
    automations.set(name, (await api.post<{ id: string }>('automations', { name, command, timeoutSeconds: 60 })).id);
  }
  for (const { name, kind, settings, provider, store, variables } of stores) {
    const config = await api.post<{ id: string }>('workload-identity-configs', { name, kind, settings, default: true });
    const credential = await api.post<{ id: string }>('credentials', { name, provider, method: 'workload-identity', workloadIdentityConfigId: config.id, store, default: true });
    for (const [variable, reference] of Object.entries(variables)) await api.post('variables', { name: variable, source: 'credential', credentialId: credential.id, reference, automations: [automations.get(provider), automations.get('all')] });
  }
  for (const id of automations.values()) await api.post(`automations/${id}/deployments`, {});
  return { scene, api, automations };
}

async function kickOff({ api, automations }: Stage, name: string): Promise<StoryKickoff & { readonly failures: readonly Failure[] }> {
  rmSync(marked(name), { force: true });
  const { id } = await api.kickOff(automations.get(name) ?? '');
  return await api.get(`kickoffs/${id}`);
}

describe('a cloud that fails while a kickoff begins', () => {
  let stage: Stage;
  let undo: (() => void)[] = [];
  const fault = (rule: FaultRule): void => void undo.push(stage.scene.clouds.fault(rule));
  beforeAll(async () => { stage = await openStage(); }, 60_000);
  afterEach(() => {
    for (const end of undo) end();
    undo = [];
  });
  afterAll(() => stage.scene.close());

  it('F down and refused: the whole kickoff fails with every failure, its command is never started, and the others run', deadline, async () => {
    fault({ host: entra, fault: { kind: 'reset' } });
    fault({ operation: 'GetSecretValue', fault: { kind: 'status', status: 500, body: {} } });
    const [all, google, none] = await Promise.all([kickOff(stage, 'all'), kickOff(stage, 'gcp'), kickOff(stage, 'none')]);
    expect(all).toMatchObject({ status: 'failed', exitCode: 125 });
    expect(existsSync(marked('all'))).toBe(false);
    const codes = Object.fromEntries(all.failures.flatMap(({ code, variables }) => variables.map((name) => [name, code])));
    // One store has two of its variables in one secret.
    expect(Object.keys(codes).toSorted()).toEqual(['DATABASE_PASSWORD', 'DATABASE_USER', 'OPENAI_API_KEY']);
    expect(codes).toMatchObject({ OPENAI_API_KEY: 'TOKEN_ENDPOINT_UNREACHABLE' });
    for (const { hint, docsUrl } of all.failures) expect([hint, docsUrl]).not.toContain('');
    expect([google.status, none.status]).toEqual(['succeeded', 'succeeded']);
    expect([existsSync(marked('gcp')), existsSync(marked('none'))]).toEqual([true, true]);
    for (const end of undo) end();
    expect((await kickOff(stage, 'all')).status).toBe('succeeded');
  });

  it('F slow: the kickoff takes its time and succeeds', deadline, async () => {
    fault({ host: entra, fault: { kind: 'latency', milliseconds: 1_500 } });
    fault({ host: /\.vault\.azure\.net$/, fault: { kind: 'latency', milliseconds: 1_500 } });
    expect((await kickOff(stage, 'azure')).status).toBe('succeeded');
  });

  it('F throttling: it is asked again, and told as throttled where it goes on', deadline, async () => {
    fault({ host: /\.vault\.azure\.net$/, times: 1, fault: { kind: 'throttle', retryAfterSeconds: 1 } });
    expect((await kickOff(stage, 'azure')).status).toBe('succeeded');
    fault({ host: /\.vault\.azure\.net$/, fault: { kind: 'throttle' } });
    const throttled = await kickOff(stage, 'azure');
    expect(throttled).toMatchObject({ status: 'failed', failures: [{ code: 'THROTTLED', retryable: true }] });
    expect(existsSync(marked('azure'))).toBe(false);
  });

  it('F a secret that is gone, beside one that is there: nothing is started, and no older value is used', deadline, async () => {
    expect((await kickOff(stage, 'gcp')).status).toBe('succeeded');
    fault({ host: 'secretmanager.googleapis.com', fault: { kind: 'status', status: 404, body: { error: { code: 404, status: 'NOT_FOUND', message: 'Secret not found.' } } } });
    const gone = await kickOff(stage, 'all');
    expect(gone.status).toBe('failed');
    expect(gone.failures).toMatchObject([{ code: 'SECRET_NOT_FOUND', retryable: false }]);
    expect(existsSync(marked('all'))).toBe(false);
  });
});

describe('a server whose clock is off by ten minutes', () => {
  it('F fast: the clouds refuse its tokens, the record says CLOCK_SKEW, and nothing is started', deadline, async () => {
    const stage = await openStage(() => Date.now() + tenMinutes);
    try {
      for (const name of ['azure', 'aws']) {
        const ended = await kickOff(stage, name);
        expect(ended, JSON.stringify(ended.failures)).toMatchObject({ status: 'failed', exitCode: 125, failures: [{ code: 'CLOCK_SKEW' }] });
        expect(existsSync(marked(name))).toBe(false);
      }
      const none = await kickOff(stage, 'none');
      expect(none, JSON.stringify(none.error)).toMatchObject({ status: 'succeeded' });
    } finally {
      await stage.scene.close();
    }
  });
});
