import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { kickoffBench, type KickoffBench } from '../kickoffs/testing/kickoff-bench.ts';
import { ifMatch, type Entity } from '../resources/testing/resource-bench.ts';
import { acme } from '../resources/testing/sample-manifests.ts';
import { eachDatabase } from '../testing/databases.ts';
import { providerProject } from '../testing/provider-project.ts';
import { createWorkerIdentity, startWorker, type Worker } from './index.ts';
import { node } from './testing/worker-scene.ts';

/** A store that knows two secrets, and reads them with a token of the platform. */
const provider = `
import { defineProvider } from '@carnet/provider';
export default () => defineProvider({
  manifest: ${JSON.stringify(acme)},
  open: (connection, context) => {
    const signIn = async (signal) => {
      const known = context.session.get('credential') ?? JSON.parse(Buffer.from((await context.subjectToken({ signal })).split('.')[1], 'base64url'));
      context.session.set('credential', known);
      return { expiresAt: known.exp * 1000, principal: known.sub };
    };
    return {
      authenticate: ({ signal }) => signIn(signal),
      async read({ name }, { signal }) {
        const { principal } = await signIn(signal);
        return { bytes: new TextEncoder().encode(name + ' for ' + principal), version: 'v7' };
      },
    };
  },
});
`;

eachDatabase(({ open }) => {
  async function platformWithWorker(): Promise<{ bench: KickoffBench; worker: Worker; log: string[] }> {
    const bench = await kickoffBench(await open());
    bench.clock.now = Date.now();
    const project = providerProject({ acme: provider });
    const stateDirectory = mkdtempSync(join(tmpdir(), 'carnet-worker-'));
    const log: string[] = [];
    const join_ = await bench.tokens.issue({ kind: 'join', organization: bench.organization, createdBy: null }, 'join', { kind: 'platform', id: null, name: null });
    const worker = await startWorker({
      // The whole application answers; only the port is missing.
      url: 'http://127.0.0.1:1', fetch: (request) => bench.api.application.fetch(new Request(request.url.replace('http://127.0.0.1:1', 'http://platform.test'), new Request(request, { headers: { ...Object.fromEntries(request.headers), host: 'platform.test' } })), '127.0.0.1'), stateDirectory, joinToken: join_.text, name: 'tested', version: '1.0.0', slots: 1,
      program: { module: new URL('./testing/package-slot-program.ts', import.meta.url), environment: process.env, packages: { names: ['acme'], directory: project.folder } },
      identity: createWorkerIdentity({}, {}), log: (line) => log.push(line), now: Date.now, monotonic: () => performance.now(), random: Math.random, drainMs: 1_000,
    });
    onTestFinished(async () => {
      await worker.stop();
      project[Symbol.dispose]();
      rmSync(stateDirectory, { recursive: true, force: true });
    });
    return { bench, worker, log };
  }

  it('a worker joins the real platform, runs its kickoffs with its tokens, and its record and log say what happened', async () => {
    const { bench, log } = await platformWithWorker();
    const automation = await bench.deployed({ command: node('console.log("key", process.env.API_KEY); console.log(process.env.API_KEY.length); process.stdin.pipe(process.stdout)') }, { API_KEY: 'api-key' });
    const ended = async (id: string): Promise<Awaited<ReturnType<KickoffBench['record']>>> => {
      await expect.poll(async () => (await bench.record(id)).status, { timeout: 20_000 }).not.toMatch(/queued|claimed|running/);
      return await bench.record(id);
    };
    const first = await ended(await bench.kickoff(automation, { inputs: { order: 7 } }));
    expect(first).toMatchObject({ status: 'succeeded', exitCode: 0, variables: [{ name: 'API_KEY', version: 'v7', fingerprint: expect.stringMatching(/^hmac:[0-9a-f]{12}$/) as string }] });
    const lines = (await bench.made<{ items: { stream: string; text: string }[] }>('GET', `kickoffs/${first.id}/logs`)).items;
    const subject = `organization:${bench.organization}`;
    expect(lines.filter(({ stream }) => stream === 'stdout').map(({ text }) => text)).toEqual(['key ***', String(`api-key for ${subject}`.length), '{"order":7}']);
    expect(lines.filter(({ stream }) => stream === 'carnet').map(({ text }) => text)).toEqual([expect.stringMatching(/^Workload identity config '[0-9a-f-]{36}' \(acme\): 1 secret\(s\) resolved$/)]);
    const exchange = ({ steps }: typeof first): unknown => steps.find(({ name }) => name === 'exchange')?.exchange;
    expect([exchange(first), Date.parse(first.startedAt ?? '') <= Date.parse(first.endedAt ?? '')]).toEqual(['new', true]);
    bench.clock.now = Date.now();
    const second = await ended(await bench.kickoff(automation));
    expect(second).toMatchObject({ status: 'succeeded', variables: [{ name: 'API_KEY', fingerprint: first.variables[0]?.fingerprint, changed: false }] });
    expect(exchange(second)).toEqual({ reusedFrom: first.id });
    // Another version of the config has a cloud credential of its own.
    const { items: [config] } = await bench.made<{ items: readonly Entity[] }>('GET', 'workload-identity-configs');
    const changed = await bench.made('PATCH', `workload-identity-configs/${config!.id}`, { settings: { tenant: 'two' } }, ifMatch(config!));
    expect(exchange(await ended(await bench.kickoff(automation)))).toBe('new');
    // One that came of the former issuer is not used with the new one.
    await bench.made('PATCH', `workload-identity-configs/${config!.id}`, { organizationIssuer: true }, ifMatch(changed));
    expect(exchange(await ended(await bench.kickoff(automation)))).toBe('new');
    expect(log.join('\n')).not.toMatch(/carnet_(?:wkr|join)_|eyJ/);
  }, 60_000);

  it.each(['utf8', 'base64'])('C7 D5 a variable of encoding %s that moves from the static path to workload identity shows no other value', async (encoding) => {
    const { bench } = await platformWithWorker();
    const automation = await bench.automation({ command: node('process.exit(0)') }, { OTHER: 'other' });
    const { id: credential } = await bench.made('POST', 'credentials', { name: 'static', provider: 'acme', method: 'key', store: { region: 'north' }, settings: { account: 'ONE' }, secrets: { key: 'static-key' } });
    // What the worker's provider reads for itself.
    bench.secrets.set('api-key', `api-key for organization:${bench.organization}`);
    const variable = await bench.made('POST', 'variables', { name: 'API_KEY', source: 'credential', credentialId: credential, reference: 'api-key', encoding, automations: [automation] });
    const run = async (): Promise<unknown> => {
      await bench.made('POST', `automations/${automation}/deployments`, {});
      bench.clock.now = Date.now();
      const id = await bench.kickoff(automation);
      await expect.poll(async () => (await bench.record(id)).status, { timeout: 20_000 }).toBe('succeeded');
      return (await bench.record(id)).variables.find(({ name }) => name === 'API_KEY');
    };
    expect(await run()).toMatchObject({ path: 'static', version: 'v1', changed: null });
    await bench.made('PATCH', `variables/${variable.id}`, { source: 'default', provider: 'acme', credentialId: null }, ifMatch(variable));
    expect(await run()).toMatchObject({ path: 'workload-identity', version: 'v7', changed: false });
    expect(await bench.made('GET', `automations/${automation}/variables/API_KEY/verify-rotation`)).toMatchObject({ rotated: false, message: 'API_KEY has another version and the same value.' });
  }, 60_000);
});
