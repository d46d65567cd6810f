import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { isIP, Socket } from 'node:net';
import { createAws } from '@carnet/aws';
import { createAzure } from '@carnet/azure';
import { createCarnet, ResolutionError, type Carnet, type CarnetOptions } from '@carnet/core';
import { proxyTransport, type ProxyTransportOptions } from '@carnet/core/proxy';
import { systemTransport } from '@carnet/core/transport';
import { createGcp } from '@carnet/gcp';
import type { LocalProxy } from '@carnet/local-clouds';
import type { Transport } from '@carnet/provider';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { setScene, type Scene } from '../scene/set-scene.ts';

type Credential = NonNullable<CarnetOptions['credentials']>[string];
type WorkloadIdentity = NonNullable<CarnetOptions['workloadIdentities']>[string];

/** One way to a secret, and every host that it has to meet. */
interface Way {
  readonly credential: Credential;
  readonly identity?: WorkloadIdentity;
  readonly hosts: readonly string[];
}

let scene: Scene;
let proxy: LocalProxy;
/** Connections and look-ups that were attempted and led to neither the proxy nor, on the clouds' side of it, the clouds. */
let direct: string[];
const password = 'pass: wörd';
const credentials = { username: 'operator', password };

beforeEach(async () => {
  scene = await setScene();
  proxy = await scene.clouds.startProxy(credentials);
  closeTheDirectWay();
});
afterEach(async () => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
  vi.unstubAllEnvs();
  await scene[Symbol.asyncDispose]();
});

/** Whoever wants to connect has to pass here: http, https, http2, gRPC and fetch alike. */
function closeTheDirectWay(): void {
  direct = [];
  const allowed = new Set([Number(new URL(proxy.url).port), scene.clouds.port]);
  const refusal = (what: string): Error => {
    direct.push(what);
    return new Error(`The direct way is closed: ${what}.`);
  };
  const connect = Socket.prototype.connect as (this: Socket, ...input: unknown[]) => Socket;
  vi.spyOn(Socket.prototype, 'connect').mockImplementation(function (this: Socket, ...input: unknown[]) {
    const [{ host, port }] = (Array.isArray(input[0]) ? input[0] : input) as [{ host?: string; port?: number | string }];
    if (host !== '127.0.0.1' || !allowed.has(Number(port))) throw refusal(`${host}:${port}`);
    return connect.apply(this, input);
  } as Socket['connect']);
  const lookup = dns.lookup as (name: string, ...rest: unknown[]) => void;
  vi.spyOn(dns, 'lookup').mockImplementation(((name: string, ...rest: unknown[]) => {
    if (isIP(name) === 0) throw refusal(`look-up of ${name}`);
    lookup(name, ...rest);
  }) as unknown as typeof dns.lookup);
  syncBuiltinESMExports();
}

function transportOf(options: Partial<ProxyTransportOptions> = {}): Transport {
  return proxyTransport({ proxy: proxy.url, credentials, certificateAuthorities: [scene.clouds.certificateAuthority], ...options });
}

const ways: Readonly<Record<string, () => Way>> = {
  'Azure, federated': () => ({
    identity: { kind: 'azure', tenantId: scene.azure.tenant.id, clientId: scene.azure.application.clientId },
    credential: { provider: 'azure', identity: 'production', store: { vaultUrl: scene.azure.vault.url } },
    hosts: ['login.microsoftonline.com', 'billing-vault.vault.azure.net'],
  }),
  'Azure, client secret': () => {
    const credential = scene.clouds.azure.sampleCredential({ 'api-key': 'a value' });
    return { credential, hosts: ['login.microsoftonline.com', new URL(credential.store.vaultUrl).hostname] };
  },
  'AWS, federated': () => ({
    identity: { kind: 'aws', roleArn: scene.aws.role.arn, region: scene.aws.region },
    credential: { provider: 'aws', identity: 'production' },
    hosts: [`sts.${scene.aws.region}.amazonaws.com`, `secretsmanager.${scene.aws.region}.amazonaws.com`],
  }),
  'AWS, access key': () => {
    const credential = scene.clouds.aws.sampleCredential({ 'api-key': 'a value' });
    // STS says whose key it is.
    return { credential, hosts: [`sts.${credential.store.region}.amazonaws.com`, `secretsmanager.${credential.store.region}.amazonaws.com`] };
  },
  'AWS, access key and then a role': () => {
    const account = scene.clouds.aws.account();
    const user = account.user({ name: 'carnet' });
    const role = account.role({ name: 'reader', trustPolicy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { AWS: user.arn }, Action: 'sts:AssumeRole' }] } });
    user.putPolicy('assume', { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: role.arn }] });
    role.allowRead();
    account.secrets('us-east-1').set('api-key', 'a value');
    const { accessKeyId, secretAccessKey } = user.createAccessKey();
    return {
      credential: { provider: 'aws', method: 'access-key', settings: { accessKeyId, roleArn: role.arn }, secrets: { secretAccessKey }, store: { region: 'us-east-1' } },
      hosts: ['sts.us-east-1.amazonaws.com', 'secretsmanager.us-east-1.amazonaws.com'],
    };
  },
  'Google, federated': () => ({
    identity: { kind: 'gcp', providerResourceName: scene.google.poolProvider.resourceName },
    credential: { provider: 'gcp', identity: 'production', store: { projectId: scene.google.project.id } },
    hosts: ['sts.googleapis.com', 'secretmanager.googleapis.com'],
  }),
  'Google, federated, through a service account': () => {
    const { project, poolProvider } = scene.google;
    const account = project.serviceAccount('reader');
    const pool = poolProvider.resourceName.replace(/\/providers\/.*$/, '');
    account.grant({ member: `principal://iam.googleapis.com/${pool}/subject/${scene.subject}`, role: 'roles/iam.workloadIdentityUser' });
    project.grant({ member: `serviceAccount:${account.email}`, role: 'roles/secretmanager.secretAccessor' });
    return {
      identity: { kind: 'gcp', providerResourceName: poolProvider.resourceName, serviceAccountEmail: account.email },
      credential: { provider: 'gcp', identity: 'production', store: { projectId: project.id } },
      hosts: ['sts.googleapis.com', 'iamcredentials.googleapis.com', 'secretmanager.googleapis.com'],
    };
  },
  'Google, regional secrets': () => {
    const { project, poolProvider } = scene.google;
    project.secrets('europe-west3').set('api-key', 'a value');
    return {
      identity: { kind: 'gcp', providerResourceName: poolProvider.resourceName },
      credential: { provider: 'gcp', identity: 'production', store: { projectId: project.id, location: 'europe-west3' } },
      hosts: ['sts.googleapis.com', 'secretmanager.europe-west3.rep.googleapis.com'],
    };
  },
  'Google, service account key': () => ({
    credential: scene.clouds.google.sampleCredential({ 'api-key': 'a value' }),
    hosts: ['oauth2.googleapis.com', 'secretmanager.googleapis.com'],
  }),
};

