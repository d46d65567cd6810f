import type { JWK } from 'jose';
import { issuerRequestFailed, type IssuerFault } from './entra-refusals.ts';

export interface IssuerKeysOptions {
  readonly clock: { now(): number };
  fetch(request: Request): Promise<Response>;
  readonly settings: { readonly jwksCacheMs: number; readonly issuerTimeoutMs: number; readonly legacyErrors: boolean };
}

/** The keys that an issuer publishes, fetched from its own addresses. */
export type IssuerKeys = (issuer: string) => Promise<readonly JWK[]>;

// Entra stores no more: https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations
const mostKeys = 100;

export function createIssuerKeys({ clock, fetch, settings }: IssuerKeysOptions): IssuerKeys {
  const cache = new Map<string, { readonly keys: readonly JWK[]; readonly fetchedAt: number }>();

  const failed = (fault: IssuerFault): Error => issuerRequestFailed(fault, settings.legacyErrors);

  const fetchJson = async (address: string): Promise<Readonly<Record<string, unknown>>> => {
    if (URL.parse(address)?.protocol !== 'https:') throw failed('answered-otherwise');
    const response = await fetch(new Request(address, { headers: { accept: 'application/json' }, signal: AbortSignal.timeout(settings.issuerTimeoutMs) })).catch(() => {
      throw failed('unreachable');
    });
    const text = await response.text().catch(() => {
      throw failed('unreachable');
    });
    if (response.status !== 200) throw failed('answered-otherwise');
    return parseObject(text) ?? raise(failed('answered-otherwise'));
  };

  return async (issuer) => {
    const known = cache.get(issuer);
    if (known && clock.now() < known.fetchedAt + settings.jwksCacheMs) return known.keys;
    const discovery = await fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    if (discovery['issuer'] !== issuer || typeof discovery['jwks_uri'] !== 'string') throw failed('answered-otherwise');
    const { keys } = await fetchJson(discovery['jwks_uri']);
    if (!Array.isArray(keys)) throw failed('answered-otherwise');
    const usable = keys.slice(0, mostKeys).filter((key): key is JWK => typeof key === 'object' && key !== null);
    cache.set(issuer, { keys: usable, fetchedAt: clock.now() });
    return usable;
  };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function raise(error: Error): never {
  throw error;
}
