import { generateKeyPair, exportJWK, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testSubject } from '../../testing/test-issuer.ts';
import { startTestVault, type TestVault } from '../testing/test-vault.ts';

let vault: TestVault & AsyncDisposable;
beforeEach(async () => {
  vault = await startTestVault();
  await vault.call('POST', 'sys/auth/team/jwt', { body: { type: 'jwt', description: 'of the team' } });
});
afterEach(() => vault[Symbol.asyncDispose]());

const at = 'auth/team/jwt';
const configure = async (body: object): Promise<object> => await vault.call('POST', `${at}/config`, { body });
const writeRole = async (body: object, name = 'made'): Promise<object> => await vault.call('POST', `${at}/role/${name}`, { body });
const role = { role_type: 'jwt', user_claim: 'sub', bound_audiences: 'https://orders.vault.example.test', token_policies: 'app, other' };
const logIn = async (jwt: string, name = 'made'): Promise<object> => await vault.call('POST', `${at}/login`, { token: null, body: { role: name, jwt } });

describe('a JWT auth mount over HTTP', () => {
  test('it is enabled, configured with an issuer that answers, and read', async () => {
    expect(await vault.call('POST', 'sys/auth/team/jwt', { body: { type: 'jwt' } })).toEqual({ status: 400, errors: ['path is already in use at team/jwt/'] });
    expect(await vault.call('GET', `${at}/config`)).toEqual({ status: 404, errors: [] });
    expect(await configure({})).toMatchObject({ status: 400, errors: [expect.stringContaining('exactly one of')] });
    expect(await configure({ oidc_discovery_url: 'https://none.example.test' })).toEqual({ status: 400, errors: ['error checking oidc discovery URL'] });
    expect(await configure({ oidc_discovery_url: vault.issuer.url, jwt_supported_algs: ['none'] })).toMatchObject({ status: 400, errors: ['invalid jwt_supported_algs: unsupported signing algorithm "none"'] });
    expect(await configure({ jwks_url: 'https://issuer.example.test/oauth2/jwks' })).toMatchObject({ status: 400, errors: ['jwks_url is not imitated by the local clouds'] });
    expect(await configure({ oidc_discovery_url: vault.issuer.url, bound_issuer: vault.issuer.url, default_role: 'made' })).toEqual({ status: 204 });
    expect(await vault.call('GET', `${at}/config`)).toMatchObject({ data: { oidc_discovery_url: vault.issuer.url, bound_issuer: vault.issuer.url, default_role: 'made', jwks_pairs: [] }, mount_type: 'jwt' });
    expect(await vault.call('GET', 'sys/auth/team/jwt')).toMatchObject({ type: 'jwt', description: 'of the team', data: { type: 'jwt' } });
    expect(Object.keys((await vault.call('GET', 'sys/auth')).data ?? {})).toEqual(['jwt/', 'team/jwt/', 'token/']);
  });

  test.each([
    [{ user_claim: '' }, 'a user claim must be defined on the role'],
    [{ bound_audiences: [] }, 'must have at least one bound constraint when creating/updating a role'],
    [{ role_type: '' }, "'allowed_redirect_uris' must be set if 'role_type' is 'oidc' or unspecified."],
    [{ role_type: 'x' }, "invalid 'role_type': x"],
    [{ bound_claims_type: 'x' }, "invalid 'bound_claims_type': x"],
    [{ token_ttl: 100, token_max_ttl: 50 }, "'token_ttl' cannot be greater than 'token_max_ttl'"],
    [{ token_num_uses: -1 }, "'token_num_uses' cannot be negative"],
    [{ token_ttl: -1 }, `error converting input for field "token_ttl": cannot provide negative value '-1'`],
    [{ claim_mappings: { a: 'role' } }, 'metadata key "role" is reserved and may not be a mapping destination'],
    [{ groups_claim: 'groups' }, 'groups_claim is not imitated by the local clouds'],
    [{ token_period: '1h' }, 'token_period is not imitated by the local clouds'],
    [{ token_type: 'batch' }, 'a token of this type is not imitated by the local clouds'],
    [{ token_ttl: 'soon' }, 'error converting input for field "token_ttl": expected a duration'],
    [{ bound_claims: 'x' }, 'error converting input for field "bound_claims": expected a map'],
  ])('a role with %j is refused', async (change, error) => {
    expect(await writeRole({ ...role, ...change })).toEqual({ status: 400, errors: [error] });
    expect(await vault.call('GET', `${at}/role/made`)).toEqual({ status: 404, errors: [] });
  });

  test('a role is written, read by any case of its name, listed, changed in part, and removed', async () => {
    expect(await writeRole({ ...role, token_ttl: '1h30m', token_max_ttl: '7200' }, 'Made')).toEqual({ status: 204 });
    expect(await writeRole({ ...role, token_max_ttl: 6000 })).toEqual({ status: 204 });
    expect(await vault.call('GET', `${at}/role/made`)).toMatchObject({ data: { bound_audiences: [role.bound_audiences], token_policies: ['app', 'other'], token_ttl: 5400, token_max_ttl: 6000, bound_claims: null } });
    expect(await vault.call('LIST', `${at}/role`)).toMatchObject({ status: 200, data: { keys: ['made'] } });
    expect(await vault.call('DELETE', `${at}/role/made`)).toEqual({ status: 204 });
    expect(await vault.call('LIST', `${at}/role`)).toEqual({ status: 404, errors: [] });
  });

  test('globs, mapped claims, another user claim, a default role and one token policy alone', async () => {
    await configure({ oidc_discovery_url: vault.issuer.url, default_role: 'made' });
    await writeRole({ ...role, user_claim: 'email', bound_claims: { sub: 'organization:*-*9a11' }, bound_claims_type: 'glob', claim_mappings: { team: 'team' }, token_no_default_policy: true });
    const jwt = await vault.mint({ email: 'a@example.test', team: 'orders' });
    expect(await vault.call('POST', `${at}/login`, { token: null, body: { jwt } })).toMatchObject({ status: 200, auth: { metadata: { role: 'made', team: 'orders' }, policies: ['app', 'other'] } });
    for (const sub of ['workspace:1', `${testSubject}x`, 'organization:9a11']) {
      expect(await logIn(await vault.mint({ email: 'x', sub }))).toEqual({ status: 400, errors: ['error validating claims: claim "sub" does not match any associated bound claim values'] });
    }
    expect(await logIn(await vault.mint())).toEqual({ status: 400, errors: ['claim "email" not found in token'] });
    expect(await logIn(await vault.mint({ email: 5 }))).toEqual({ status: 400, errors: ['claim "email" could not be converted to string'] });
    expect(await logIn(await vault.mint({ email: 'x', team: 5 }))).toEqual({ status: 400, errors: ["error converting claim 'team' to string"] });
  });

  test('an audience is refused by a role that is bound to none', async () => {
    await configure({ oidc_discovery_url: vault.issuer.url });
    await writeRole({ ...role, bound_audiences: [], bound_subject: testSubject });
    expect(await logIn(await vault.mint())).toEqual({ status: 400, errors: ['audience claim found in JWT but no audiences bound to the role'] });
    expect(await logIn(await vault.mint({ aud: undefined }))).toMatchObject({ status: 200 });
  });

  test('ES256 and EdDSA are verified, and only the algorithms of the mount are taken', async () => {
    await writeRole(role);
    for (const alg of ['ES256', 'EdDSA']) {
      const { publicKey, privateKey } = await generateKeyPair(alg);
      vault.issuer.keys = [{ ...(await exportJWK(publicKey)), kid: alg }];
      const jwt = await new SignJWT(vault.issuer.claims({ aud: vault.server.address })).setProtectedHeader({ alg, kid: alg }).sign(privateKey);
      await configure({ oidc_discovery_url: vault.issuer.url, jwt_supported_algs: `${alg},RS512` });
      expect(await logIn(jwt)).toMatchObject({ status: 200 });
      await configure({ oidc_discovery_url: vault.issuer.url, jwt_supported_algs: ['RS256'] });
      expect(await logIn(jwt)).toEqual({ status: 400, errors: ['error validating token: invalid algorithm (alg) header parameter: token signed with unexpected algorithm'] });
    }
  });

  test('whoever logged in at a mount is out when it is disabled', async () => {
    await configure({ oidc_discovery_url: vault.issuer.url });
    await writeRole(role);
    const { auth } = (await logIn(await vault.mint())) as { auth: { client_token: string } };
    const lookUp = async (): Promise<number> => (await vault.call('GET', 'auth/token/lookup-self', { token: auth.client_token })).status;
    expect(await lookUp()).toBe(200);
    expect(await vault.call('DELETE', 'sys/auth/team/jwt')).toEqual({ status: 204 });
    expect(await lookUp()).toBe(403);
    expect(await vault.call('GET', 'sys/auth/team/jwt')).toEqual({ status: 400, errors: ['No auth engine at team/jwt/'] });
  });
});