function carnetOf({ identity, credential }: Way, transport: Transport): Carnet {
  for (const side of scene.sides) side.put('api-key', 'a value');
  return createCarnet({
    identity: scene.identityOf(scene.organization),
    providers: [createAzure(), createAws(), createGcp()],
    workloadIdentities: identity === undefined ? {} : { production: identity },
    credentials: { store: credential },
    variables: { API_KEY: { credential: 'store', secret: 'api-key' } },
    transport,
    fingerprintKey: scene.fingerprintKey,
  });
}

describe('every hop of every cloud goes through a proxy that asks for credentials, with the direct way closed', () => {
  test.each(Object.entries(ways))('%s', async (_, wayOf) => {
    const way = wayOf();
    await using carnet = carnetOf(way, transportOf());
    expect((await carnet.resolve()).secret('API_KEY')?.reveal()).toBe('a value');
    expect(direct).toEqual([]);
    expect(new Set(proxy.tunnels)).toEqual(new Set(way.hosts.map((host) => `${host}:443`)));
    const met = scene.clouds.requests.filter(({ service }) => service !== 'issuer').map(({ host }) => host);
    expect(new Set(met)).toEqual(new Set(way.hosts));
  });

  test('whatever proxy the environment names, and whatever it exempts', async () => {
    const other = await scene.clouds.startProxy();
    for (const name of ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy']) vi.stubEnv(name, other.url);
    for (const name of ['NO_PROXY', 'no_proxy']) vi.stubEnv(name, '*');
    for (const wayOf of Object.values(ways)) {
      await using carnet = carnetOf(wayOf(), transportOf());
      expect((await carnet.resolve()).secret('API_KEY')?.reveal()).toBe('a value');
    }
    expect([direct, other.tunnels]).toEqual([[], []]);
  });
});

/** What a person is told: one line for each failure. */
async function toldBy(carnet: Carnet): Promise<string> {
  const error: unknown = await carnet.resolve().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ResolutionError);
  return (error as ResolutionError).failures.map(({ error: { code, message } }) => `${code}: ${message}`).join('\n');
}

describe('what is wrong on the way is told as that', () => {
  test.each(Object.entries(ways))('%s: without the authority, the first hop says that the certificate is not trusted', async (_, wayOf) => {
    await using carnet = carnetOf(wayOf(), transportOf({ certificateAuthorities: [] }));
    expect(await toldBy(carnet)).toMatch(/^(?:TOKEN_ENDPOINT|STORE)_UNREACHABLE: .+ its certificate is not signed by an authority that this host trusts \(\w+\)\.$/);
    expect(scene.clouds.requests).toEqual([]);
    expect(direct).toEqual([]);
  });

  test.each(Object.entries(ways))('%s: a wrong password is the proxy\'s matter, and no cloud has heard of it', async (_, wayOf) => {
    await using carnet = carnetOf(wayOf(), transportOf({ credentials: { username: 'operator', password: 'canary-Vx9' } }));
    const told = await toldBy(carnet);
    expect(told).toMatch(/^(?:TOKEN_ENDPOINT|STORE)_UNREACHABLE: .+\(PROXY_AUTHENTICATION_FAILED\)\.$/);
    expect(told).not.toContain('canary-Vx9');
    expect(scene.clouds.requests).toEqual([]);
    expect(direct).toEqual([]);
  });

  test('the closed way is closed: without a proxy, nothing is reached', async () => {
    for (const wayOf of Object.values(ways)) {
      direct = [];
      await using carnet = carnetOf(wayOf(), systemTransport());
      await toldBy(carnet);
      expect(direct.length).toBeGreaterThan(0);
    }
    expect(scene.clouds.requests).toEqual([]);
  });
});
