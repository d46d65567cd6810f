import { azureTrust } from './azure-trust.ts';
import { createIssuerKeys } from '../issuer-keys/issuer-keys.ts';
import type { Cloud } from '../network/cloud.ts';
import { azureClouds, azureHosts } from './clouds.ts';
import { createAccessTokens } from './entra/access-tokens.ts';
import { createTenant, type DirectoryTenant } from './entra/directory.ts';
import { issuerRequestFailed } from './entra/entra-refusals.ts';
import { createEntra } from './entra/entra.ts';
import { createKeyVault } from './key-vault/key-vault.ts';
import { createVault, type Vault } from './key-vault/vault.ts';
import type { LocalAzure } from './local-azure.ts';
import { sampleCredential } from './sample-credential.ts';

export interface Azure extends Cloud<'entra' | 'keyvault'> {
  readonly control: LocalAzure;
}

export interface AzureParts {
  readonly clock: { now(): number };
  /** The way from Entra to the issuers. */
  fetch(request: Request): Promise<Response>;
  readonly onCredential?: ((credential: string) => void) | undefined;
}

const authorities: readonly string[] = Object.values(azureClouds).flatMap((cloud) => cloud.authorities);

export function createAzure({ clock, fetch, onCredential }: AzureParts): Azure {
  const tenants = new Map<string, DirectoryTenant>();
  const vaults = new Map<string, Vault>();
  const tokens = createAccessTokens(clock, onCredential);

  const control: LocalAzure = {
    jwksCacheMs: 0,
    issuerTimeoutMs: 5000,
    propagationMs: 0,
    tokenLifetimeSeconds: 3599,
    legacyErrors: false,
    tenant(options) {
      const tenant = createTenant(clock, options);
      if (tenants.has(tenant.control.id)) throw new TypeError(`There is a tenant ${tenant.control.id} already.`);
      tenants.set(tenant.control.id, tenant);
      return tenant.control;
    },
    vault(options) {
      const vault = createVault(clock, options);
      if (vaults.has(vault.host)) throw new TypeError(`There is a vault at ${vault.host} already.`);
      vaults.set(vault.host, vault);
      return vault.control;
    },
    sampleCredential: (secrets) => sampleCredential(control, secrets, `sample-vault-${vaults.size + 1}`),
    revokeCredentials: () => tokens.revoke(),
    describeAccessToken(token) {
      const found = tokens.find(token);
      if (!found || clock.now() >= found.expiresAt) return undefined;
      const { audience, tenantId, clientId, objectId, expiresAt } = found;
      return { audience, tenantId, clientId, objectId, expiresAt };
    },
  };
  const entra = createEntra({
    clock,
    settings: control,
    issuerKeys: createIssuerKeys({ clock, fetch, settings: control, failed: (fault) => issuerRequestFailed(fault, control.legacyErrors) }),
    issueToken: (grant) => tokens.issue(grant),
    tenant: (id) => tenants.get(id),
  });
  const keyVault = createKeyVault({ clock, vault: (host) => vaults.get(host), findToken: (token) => tokens.find(token) });
  return {
    control,
    trust: azureTrust({ tenant: (id) => tenants.get(id), vault: (host) => vaults.get(host) }),
    hosts: azureHosts,
    services: { entra, keyvault: keyVault },
    serviceOf: (host) => (authorities.includes(host) ? 'entra' : 'keyvault'),
    hasHost: (host) => authorities.includes(host) || vaults.has(host),
  };
}
