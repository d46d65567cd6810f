import { startLocalClouds, type LocalClouds, type LocalPoolProvider, type LocalProject, type LocalProjectSecrets, type LocalServiceAccount, type LocalWorkloadIdentityPool } from '@carnet/local-clouds';
import { Secret, type Observation, type ProviderContext, type SecretStore, type Settings, type SubjectTokenRequest } from '@carnet/provider';
import { createGcp } from '../create-gcp.ts';
import { createTestIssuer, testSubject as subject, type TestIssuer } from '@carnet/provider-testkit';

export interface TestGcp extends AsyncDisposable {
  readonly clouds: LocalClouds;
  readonly issuer: TestIssuer;
  readonly project: LocalProject;
  readonly pool: LocalWorkloadIdentityPool;
  readonly poolProvider: LocalPoolProvider;
  /** Whom the roles of the project are given to. */
  readonly principal: string;
  readonly secrets: LocalProjectSecrets;
  /** With no role at first. */
  readonly account: LocalServiceAccount;
  readonly clock: { time: number };
  /** What the provider asked the host for, oldest first. */
  readonly mints: SubjectTokenRequest[];
  readonly observations: Observation[];
  readonly identity: Settings;
  readonly store: Settings;
  /** One session: what a host keeps for one identity config. */
  readonly context: ProviderContext;
  /** What the host hands out. Default: a fresh token each time. */
  source: (request: SubjectTokenRequest) => string | Promise<string>;
  mint(changes?: Record<string, unknown>, header?: Record<string, unknown>): string;
  open(store?: Settings, context?: ProviderContext, identity?: Settings): SecretStore;
  /** Through the service account. */
  openImpersonating(context?: ProviderContext): SecretStore;
  openWithKey(key: { readonly clientEmail: string; readonly privateKeyId: string; readonly privateKey: string }, context?: ProviderContext): SecretStore;
  /** How many requests arrived, by service, without those to the issuer. */
  tally(): { readonly exchanges: number; readonly impersonations: number; readonly assertions: number; readonly calls: number };
  freshContext(): ProviderContext;
}

/** One provider of a pool whose principal administers one project's secrets, in production configuration but for the transport. */
export async function startTestGcp(): Promise<TestGcp> {
  const clock = { time: Date.now(), now: () => clock.time };
  const clouds = await startLocalClouds({ clock });
  const issuer = createTestIssuer({ now: clock.now });
  clouds.route(issuer.host, issuer.fetch);
  const project = clouds.google.project({ id: 'orders-project' });
  const pool = project.workloadIdentityPool('carnet');
  const poolProvider = pool.oidcProvider({ id: 'carnet', issuer: issuer.url });
  const principal = pool.principal(subject);
  project.grant({ member: principal, role: 'roles/secretmanager.admin' });
  const account = project.serviceAccount('secret-reader');

  const provider = createGcp();
  const mints: SubjectTokenRequest[] = [];
  const observations: Observation[] = [];
  const freshContext = (): ProviderContext => ({
    subjectToken: async (request = {}) => {
      mints.push(request);
      return await gcp.source(request);
    },
    transport: clouds.transport,
    clock: { now: clock.now, sleep: () => Promise.resolve() },
    random: (size) => new Uint8Array(size),
    observe: (observation) => observations.push(observation),
    session: new Map(),
  });
  const identity = { providerResourceName: poolProvider.resourceName };
  const store = { projectId: project.id };
  const gcp: TestGcp = {
    clouds, issuer, project, pool, poolProvider, principal, account, clock, mints, observations, identity, store, freshContext,
    secrets: project.secrets(),
    context: freshContext(),
    source: () => gcp.mint(),
    mint: (changes, header) => issuer.mint({ aud: poolProvider.audience, ...changes }, header),
    open: (at = store, context = gcp.context, as = identity) => provider.open({ method: 'workload-identity', identity: as, store: at }, context),
    openImpersonating: (context) => gcp.open(store, context, { ...identity, serviceAccountEmail: account.email }),
    openWithKey: ({ clientEmail, privateKeyId, privateKey }, context = gcp.context) =>
      provider.open({ method: 'service-account-key', methodSettings: { clientEmail, privateKeyId }, secrets: { privateKey: new Secret(new TextEncoder().encode(privateKey)) }, store }, context),
    tally: () => {
      const count = (wanted: string): number => clouds.requests.filter(({ service }) => service === wanted).length;
      return { exchanges: count('google-sts'), impersonations: count('iamcredentials'), assertions: count('google-oauth2'), calls: count('secretmanager') };
    },
    [Symbol.asyncDispose]: () => clouds.close(),
  };
  return gcp;
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
