import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { WorkerTask } from '../worker-protocol/protocol.ts';
import { commandUserOf, createWorkerIdentity, identityPlaces, type Worker, type WorkerOptions } from './index.ts';
import { clusterIssuer } from './testing/cluster-issuer.ts';
import { joinToken, workerToken } from './testing/scripted-platform.ts';
import { slotsBelow } from './testing/slots-below.ts';
import { azureConfig, azureCredential, fromAzure, node, sealed, workerScene, type WorkerScene } from './testing/worker-scene.ts';

let scene: WorkerScene;
beforeAll(async () => { scene = await workerScene(); }, 60_000);
afterAll(() => scene[Symbol.asyncDispose]());
afterEach(() => { scene.platform.trouble = () => undefined; });

async function start(options: Partial<WorkerOptions> = {}): Promise<Worker> {
  const worker = await scene.start(options);
  onTestFinished(() => worker.stop());
  return worker;
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'carnet-worker-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const program = (environment: NodeJS.ProcessEnv): WorkerOptions['program'] =>
  ({ module: new URL('./testing/slot-program.ts', import.meta.url), environment, packages: { names: [], directory: '' }, connection: () => scene.clouds.connection });

async function refusal(options: Partial<WorkerOptions>): Promise<string> {
  const before = scene.platform.requests;
  const error: unknown = await scene.start(options).then(() => undefined, (caught: unknown) => caught);
  expect(scene.platform.requests).toBe(before);
  expect(slotsBelow(process.pid)).toEqual([]);
  return `${(error as Error).message} ${(error as { hint: string }).hint}`;
}

describe('a worker does not start', () => {
  it('C6 while a variable is set that a provider refuses: all are named, none of their values, and nothing is sent', async () => {
    const text = await refusal({ program: program({ ...process.env, AWS_ENDPOINT_URL_STS: 'https://canary', AZURE_AUTHORITY_HOST: 'https://canary.test', GOOGLE_SDK_NODE_LOGGING: '*', NODE_DEBUG: 'http', AWS_REGION: 'eu-central-1' }) });
    expect(text).toContain('AWS_ENDPOINT_URL_STS, AZURE_AUTHORITY_HOST, GOOGLE_SDK_NODE_LOGGING, NODE_DEBUG are set');
    expect(text).not.toMatch(/canary|AWS_REGION/);
  });

  it.each(['http://carnet.example', 'http://10.0.0.1', 'https://user:canary@carnet.example', 'canary'])('with the address %s', async (url) => {
    const text = await refusal({ url });
    expect(text).toContain('CARNET_PLATFORM_URL');
    expect(text).not.toContain('canary');
  });

  it.each([
    [{ token: 'carnet_api_canary' }, 'CARNET_WORKER_TOKEN is no token of a worker'],
    [{ token: undefined, joinToken: 'carnet_wkr_canary' }, 'CARNET_JOIN_TOKEN is no join token'],
    [{ token: undefined }, 'has not joined yet'],
  ])('without a token of the right kind, or with nothing', async (options, sentence) => {
    const text = await refusal({ stateDirectory: folder(), ...options });
    expect(text).toContain(sentence);
    expect(text).not.toContain('canary');
  });

  it('with a kept token that others may read, or that is another platform\'s', async () => {
    const stateDirectory = folder();
    const file = join(stateDirectory, 'worker.json');
    writeFileSync(file, JSON.stringify({ url: 'https://other.example/', workerId: 'x', token: workerToken }), { mode: 0o600 });
    expect(await refusal({ stateDirectory, token: undefined })).toContain('of another platform');
    chmodSync(file, 0o640);
    expect(await refusal({ stateDirectory, token: undefined })).toContain(`Run chmod 600 ${file}`);
  });

  it('59 with a join token that is used up: nothing is kept', async () => {
    const stateDirectory = folder();
    scene.platform.trouble = (subject) => (subject === 'join' ? { status: 401, body: { code: 'TOKEN_EXPIRED', detail: 'canary' } } : undefined);
    await expect(scene.start({ stateDirectory, token: undefined, joinToken })).rejects.toThrow('The platform refused the join token.');
    expect(existsSync(join(stateDirectory, 'worker.json'))).toBe(false);
  });

  it('under a name that another worker has: it says how to take another', async () => {
    scene.platform.trouble = (subject) => (subject === 'join' ? { status: 409, body: { code: 'NAME_TAKEN' } } : undefined);
    await expect(scene.start({ stateDirectory: folder(), token: undefined, joinToken })).rejects.toMatchObject({ message: 'The organization has another worker of this name.', hint: expect.stringContaining('CARNET_WORKER_NAME') as string });
  });
});

it('joins once, keeps its own token in a file for its user alone, and starts with it the next time', async () => {
  const stateDirectory = folder();
  await (await start({ stateDirectory, token: undefined, joinToken, name: 'first' })).stop();
  const file = join(stateDirectory, 'worker.json');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ url: scene.platform.url, token: workerToken });
  expect(scene.platform.joins).toMatchObject([{ name: 'first', workerVersion: '1.2.0', facts: { slots: 1, providers: ['azure', 'aws', 'gcp', 'vault'], ownUser: false } }]);
  scene.platform.authorizations.clear();
  await start({ stateDirectory, token: undefined, joinToken });
  await expect.poll(() => scene.platform.authorizations.has(`Bearer ${workerToken}`)).toBe(true);
  expect(scene.platform.joins).toHaveLength(1);
});

