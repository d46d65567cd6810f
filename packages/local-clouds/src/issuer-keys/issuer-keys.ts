import type { JWK } from 'jose';

/** Why a cloud has no keys of an issuer. */
export type IssuerFault = 'answered-otherwise' | 'unreachable';

export interface IssuerKeysOptions {
  readonly clock: { now(): number };
  /** The way from the cloud to the issuers. */
  fetch(request: Request): Promise<Response>;
  /** Milliseconds, read at each use: how long keys are kept after a fetch, and how long each of the two documents is waited for. */
  readonly settings: { readonly jwksCacheMs: number; readonly issuerTimeoutMs: number };
  /** The cloud's own refusal. */
  failed(fault: IssuerFault): Error;
}

/** The keys that an issuer publishes, fetched from its own addresses. */
export type IssuerKeys = (issuer: string) => Promise<readonly JWK[]>;

/** Fetches discovery document and JWKS as the clouds do (OpenID Connect Discovery 1.0, section 4). */
export function createIssuerKeys({ clock, fetch, settings, failed }: IssuerKeysOptions): IssuerKeys {
  const cache = new Map<string, { readonly keys: readonly JWK[]; readonly fetchedAt: number }>();

  const fetchJson = async (address: string): Promise<Readonly<Record<string, unknown>>> => {
    if (URL.parse(address)?.protocol !== 'https:') throw failed('answered-otherwise');
    const response = await fetch(new Request(address, { headers: { accept: 'application/json' }, signal: AbortSignal.timeout(settings.issuerTimeoutMs) })).catch(() => {
      throw failed('unreachable');
    });
    const text = await response.text().catch(() => {
      throw failed('unreachable');
    });
    const document = response.status === 200 ? parseObject(text) : undefined;
    if (!document) throw failed('answered-otherwise');
    return document;
  };

  return async (issuer) => {
    const known = cache.get(issuer);
    if (known && clock.now() < known.fetchedAt + settings.jwksCacheMs) return known.keys;
    const discovery = await fetchJson(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    if (discovery['issuer'] !== issuer || typeof discovery['jwks_uri'] !== 'string') throw failed('answered-otherwise');
    const { keys } = await fetchJson(discovery['jwks_uri']);
    if (!Array.isArray(keys)) throw failed('answered-otherwise');
    const usable = keys.filter((key): key is JWK => typeof key === 'object' && key !== null);
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
