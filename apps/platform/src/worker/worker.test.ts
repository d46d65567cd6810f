import { createHmac, hkdfSync } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { KickoffJob, ResultRequest } from '../worker-protocol/protocol.ts';
import { awsConfig, azureConfig, azureCredential, fromAws, fromAzure, node, organizationKey, sealed, workerScene, type WorkerScene } from './testing/worker-scene.ts';
import type { Worker } from './start-worker.ts';

let scene: WorkerScene;
let worker: Worker;
beforeAll(async () => {
  scene = await workerScene();
  scene.vault.set('api-key', 'value-from-azure-canary');
  scene.vault.set('binary', 'YmluYXJ5IGJ5dGVz');
  worker = await scene.start();
}, 60_000);
afterAll(() => scene[Symbol.asyncDispose]());
afterEach(() => { scene.platform.trouble = () => undefined; });

async function run(job: KickoffJob): Promise<ResultRequest> {
  scene.platform.offer(job);
  return await expect.poll(() => scene.platform.resultOf(job.kickoffId), { timeout: 20_000 }).toBeDefined().then(() => scene.platform.resultOf(job.kickoffId) as ResultRequest);
}

const origins = ({ steps }: ResultRequest): unknown[] => steps.filter(({ name }) => name === 'exchange').map(({ workloadIdentity, exchange }) => [workloadIdentity, exchange]);

