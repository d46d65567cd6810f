import { startLocalClouds, type LocalClouds } from '@carnet/local-clouds';
import type { TestIssuer } from '@carnet/provider-testkit';
import { roleName, type VaultOwner } from './vault-owner.ts';

const policy = 'carnet-reader';

/** The local Vault, which fetches the keys of the issuer and verifies. Its time is the one that a test sets. */
export async function standIn(issuer: TestIssuer, clock: { time: number }): Promise<VaultOwner & { readonly clouds: LocalClouds }> {
  const now = { now: () => clock.time };
  const clouds = await startLocalClouds({ clock: now });
  clouds.route(issuer.host, issuer.fetch);
  const server = clouds.vault.server();
  const { root } = server;
  const jwt = root.jwtAuth({ discoveryUrl: issuer.url, boundIssuer: issuer.url });
  const kv = root.kv();
  return {
    clouds,
    address: server.address,
    authMount: 'jwt',
    kvMount: 'secret',
    clock: now,
    fetch: (request) => clouds.transport.fetch(request),
    role(changes) {
      jwt.role({ name: roleName, boundAudiences: [server.address], boundSubject: issuer.subject, policies: [policy], tokenTtlSeconds: 3600, tokenMaxTtlSeconds: 14_400, ...changes });
      return Promise.resolve();
    },
    policy(rules) {
      root.policy(policy, Object.fromEntries(Object.entries(rules).map(([path, capabilities]) => [`secret/${path}`, capabilities])));
      return Promise.resolve();
    },
    put: (path, data) => Promise.resolve(kv.set(path, data)),
    deleteVersion(path, version) {
      kv.deleteVersion(path, version);
      return Promise.resolve();
    },
    destroyVersion(path, version) {
      kv.destroyVersion(path, version);
      return Promise.resolve();
    },
    token: () => Promise.resolve(root.token({ policies: [policy], ttlSeconds: 3600 })),
    revokeTokens() {
      root.revokeTokens();
      return Promise.resolve();
    },
    [Symbol.asyncDispose]: () => clouds.close(),
  };
}
