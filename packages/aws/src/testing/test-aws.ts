import { startLocalClouds, type LocalAccount, type LocalClouds, type LocalRole, type LocalSecrets } from '@carnet/local-clouds';
import { Secret, type Observation, type ProviderContext, type SecretStore, type Settings, type SubjectTokenRequest } from '@carnet/provider';
import { createAws } from '../create-aws.ts';
import { createTestIssuer, testSubject as subject, type TestIssuer } from '@carnet/provider-testkit';

export const region = 'eu-central-1';
export const stsHost: string = `sts.${region}.amazonaws.com`;
export const secretsHost: string = `secretsmanager.${region}.amazonaws.com`;

export interface TestAws extends AsyncDisposable {
  readonly clouds: LocalClouds;
  readonly issuer: TestIssuer;
  readonly account: LocalAccount;
  readonly role: LocalRole;
  readonly secrets: LocalSecrets;
  readonly clock: { time: number };
  /** What the provider asked the host for, oldest first. */
  readonly mints: SubjectTokenRequest[];
  readonly observations: Observation[];
  readonly identity: Settings;
  /** One session: what a host keeps for one identity config. */
  readonly context: ProviderContext;
  /** What the host hands out. Default: a fresh token each time. */
  source: (request: SubjectTokenRequest) => string | Promise<string>;
  open(store?: Settings, context?: ProviderContext, identity?: Settings): SecretStore;
  openWithKey(key: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string }, settings?: Settings, context?: ProviderContext): SecretStore;
  /** The operations that arrived at AWS, oldest first. */
  operations(): readonly string[];
  freshContext(changes?: Partial<ProviderContext>): ProviderContext;
}

/** What a role needs for everything that a store does. */
export const everything: object = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'secretsmanager:*', Resource: '*' }] };

/** One trusted role that may do everything with the secrets of its account, in production configuration but for the transport. */
export async function startTestAws(): Promise<TestAws> {
  const clock = { time: Date.now(), now: () => clock.time };
  const clouds = await startLocalClouds({ clock });
  const issuer = createTestIssuer({ now: clock.now, audience: 'sts.amazonaws.com' });
  clouds.route(issuer.host, issuer.fetch);
  const account = clouds.aws.account({ id: '123456789012' });
  const role = account.federatedRole({ name: 'carnet', issuer: issuer.url, subject });
  role.putPolicy('everything', everything);

  const provider = createAws();
  const mints: SubjectTokenRequest[] = [];
  const observations: Observation[] = [];
  let randoms = 0;
  const freshContext = (changes: Partial<ProviderContext> = {}): ProviderContext => ({
    subjectToken: async (request = {}) => {
      mints.push(request);
      return await aws.source(request);
    },
    transport: clouds.transport,
    clock: { now: clock.now, sleep: () => Promise.resolve() },
    random: (size) => new Uint8Array(size).fill((randoms += 1)),
    observe: (observation) => observations.push(observation),
    session: new Map(),
    ...changes,
  });
  const identity: Settings = { roleArn: role.arn, region, sessionTags: false };
  const aws: TestAws = {
    clouds, issuer, account, role, clock, mints, observations, identity, freshContext,
    secrets: account.secrets(region),
    context: freshContext(),
    source: () => issuer.mint(),
    open: (store = {}, context = aws.context, changed = identity) => provider.open({ method: 'workload-identity', identity: changed, store }, context),
    openWithKey: ({ accessKeyId, secretAccessKey, sessionToken }, settings = {}, context = aws.freshContext()) => {
      const secret = (text: string): Secret => new Secret(new TextEncoder().encode(text));
      return provider.open(
        {
          method: 'access-key',
          methodSettings: { accessKeyId, ...settings },
          secrets: { secretAccessKey: secret(secretAccessKey), ...(sessionToken === undefined ? {} : { sessionToken: secret(sessionToken) }) },
          store: { region },
        },
        context,
      );
    },
    operations: () => clouds.requests.filter(({ service }) => service !== 'issuer').map(({ operation = '' }) => operation),
    [Symbol.asyncDispose]: () => clouds.close(),
  };
  return aws;
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