it('warns where the command could read the worker\'s token', async () => {
  scene.log.length = 0;
  await start();
  expect(scene.log[0]).toMatch(/^Warning: Commands run as .+CARNET_WORKER_COMMAND_USER\.$/);
});

describe.runIf(process.getuid?.() === 0)('C9 a command under a user of its own', () => {
  it('cannot read the worker\'s token or environment, and gets its files and its home', async () => {
    const stateDirectory = folder();
    scene.log.length = 0;
    await start({ stateDirectory, token: undefined, joinToken, commandUser: commandUserOf('nobody') });
    expect(scene.log.join()).not.toContain('Warning');
    // A shell, since Node itself may stand where other users do not get.
    const tries = 'try() { if cat "$1" >/dev/null 2>&1; then echo read; else echo refused; fi; }; echo "$(id -u) $(id -G) $HOME $(try "$1") $(try "/proc/$2/environ") $(try "/proc/$PPID/environ") $(try "$KEY")"';
    const job = scene.job(['/bin/sh', '-c', tries, 'sh', join(stateDirectory, 'worker.json'), String(process.pid)], { variables: [sealed('KEY', 'bytes of a key', { as: 'file' })] });
    scene.platform.offer(job);
    await expect.poll(() => scene.platform.resultOf(job.kickoffId), { timeout: 15_000 }).toMatchObject({ outcome: 'succeeded' });
    expect(scene.platform.textOf(job.kickoffId)).toMatch(/^65534 65534 \S+ refused refused refused read$/);
  });
});

it.each([['no-such-user', 'There is no user'], ['root', 'may not run as root']])('a command user %s is refused', (name, sentence) => {
  expect(() => commandUserOf(name, () => 'root:x:0:0:root:/root:/bin/sh\nworker:x:1000:1000::/home/worker:/bin/sh\n')).toThrow(sentence);
});

