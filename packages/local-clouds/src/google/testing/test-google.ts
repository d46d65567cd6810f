import type { JWTPayload } from 'jose';
import type { LocalClouds } from '../../local-clouds.ts';
import { startLocalClouds } from '../../start-local-clouds.ts';
import { createTestIssuer, testSubject, type TestIssuer } from '../../testing/test-issuer.ts';
import { cloudPlatform } from '../scopes.ts';
import type { LocalPoolProvider, LocalProject, LocalProjectSecrets, LocalWorkloadIdentityPool } from '../local-google.ts';

export interface TestGoogle {
  readonly clouds: LocalClouds;
  readonly issuer: TestIssuer;
  readonly project: LocalProject;
  readonly pool: LocalWorkloadIdentityPool;
  readonly provider: LocalPoolProvider;
  readonly secrets: LocalProjectSecrets;
  /** The member that `testSubject` is. */
  readonly member: string;
  /** The clock; `time` counts in milliseconds and is set by the test. */
  readonly clock: { time: number };
  /** A subject token for the provider. */
  mint(changes?: JWTPayload, header?: Record<string, unknown>): Promise<string>;
  exchange(changes?: Readonly<Record<string, string>>): Promise<Response>;
  accessToken(changes?: Readonly<Record<string, string>>): Promise<string>;
  /** Calls Secret Manager, or the API of a whole address. */
  call(path: string, options?: { readonly method?: string; readonly token?: string; readonly body?: object | string }): Promise<Response>;
}

/** One trusted subject that may do everything with the secrets of one project. */
export async function startTestGoogle(): Promise<TestGoogle & AsyncDisposable> {
  const clock = { time: Date.now(), now: () => clock.time };
  const clouds = await startLocalClouds({ clock });
  const issuer = await createTestIssuer('issuer.example.test', clock.now);
  clouds.route(issuer.host, issuer.fetch);
  const project = clouds.google.project({ id: 'orders-project', number: '123456789012' });
  const pool = project.workloadIdentityPool('carnet');
  const provider = pool.oidcProvider({ id: 'issuer', issuer: issuer.url });
  const member = pool.principal(testSubject);
  project.grant({ member, role: 'roles/secretmanager.admin' });

  const mint: TestGoogle['mint'] = (changes, header) => issuer.mint({ aud: provider.audience, ...changes }, header);
  const exchange: TestGoogle['exchange'] = async (changes = {}) => {
    const fields: Record<string, string> = {
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      audience: provider.audience,
      scope: cloudPlatform,
      requested_token_type: 'urn:ietf:params:oauth:token-type:access_token',
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      ...(changes['subject_token'] === undefined ? { subject_token: await mint() } : {}),
      ...changes,
    };
    return await clouds.transport.fetch(new Request('https://sts.googleapis.com/v1/token', { method: 'POST', body: new URLSearchParams(fields) }));
  };
  const accessToken: TestGoogle['accessToken'] = async (changes) => ((await (await exchange(changes)).json()) as { access_token: string }).access_token;
  const call: TestGoogle['call'] = async (path, options = {}) => {
    const body = options.body === undefined ? {} : { body: typeof options.body === 'string' ? options.body : JSON.stringify(options.body) };
    const headers = { authorization: `Bearer ${options.token ?? (await accessToken())}`, 'content-type': 'application/json' };
    return await clouds.transport.fetch(new Request(new URL(path, 'https://secretmanager.googleapis.com'), { method: options.method ?? 'GET', headers, ...body }));
  };
  return { clouds, issuer, project, pool, provider, secrets: project.secrets(), member, clock, mint, exchange, accessToken, call, [Symbol.asyncDispose]: () => clouds.close() };
}
