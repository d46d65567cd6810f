import { createIssuer, generateKeyRing } from '@carnet/oidc-issuer';
import { startLocalClouds, type LocalClouds, type LocalVault } from '@carnet/local-clouds';
import { hkdfSync, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JobVariable, KickoffJob } from '../../worker-protocol/protocol.ts';
import { startWorker, type Worker, type WorkerOptions } from '../start-worker.ts';
import { createWorkerIdentity } from '../worker-identity.ts';
import { ScriptedPlatform, workerToken } from './scripted-platform.ts';

const organization = 'bbbbbbbb-0000-4000-8000-00000000000b';
export const azureConfig = 'cccccccc-0000-4000-8000-00000000000c';
export const awsConfig = 'cccccccc-0000-4000-8000-00000000000d';
export const azureCredential = 'dddddddd-0000-4000-8000-00000000000d';
export const awsCredential = 'dddddddd-0000-4000-8000-00000000000e';
export const organizationKey: Uint8Array = new Uint8Array(32).fill(9);

const fingerprintKey = (name: string): string => Buffer.from(hkdfSync('sha256', organizationKey, '', name, 32)).toString('base64');

/** A scripted platform, local clouds that trust its issuer, and workers whose slots are real processes. */
export interface WorkerScene extends AsyncDisposable {
  readonly platform: ScriptedPlatform;
  readonly clouds: LocalClouds;
  readonly vault: LocalVault;
  readonly stateDirectory: string;
  /** Lines of every worker. */
  readonly log: string[];
  start(options?: Partial<WorkerOptions>): Promise<Worker>;
  job(command: readonly string[], parts?: Partial<KickoffJob>): KickoffJob;
}

export const node = (program: string, ...rest: readonly string[]): readonly string[] => [process.execPath, '-e', program, ...rest];

export const fromAzure = (name: string, reference: string, parts: object = {}): JobVariable =>
  ({ name, allow: false, as: 'environment', encoding: 'utf8', path: 'workload-identity', credential: azureCredential, reference, optional: false, ...parts }) as JobVariable;
export const fromAws = (name: string, reference: string): JobVariable => ({ ...fromAzure(name, reference), credential: awsCredential }) as JobVariable;
export const sealed = (name: string, value: string | Uint8Array, parts: object = {}): JobVariable => ({
  name, allow: false, as: 'environment', encoding: 'utf8', path: 'static', value: Buffer.from(value).toString('base64'), fingerprint: 'hmac:0123456789ab', version: '1', credential: null, masked: true, ...parts,
}) as JobVariable;

export async function workerScene(): Promise<WorkerScene> {
  const platform = await ScriptedPlatform.start();
  const clouds = await startLocalClouds();
  const issuer = createIssuer({ issuer: 'https://issuer.carnet.test', keys: await generateKeyRing() });
  clouds.route('issuer.carnet.test', (request: Request) => issuer.handler(request));
  const subject = `organization:${organization}`;
  const tenant = clouds.azure.tenant();
  const application = tenant.application({ name: 'carnet' });
  application.addFederatedCredential({ name: 'carnet', issuer: issuer.issuer, subject, audience: 'api://AzureADTokenExchange' });
  const vault = clouds.azure.vault({ name: 'worker-vault', tenant });
  vault.grant({ principal: application, role: 'Key Vault Secrets Officer' });
  const account = clouds.aws.account();
  const role = account.federatedRole({ name: 'carnet', issuer: issuer.issuer, subject, audience: 'sts.amazonaws.com' });
  role.allowRead();
  account.secrets('eu-central-1').set('api-key', 'value-from-aws-canary');
  Object.assign(platform, { issuer, organization, audienceOf: (config: string) => (config === awsConfig ? 'sts.amazonaws.com' : 'api://AzureADTokenExchange') });
  const stateDirectory = mkdtempSync(join(tmpdir(), 'carnet-worker-'));
  const log: string[] = [];
  const workers: Worker[] = [];
  return {
    platform, clouds, vault, stateDirectory, log,
    async start(options = {}) {
      const worker = await startWorker({
        url: platform.url, stateDirectory, token: workerToken, name: 'tested', version: '1.2.0', slots: 1, fetch, now: Date.now, monotonic: () => performance.now(), random: Math.random, drainMs: 200,
        identity: createWorkerIdentity({}, {}), log: (line) => log.push(line),
        program: { module: new URL('./slot-program.ts', import.meta.url), environment: process.env, packages: { names: [], directory: '' }, connection: () => clouds.connection },
        ...options,
      });
      workers.push(worker);
      return worker;
    },
    job: (command, parts = {}) => {
      const variables = parts.variables ?? [];
      return {
        kickoffId: randomUUID(), fence: 1, leaseMs: 2_000, heartbeatMs: 100, automation: { id: randomUUID(), name: 'billing' }, deployment: { id: randomUUID(), number: 1 },
        command, inputs: '{}', timeoutSeconds: 30, logLimitBytes: 1_000_000,
        workloadIdentities: {
          [azureConfig]: { name: 'azure-prod', kind: 'azure', settings: { tenantId: tenant.id, clientId: application.clientId }, version: 1, subject },
          [awsConfig]: { name: 'aws-prod', kind: 'aws', settings: { roleArn: role.arn, region: 'eu-central-1' }, version: 1, subject },
        },
        credentials: {
          [azureCredential]: { name: 'acme-vault', provider: 'azure', workloadIdentity: azureConfig, store: { vaultUrl: vault.url } },
          [awsCredential]: { name: 'acme-aws', provider: 'aws', workloadIdentity: awsConfig, store: {} },
        },
        fingerprintKeys: Object.fromEntries(variables.map(({ name }) => [name, fingerprintKey(name)])),
        ...parts, variables,
      };
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(workers.map((worker) => worker.stop()));
      await platform[Symbol.asyncDispose]();
      await clouds.close();
      rmSync(stateDirectory, { recursive: true, force: true });
    },
  };
}