describe('B4 a worker with an identity of its own', () => {
  async function cluster() {
    const issuer = clusterIssuer();
    scene.clouds.route(issuer.host, issuer.handler);
    const subject = 'system:serviceaccount:default:carnet-worker';
    const tenant = scene.clouds.azure.tenant();
    const application = tenant.application({ name: 'worker' });
    application.addFederatedCredential({ name: 'cluster', issuer: issuer.url, subject, audience: 'api://AzureADTokenExchange' });
    const vault = scene.clouds.azure.vault({ name: `cluster-${crypto.randomUUID().slice(0, 8)}`, tenant });
    vault.grant({ principal: application, role: 'Key Vault Secrets Officer' });
    vault.set('api-key', 'value-of-the-cluster');
    const file = join(folder(), 'azure-identity-token');
    writeFileSync(file, issuer.token(subject, 'api://AzureADTokenExchange'));
    const identity = { id: azureConfig, kind: 'azure', settings: { tenantId: tenant.id, clientId: application.clientId } };
    return { vault, file, identity };
  }

  it('reads with it for the configs it is named for, and asks the platform for no token', async () => {
    const { vault, file, identity } = await cluster();
    await start({ identity: createWorkerIdentity(identityPlaces([`${azureConfig}=TOKEN_FILE`]), { TOKEN_FILE: file }) });
    const plain = scene.job(node('console.log(process.env.API_KEY.length)'), { variables: [fromAzure('API_KEY', 'api-key')] });
    const job = {
      ...plain,
      workloadIdentities: { [azureConfig]: { name: 'cluster', kind: 'azure', settings: identity.settings, version: 1, subject: 'organization:x' } },
      credentials: { [azureCredential]: { name: 'cluster-vault', provider: 'azure', workloadIdentity: azureConfig, store: { vaultUrl: vault.url } } },
    };
    const asked = scene.platform.tokens.length;
    scene.platform.offer(job);
    await expect.poll(() => scene.platform.resultOf(job.kickoffId), { timeout: 15_000 }).toMatchObject({ outcome: 'succeeded' });
    expect(scene.platform.textOf(job.kickoffId)).toBe('20');
    expect(scene.platform.tokens).toHaveLength(asked);
  });

  it('tests, lists, checks, resolves, writes and removes for the platform, and tells what fails', async () => {
    const { vault, file, identity } = await cluster();
    await start({ identity: createWorkerIdentity({ azure: file }, {}) });
    const ask = async (operation: WorkerTask['operation'], request: object, parts: object = {}): Promise<Record<string, unknown>[]> => {
      const task: WorkerTask = {
        taskId: crypto.randomUUID(), organizationId: azureCredential, operation, request, fingerprintKey: Buffer.alloc(32, 1).toString('base64'), deadlineMs: 30_000,
        credential: { id: azureCredential, name: 'cluster-vault', provider: 'azure', method: 'workload-identity', identity, store: { vaultUrl: vault.url }, settings: {}, writable: true, ...parts },
      };
      scene.platform.offerTask(task);
      const answers = (): Record<string, unknown>[] => (scene.platform.answers.get(task.taskId) ?? []) as Record<string, unknown>[];
      await expect.poll(() => answers().at(-1), { timeout: 30_000 }).toEqual({ done: true });
      return answers();
    };
    expect(await ask('list', { limit: 10 })).toEqual([{ answer: { names: [{ name: 'api-key', enabled: true }], truncated: false } }, { done: true }]);
    expect(await ask('check', { reference: 'api-key' })).toMatchObject([{ answer: { fingerprint: expect.stringMatching(/^hmac:/) as string } }, { done: true }]);
    expect(await ask('resolve', { references: ['api-key', 'absent'] })).toMatchObject([{ answer: [{ ok: true, value: { value: Buffer.from('value-of-the-cluster').toString('base64') } }, { ok: false, failure: { code: 'SECRET_NOT_FOUND' } }] }, { done: true }]);
    expect(await ask('write', { name: 'api-key', value: 'written' })).toMatchObject([{ answer: { version: expect.any(String) as string } }, { done: true }]);
    expect((await ask('test', { reference: 'api-key' })).filter(({ rung }) => (rung as { status?: string } | undefined)?.status === 'fail')).toEqual([]);
    expect(await ask('remove', { name: 'api-key' })).toEqual([{ answer: null }, { done: true }]);
    expect(await ask('check', { reference: 'api-key' })).toMatchObject([{ failure: { code: 'SECRET_NOT_FOUND' } }, { done: true }]);
    expect(await ask('list', { limit: 10 }, { identity: { ...identity, kind: 'aws' } })).toMatchObject([{ failure: {} }, { done: true }]);
    expect(await ask('list', {})).toMatchObject([{ failure: { code: expect.any(String) as string } }, { done: true }]);
  }, 120_000);

  it('is not there unless it is named', () => {
    const identity = createWorkerIdentity({}, { AZURE_FEDERATED_TOKEN_FILE: '/var/run/token' });
    expect(identity.sourceFor({ id: azureConfig, kind: 'azure' })).toBeUndefined();
    expect(() => createWorkerIdentity({ azure: 'NO_SUCH_VARIABLE' }, {})).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });
});
