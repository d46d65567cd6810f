import type { TestIssuer } from '@carnet/provider-testkit';
import { createPublicKey, randomUUID, type JsonWebKey } from 'node:crypto';
import { roleName, type VaultOwner } from './vault-owner.ts';

/**
 * A real server, with a JWT auth method, a KV mount and a policy of its own for each test, all gone at its end. The auth
 * method holds the public key of the issuer, so that the server needs no way to us.
 */
export async function realServer(issuer: TestIssuer, server: string, rootToken: string): Promise<VaultOwner> {
  const id = randomUUID().slice(0, 8);
  const authMount = `jwt-${id}`;
  const kvMount = `kv-${id}`;
  const policy = `carnet-${id}`;
  const admin = async (method: string, path: string, body?: object): Promise<Record<string, unknown>> => {
    const response = await fetch(`${server}/v1/${path}`, { method, headers: { 'x-vault-token': rootToken }, ...(body && { body: JSON.stringify(body) }) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === '' ? {} : JSON.parse(text) as Record<string, unknown>;
  };
  const { keys: [key] } = await (await issuer.fetch(new Request(`${issuer.url}/jwks`))).json() as { keys: [JsonWebKey] };
  const pem = createPublicKey({ key, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
  await admin('POST', `sys/auth/${authMount}`, { type: 'jwt' });
  await admin('POST', `auth/${authMount}/config`, { jwt_validation_pubkeys: [pem], bound_issuer: issuer.url });
  await admin('POST', `sys/mounts/${kvMount}`, { type: 'kv', options: { version: '2' } });
  const address = server.startsWith('https://') ? server : 'https://vault.example.test:8200';

  return {
    address, authMount, kvMount,
    clock: { now: () => Date.now() },
    // The provider speaks https alone, and a development server http.
    fetch: async (request) => {
      const { pathname, search } = new URL(request.url);
      const body = request.body === null ? undefined : await request.text();
      return await fetch(`${server}${pathname}${search}`, { method: request.method, headers: request.headers, redirect: 'manual', signal: request.signal, ...(body !== undefined && { body }) });
    },
    async role({ boundAudiences = [address], boundSubject = issuer.subject, boundClaims, tokenTtlSeconds = 3600, tokenMaxTtlSeconds = 14_400, tokenNumUses = 0 }) {
      await admin('POST', `auth/${authMount}/role/${roleName}`, {
        role_type: 'jwt', user_claim: 'sub', bound_audiences: boundAudiences, bound_subject: boundSubject, ...(boundClaims && { bound_claims: boundClaims }),
        token_policies: [policy], token_ttl: tokenTtlSeconds, token_max_ttl: tokenMaxTtlSeconds, token_num_uses: tokenNumUses,
      });
    },
    async policy(rules) {
      const text = Object.entries(rules).map(([path, capabilities]) => `path ${JSON.stringify(`${kvMount}/${path}`)} { capabilities = ${JSON.stringify(capabilities)} }`).join('\n');
      await admin('POST', `sys/policies/acl/${policy}`, { policy: text });
    },
    async put(path, data) {
      const { data: { version } } = await admin('POST', `${kvMount}/data/${path.split('/').map(encodeURIComponent).join('/')}`, { data }) as { data: { version: number } };
      return version;
    },
    async deleteVersion(path, version) { await admin('POST', `${kvMount}/delete/${path}`, { versions: [version] }); },
    async destroyVersion(path, version) { await admin('POST', `${kvMount}/destroy/${path}`, { versions: [version] }); },
    async token() {
      const { auth: { client_token: token } } = await admin('POST', 'auth/token/create', { policies: [policy], ttl: '1h' }) as { auth: { client_token: string } };
      return token;
    },
    async revokeTokens() { await admin('POST', `sys/leases/revoke-prefix/auth/${authMount}/login`, {}); },
    async [Symbol.asyncDispose]() {
      await admin('DELETE', `sys/auth/${authMount}`);
      await admin('DELETE', `sys/mounts/${kvMount}`);
      await admin('DELETE', `sys/policies/acl/${policy}`);
    },
  };
}