describe('a kickoff', () => {
  it('reads by federation, runs its command, masks, tells C4 and C7, and says how it ended', async () => {
    const job = scene.job(node('console.log("key", process.env.API_KEY, Buffer.from(process.env.API_KEY).toString("base64")); console.error(process.env.BAKED)'), {
      variables: [fromAzure('API_KEY', 'api-key'), sealed('BAKED', 'baked-value-canary')],
    });
    const result = await run(job);
    expect(result).toMatchObject({ fence: 1, outcome: 'succeeded', exitCode: 0, logTruncated: false, lines: [`Workload identity config '${azureConfig}' (azure): 1 secret(s) resolved`] });
    expect(result.error).toBeUndefined();
    expect(scene.platform.textOf(job.kickoffId)).toBe('key *** ***');
    expect(scene.platform.textOf(job.kickoffId, 'stderr')).toBe('***');
    expect(scene.platform.textOf(job.kickoffId, 'carnet')).toBe(`Workload identity config '${azureConfig}' (azure): 1 secret(s) resolved`);
    await expect.poll(() => scene.log).toContain(`kickoff ${job.kickoffId}: Workload identity config '${azureConfig}' (azure): 1 secret(s) resolved`);
    const derived = new Uint8Array(hkdfSync('sha256', organizationKey, '', 'API_KEY', 32));
    expect(result.variables).toMatchObject([
      { name: 'API_KEY', fingerprint: `hmac:${createHmac('sha256', derived).update('value-from-azure-canary').digest('hex').slice(0, 12)}`, credential: azureCredential, version: expect.stringMatching(/^\w+$/) },
      { name: 'BAKED', fingerprint: 'hmac:0123456789ab', version: '1', credential: null },
    ]);
    expect(result.steps.map(({ name }) => name)).toEqual(['claimed', 'token', 'exchange', 'secrets', 'command']);
    expect(scene.platform.tokens.at(-1)).toEqual({ kickoff: job.kickoffId, fence: 1, workloadIdentity: azureConfig });
  });

  it('uses the cloud credential of the one before, and never its values; AWS, whose exchange has the run\'s id, makes a new one', async () => {
    const variables = [fromAzure('API_KEY', 'api-key'), fromAws('AWS_KEY', 'api-key')];
    const before = scene.job(node(''), { variables });
    await run(before);
    scene.vault.set('api-key', 'rotated-value-canary');
    const asked = scene.platform.tokens.length;
    const after = scene.job(node('console.log(process.env.API_KEY.length)'), { variables });
    const result = await run(after);
    expect(origins(result)).toEqual(expect.arrayContaining([[azureConfig, { reusedFrom: expect.any(String) }], [awsConfig, 'new']]));
    expect(scene.platform.tokens.slice(asked).map(({ workloadIdentity }) => workloadIdentity)).toEqual([awsConfig]);
    expect(scene.platform.textOf(after.kickoffId)).toBe('20');
  });

  it('of another version, subject or issuer of the config makes an exchange of its own', async () => {
    const job = scene.job(node(''), { variables: [fromAzure('API_KEY', 'api-key')] });
    const config = job.workloadIdentities[azureConfig];
    expect(origins(await run(job))).toMatchObject([[azureConfig, { reusedFrom: expect.any(String) }]]);
    expect(origins(await run({ ...scene.job(node(''), { variables: job.variables }), workloadIdentities: { ...job.workloadIdentities, [azureConfig]: { ...config, version: 2 } } } as KickoffJob))).toEqual([[azureConfig, 'new']]);
    const under = (issuer: string): KickoffJob => ({ ...scene.job(node(''), { variables: job.variables }), workloadIdentities: { ...job.workloadIdentities, [azureConfig]: { ...config, issuer } } } as KickoffJob);
    expect(origins(await run(under('https://new.example.com')))).toEqual([[azureConfig, 'new']]);
    expect(origins(await run(under('https://new.example.com')))).toMatchObject([[azureConfig, { reusedFrom: expect.any(String) }]]);
  });

  it('gives values as text, base64 and files, and optional ones that are not there not at all', async () => {
    const program = 'const { P, B, F, O, D } = process.env; const fs = require("node:fs"); console.log(B.length, fs.readFileSync(F).length, (fs.statSync(F).mode & 0o777).toString(8), O, D, fs.readFileSync(P, "latin1").length)';
    const job = scene.job(node(program), {
      variables: [
        fromAzure('F', 'binary', { as: 'file' }), fromAzure('O', 'absent', { optional: true }), sealed('B', Uint8Array.of(0, 255, 1), { encoding: 'base64' }),
        sealed('D', 'a plain setting', { path: 'direct', masked: false }), sealed('P', Uint8Array.of(0, 255, 1, 7), { as: 'file' }),
      ],
    });
    expect(await run(job)).toMatchObject({ outcome: 'succeeded' });
    expect(scene.platform.textOf(job.kickoffId)).toBe('4 16 600 undefined a plain setting 4');
  });

  it('C9 gets its inputs as JSON on standard input and in CARNET_INPUTS, and nothing of the worker\'s environment', async () => {
    const dump = 'process.stdin.pipe(process.stdout); process.stdin.on("end", () => { const fs = require("node:fs"); console.log("\\n" + JSON.stringify({ own: process.env, parent: fs.readFileSync("/proc/" + process.ppid + "/environ", "utf8").split("\\0").map((each) => each.split("=")[0]) })) })';
    process.env['CARNET_WORKER_TOKEN'] = 'canary-token';
    process.env['DATABASE_URL'] = 'canary-database';
    const job = scene.job(node(dump), { inputs: '{"order":7}', variables: [sealed('BAKED', 'baked-value-canary')] });
    await run(job);
    const [inputs, text = ''] = scene.platform.textOf(job.kickoffId).split('\n');
    const { own, parent } = JSON.parse(text) as { own: Record<string, string>; parent: string[] };
    expect([inputs, own['CARNET_INPUTS'], own['BAKED']]).toEqual(['{"order":7}', '{"order":7}', '***']);
    expect([...Object.keys(own), ...parent].filter((name) => /^(CARNET|DATABASE|OIDC|VITEST|NODE_(?!EXTRA))/.test(name) && name !== 'CARNET_INPUTS')).toEqual([]);
    expect(text).not.toContain('canary');
  });

  it.each([
    ['the command\'s own exit code', node('process.exit(7)'), { outcome: 'failed', exitCode: 7 }],
    ['127 where there is no command', ['carnet-no-such-command'], { outcome: 'failed', exitCode: 127, error: { code: 'COMMAND_NOT_FOUND' } }],
  ])('fails with %s', async (_, command, expected) => expect(await run(scene.job(command))).toMatchObject(expected));

  it('C5 that cannot have all its values starts nothing and lists each failure, by the id of its credential', async () => {
    const job = scene.job(node('console.log("started")'), { variables: [fromAzure('MISSING', 'no-such-secret'), fromAzure('API_KEY', 'api-key')] });
    const result = await run(job);
    expect(result).toMatchObject({ outcome: 'failed', exitCode: 125, error: { code: 'RESOLUTION_FAILED' }, failures: [{ variables: ['MISSING'], code: 'SECRET_NOT_FOUND', credential: azureCredential, diagnosis: { cause: expect.stringContaining("'no-such-secret'") as string } }] });
    expect(scene.platform.textOf(job.kickoffId)).toBe('');
  });

  it('a refused exchange and a token that was not given are steps with their time and code, beside the exchange that passed', async () => {
    const job = scene.job(node(''), { variables: [fromAzure('API_KEY', 'api-key'), fromAws('AWS_KEY', 'api-key')] });
    const config = job.workloadIdentities[azureConfig];
    const elsewhere = { ...config, version: 3, settings: { ...config?.settings, clientId: '00000000-0000-4000-8000-000000000001' } };
    const result = await run({ ...job, workloadIdentities: { ...job.workloadIdentities, [azureConfig]: elsewhere } } as KickoffJob);
    const steps = result.steps.filter(({ name }) => name === 'exchange');
    expect(steps).toHaveLength(2);
    expect(steps.find(({ workloadIdentity }) => workloadIdentity === azureConfig)).toMatchObject({ exchange: 'new', errorCode: 'PRINCIPAL_NOT_FOUND', durationMs: expect.any(Number) as number });
    expect(steps.find(({ workloadIdentity }) => workloadIdentity === awsConfig)).not.toHaveProperty('errorCode');

    scene.platform.trouble = (subject) => (subject === 'subject-tokens' ? { status: 403 } : undefined);
    const refused = await run({ ...job, kickoffId: scene.job([]).kickoffId, workloadIdentities: { ...job.workloadIdentities, [azureConfig]: { ...config, version: 4 } } } as KickoffJob);
    expect(refused.steps.find(({ name, workloadIdentity }) => name === 'token' && workloadIdentity === azureConfig)).toMatchObject({ errorCode: 'SUBJECT_TOKEN_UNAVAILABLE' });
    expect(refused.steps.some(({ name }) => name === 'exchange')).toBe(false);
  });

  it('is cancelled when the platform says so', async () => {
    const job = scene.job(node('console.log("started"); setInterval(() => {}, 1000)'));
    scene.platform.offer(job);
    await expect.poll(() => scene.platform.textOf(job.kickoffId), { timeout: 10_000 }).toBe('started');
    scene.platform.cancelled.add(job.kickoffId);
    await expect.poll(() => scene.platform.resultOf(job.kickoffId), { timeout: 10_000 }).toMatchObject({ outcome: 'cancelled', error: { code: 'ABORTED' } });
  });

  it('ends at its timeout, also where the command ignores SIGTERM, and what it printed is there', async () => {
    // A shell, which is there long before the second is over.
    const job = scene.job(['/bin/sh', '-c', 'trap "echo asked to end" TERM; echo started; while :; do sleep 0.1; done'], { timeoutSeconds: 1 });
    expect(await run(job)).toMatchObject({ outcome: 'timed_out', exitCode: 137, error: { code: 'DEADLINE_EXCEEDED' } });
    expect(scene.platform.textOf(job.kickoffId)).toBe('started\nasked to end');
  });

  it('with a flood of output holds the command back, keeps the order, stops at the limit and says so', async () => {
    const job = scene.job(node('for (let n = 0; n < 20000; n += 1) process.stdout.write(`${n} ${"x".repeat(90)}\\n`)'), { logLimitBytes: 200_000 });
    const result = await run(job);
    expect(result).toMatchObject({ outcome: 'succeeded', logTruncated: true });
    const lines = scene.platform.logs.get(job.kickoffId) ?? [];
    expect(lines.map(({ sequence }) => sequence)).toEqual(lines.map((_, index) => index + 1));
    expect(lines.at(-1)).toMatchObject({ stream: 'carnet', text: expect.stringContaining('200000 bytes') as string });
    expect(lines.slice(0, -1).every(({ text }, index) => text.startsWith(`${index} `))).toBe(true);
  });

  it('has its log and its result sent again while the platform answers 503', async () => {
    let refusals = 0;
    scene.platform.trouble = (subject) => ((subject === 'logs' || subject === 'result') && (refusals += 1) % 3 !== 0 ? { status: 503, headers: { 'retry-after': '0' } } : undefined);
    const job = scene.job(node('for (let n = 0; n < 50; n += 1) console.log(n)'), { leaseMs: 20_000 });
    expect(await run(job)).toMatchObject({ outcome: 'succeeded' });
    expect(scene.platform.textOf(job.kickoffId).split('\n')).toEqual(Array.from({ length: 50 }, (_, index) => String(index)));
    expect(refusals).toBeGreaterThan(2);
  });

  it('C8 that requires a newer worker is refused by name, and an older one runs', async () => {
    expect(await run(scene.job(node(''), { requiredWorkerVersion: '1.3.0' }))).toMatchObject({ outcome: 'refused', error: { code: 'WORKER_TOO_OLD', message: 'The deployment requires worker 1.3.0, and this one is 1.2.0.' } });
    expect(await run(scene.job(node(''), { requiredWorkerVersion: '1.2.0' }))).toMatchObject({ outcome: 'succeeded' });
  });

  it.each([
    ['__proto__ as a name', { variables: [sealed('__proto__', 'x')] }],
    ['an unknown path', { variables: [{ ...sealed('A', 'x'), path: 'elsewhere' }] }],
    ['a command that is text', { command: 'sh -c id' }],
    ['a credential that is not in it', { credentials: {}, variables: [fromAzure('A', 'x')] }],
    ['inputs that are no JSON', { inputs: '{' }],
  ])('58 that is malformed (%s) is refused, and the worker goes on', async (_, parts) => {
    const job = { ...scene.job(node('')), ...parts } as KickoffJob;
    expect(await run(job)).toMatchObject({ outcome: 'refused', error: { code: 'WORKER_FAILED' } });
    expect(await run(scene.job(node('')))).toMatchObject({ outcome: 'succeeded' });
  });

  it('the worker\'s own log holds no value and no token', async () => {
    const text = scene.log.join('\n');
    expect(text).not.toMatch(/canary|carnet_wkr|eyJ[\w-]+\./);
    for (const value of ['value-from-azure-canary', 'rotated-value-canary', 'baked-value-canary']) {
      for (const form of ['base64', 'base64url', 'hex'] as const) expect(text).not.toContain(Buffer.from(value).toString(form));
    }
    await expect.poll(() => worker.busy).toBe(0);
  });
});
