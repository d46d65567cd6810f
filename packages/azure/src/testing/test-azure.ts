import { Secret, type Observation, type ProviderContext, type SecretStore, type Settings, type SubjectTokenRequest } from '@carnet/provider';
import { startLocalClouds, type LocalApplication, type LocalClouds, type LocalTenant, type LocalVault } from '@carnet/local-clouds';
import { createAzure } from '../create-azure.ts';
import { createTestIssuer, testSubject as subject, type TestIssuer } from '@carnet/provider-testkit';

export interface TestAzure extends AsyncDisposable {
  readonly clouds: LocalClouds;
  readonly issuer: TestIssuer;
  readonly tenant: LocalTenant;
  readonly application: LocalApplication;
  readonly vault: LocalVault;
  readonly clock: { time: number };
  /** What the provider asked the host for, oldest first. */
  readonly mints: SubjectTokenRequest[];
  readonly observations: Observation[];
  readonly identity: Settings;
  /** One session: what a host keeps for one identity config. */
  readonly context: ProviderContext;
  /** What the host hands out. Default: a fresh token each time. */
  source: (request: SubjectTokenRequest) => string | Promise<string>;
  open(store?: Settings, context?: ProviderContext): SecretStore;
  openWithSecret(clientSecret: string): SecretStore;
  /** How many requests arrived: for a token, at vaults without and with success. */
  tally(): { readonly tokens: number; readonly challenges: number; readonly reads: number };
  freshContext(): ProviderContext;
}

/** One trusted application with an Officer's role at one vault, in production configuration but for the transport. */
export async function startTestAzure(): Promise<TestAzure> {
  const clock = { time: Date.now(), now: () => clock.time };
  const clouds = await startLocalClouds({ clock });
  const issuer = createTestIssuer({ now: clock.now, audience: 'api://AzureADTokenExchange' });
  clouds.route(issuer.host, issuer.fetch);
  const tenant = clouds.azure.tenant();
  const application = tenant.application();
  application.addFederatedCredential({ name: 'carnet', issuer: issuer.url, subject, audience: 'api://AzureADTokenExchange' });
  const vault = clouds.azure.vault({ name: 'orders-kv', tenant });
  vault.grant({ principal: application, role: 'Key Vault Secrets Officer' });

  const provider = createAzure();
  const mints: SubjectTokenRequest[] = [];
  const observations: Observation[] = [];
  const freshContext = (): ProviderContext => ({
    subjectToken: async (request = {}) => {
      mints.push(request);
      return await azure.source(request);
    },
    transport: clouds.transport,
    clock: { now: clock.now, sleep: () => Promise.resolve() },
    random: (size) => new Uint8Array(size),
    observe: (observation) => observations.push(observation),
    session: new Map(),
  });
  const identity = { tenantId: tenant.id, clientId: application.clientId, cloud: 'public' };
  const azure: TestAzure = {
    clouds, issuer, tenant, application, vault, clock, mints, observations, identity, freshContext,
    context: freshContext(),
    source: () => issuer.mint(),
    open: (store = { vaultName: vault.name }, context = azure.context) => provider.open({ method: 'workload-identity', identity, store }, context),
    openWithSecret: (clientSecret) =>
      provider.open(
        {
          method: 'client-secret',
          methodSettings: { tenantId: tenant.id, clientId: application.clientId },
          secrets: { clientSecret: new Secret(new TextEncoder().encode(clientSecret)) },
          store: { vaultName: vault.name },
        },
        azure.context,
      ),
    tally: () => {
      const vaults = clouds.requests.filter(({ service }) => service === 'keyvault');
      return {
        tokens: clouds.requests.filter(({ service, method }) => service === 'entra' && method === 'POST').length,
        challenges: vaults.filter(({ status }) => status === 401).length,
        reads: vaults.filter(({ status }) => status === 200).length,
      };
    },
    [Symbol.asyncDispose]: () => clouds.close(),
  };
  return azure;
}

export const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
export const bytes = (value: string): Uint8Array => new TextEncoder().encode(value);

/** The error that a promise rejects with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return await promise.then(
    () => {
      throw new TypeError('It did not fail.');
    },
    (error: unknown) => error,
  );
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
