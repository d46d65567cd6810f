import { vaultTrust } from './vault-trust.ts';
import { randomBytes } from 'node:crypto';
import { createIssuerKeys } from '../issuer-keys/issuer-keys.ts';
import type { Cloud } from '../network/cloud.ts';
import { hostOf, vaultHosts } from './hosts.ts';
import type { LocalVaults } from './local-vault.ts';
import { createServer, type VaultServer } from './server.ts';
import { badRequest, rateLimited } from './vault-refusal.ts';

export interface Vault extends Cloud<'vault'> {
  readonly control: LocalVaults;
}

export interface VaultParts {
  readonly clock: { now(): number };
  /** The way from a server to the issuers. */
  fetch(request: Request): Promise<Response>;
  readonly onCredential?: ((credential: string) => void) | undefined;
}

export function createVault({ clock, fetch, onCredential }: VaultParts): Vault {
  const servers = new Map<string, VaultServer>();
  const control: LocalVaults = {
    issuerTimeoutMs: 5000,
    server({ name = `vault-${randomBytes(4).toString('hex')}` } = {}) {
      if (!/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name)) throw new TypeError('The name of a server has 1 to 63 letters a-z, digits and hyphens, and no hyphen at its ends.');
      if (servers.has(hostOf(name))) throw new TypeError(`There is a Vault server ${name} already.`);
      const server = createServer(name, { clock, issuerKeys, onCredential });
      servers.set(hostOf(name), server);
      return server.control;
    },
  };
  const issuerKeys = createIssuerKeys({
    clock,
    fetch,
    // Vault keeps keys and asks again for one that it does not have; here each login asks, so that a withdrawn key is refused at once.
    settings: { jwksCacheMs: 0, get issuerTimeoutMs() { return control.issuerTimeoutMs; } },
    failed: (fault) => badRequest(`error configuring token validator: keyset configuration error: ${fault === 'unreachable' ? 'the issuer could not be reached' : 'the issuer did not answer with its documents'}`),
  });
  return {
    control,
    trust: vaultTrust((host) => servers.get(host)),
    hosts: vaultHosts,
    hasHost: (host) => servers.has(host),
    serviceOf: () => 'vault',
    services: {
      vault: {
        // A host without a server has no certificate, so no request arrives for it.
        answer: async (call) => (await servers.get(call.host)?.answer(call)) ?? { status: 404, headers: {}, body: '' },
        throttled: (retryAfterSeconds, call) => rateLimited(call.url.pathname.replace(/^\/v1\//, ''), retryAfterSeconds).answer,
      },
    },
  };
}
