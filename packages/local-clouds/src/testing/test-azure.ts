import type { LocalApplication, LocalTenant, LocalVault } from '../azure/local-azure.ts';
import type { LocalClouds } from '../local-clouds.ts';
import { startLocalClouds } from '../start-local-clouds.ts';
import { createTestIssuer, testAudience, testSubject, type TestIssuer } from './test-issuer.ts';

export interface TestAzure {
  readonly clouds: LocalClouds;
  readonly issuer: TestIssuer;
  readonly tenant: LocalTenant;
  readonly application: LocalApplication;
  readonly vault: LocalVault;
  /** The clock; `now` counts in milliseconds and is set by the test. */
  readonly clock: { time: number };
  token(changes?: Readonly<Record<string, string>>, tenantId?: string): Promise<Response>;
  accessToken(scope?: string): Promise<string>;
  callVault(path: string, options?: { readonly method?: string; readonly token?: string; readonly body?: object | string }): Promise<Response>;
}

/** One trusted application with an Officer's role at one vault. */
export async function startTestAzure(): Promise<TestAzure & AsyncDisposable> {
  const clock = { time: Date.now(), now: () => clock.time };
  const clouds = await startLocalClouds({ clock });
  const issuer = await createTestIssuer('issuer.example.test', clock.now);
  clouds.route(issuer.host, issuer.fetch);
  const tenant = clouds.azure.tenant();
  const application = tenant.application();
  application.addFederatedCredential({ name: 'carnet', issuer: issuer.url, subject: testSubject, audience: testAudience });
  const vault = clouds.azure.vault({ name: 'orders-kv', tenant });
  vault.grant({ principal: application, role: 'Key Vault Secrets Officer' });

  const token: TestAzure['token'] = async (changes, tenantId = tenant.id) => {
    const fields: Record<string, string> = {
      grant_type: 'client_credentials',
      client_id: application.clientId,
      scope: 'https://vault.azure.net/.default',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      ...(changes?.['client_assertion'] === undefined && changes?.['client_secret'] === undefined ? { client_assertion: await issuer.mint() } : {}),
      ...changes,
    };
    const url = `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0/token`;
    return await clouds.transport.fetch(new Request(url, { method: 'POST', body: new URLSearchParams(fields) }));
  };
  const accessToken: TestAzure['accessToken'] = async (scope = 'https://vault.azure.net/.default') => {
    const body = (await (await token({ scope })).json()) as { access_token: string };
    return body.access_token;
  };
  const callVault: TestAzure['callVault'] = async (path, options = {}) => {
    const address = new URL(path, vault.url);
    if (!address.searchParams.has('api-version')) address.searchParams.set('api-version', '7.6');
    const body = options.body === undefined ? {} : { body: typeof options.body === 'string' ? options.body : JSON.stringify(options.body) };
    const headers = { authorization: `Bearer ${options.token ?? (await accessToken())}`, 'content-type': 'application/json' };
    return await clouds.transport.fetch(new Request(address, { method: options.method ?? 'GET', headers, ...body }));
  };
  return { clouds, issuer, tenant, application, vault, clock, token, accessToken, callVault, [Symbol.asyncDispose]: () => clouds.close() };
}
