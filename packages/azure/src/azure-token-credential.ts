import type { TokenCredential } from '@azure/identity';
import type { Clock, FederatedIdentities, FederatedIdentity } from '@carnet/provider';
import { checkedTimeout, CredentialCache } from '@carnet/provider-parts';
import { azure, azureError } from './azure-error.ts';
import { federatedExchange } from './exchange.ts';
import { applicationSettings, cloudOf } from './identity-settings.ts';
import type { TokenSource } from './azure-token.ts';

export interface AzureTokenCredentialOptions {
  /** What the credential may ask tokens for, for example `https://storage.azure.com/.default`. No default. */
  readonly scopes: readonly string[];
  /** The longest that a call waits for its exchange, in milliseconds, from 1 to 600000. Default 15000: the SDK itself would wait for ever. */
  readonly timeoutMs?: number | undefined;
  /** Epoch milliseconds, for a test. Default: the clock of this host. */
  readonly clock?: Pick<Clock, 'now'> | undefined;
}

/**
 * A credential for any Azure SDK on the trust that was set up for secrets: no stored secret, one exchange for each scope
 * and token lifetime. Scopes that are not named, and other tenants, are refused.
 *
 * @throws CarnetError `SETTINGS_INVALID` where the workload identity config is not one of Azure or no scope is named;
 * `getToken` throws the codes of an exchange
 * @example
 * ```ts
 * import { azureTokenCredential } from '@carnet/azure';
 * import type { FederatedIdentities } from '@carnet/provider';
 *
 * export const blobCredential = (carnet: FederatedIdentities) =>
 *   azureTokenCredential(carnet, 'azure-prod', { scopes: ['https://storage.azure.com/.default'] });
 * ```
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation
 */
export function azureTokenCredential(identities: FederatedIdentities, name: string, options: AzureTokenCredentialOptions): TokenCredential {
  const identity = identities.identity(name);
  if (identity.kind !== 'azure') throw azureError({ code: 'SETTINGS_INVALID', message: `The workload identity config '${name}' is not one of Azure.` });
  if (options.scopes.length === 0) throw azureError({ code: 'SETTINGS_INVALID', message: 'The token credential names no scope.' });
  const { tenantId } = applicationSettings(identity.settings);
  const timeoutMs = checkedTimeout(options.timeoutMs, azure);
  const sources = new Map<string, TokenSource>();
  return {
    getToken: async (scopes, { abortSignal, claims, tenantId: askedTenant } = {}) => {
      const asked = typeof scopes === 'string' ? [scopes] : scopes;
      if (asked.length === 0 || !asked.every((scope) => options.scopes.includes(scope))) {
        throw azureError({ code: 'EXCHANGE_REJECTED', message: `A token was asked for with a scope that '${name}' does not allow.`, hint: 'Add the scope to the scopes of azureTokenCredential.' });
      }
      if (askedTenant !== undefined && askedTenant.toLowerCase() !== tenantId) {
        throw azureError({ code: 'PRINCIPAL_NOT_FOUND', message: `A token of another tenant than that of '${name}' was asked for.` });
      }
      const key = asked.join(' ');
      const source = sources.get(key) ?? sourceOf(identity, asked, options.clock ?? Date);
      sources.set(key, source);
      const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(abortSignal instanceof AbortSignal ? [abortSignal] : [])]);
      const token = (claims === undefined ? source.fresh : undefined) ?? (await source.credential(signal, claims));
      return { token: token.value, expiresOnTimestamp: token.expiresAt, refreshAfterTimestamp: token.refreshAt };
    },
  };
}

function sourceOf(identity: FederatedIdentity, scopes: readonly string[], clock: Pick<Clock, 'now'>): TokenSource {
  const options = { ...applicationSettings(identity.settings), cloud: cloudOf(identity.settings), scopes, transport: identity.transport, clock };
  return new CredentialCache(azure, clock, federatedExchange(options, (request) => identity.subjectToken(request)));
}
