import { unlessAborted, withDeadline } from './deadline.ts';
import { IssuerError } from './issuer-error.ts';
import type { KeyRing } from './key-ring.ts';
import { readMintRequest } from './mint-request.ts';
import type { MintRequest, MintSettings, TokenOrder } from './mint-request.ts';
import { signSubjectToken, subjectOf, subjectTokenClaims } from './subject-token.ts';
import type { SubjectToken } from './subject-token.ts';
import { TokenCache } from './token-cache.ts';
import type { MintedToken } from './token-cache.ts';

/** What the audit learns of a token: never the token. */
export interface TokenEvent {
  readonly jti: string;
  readonly issuer: string;
  readonly organization: string;
  readonly automation: string | undefined;
  readonly subject: string;
  readonly audience: string;
  readonly keyId: string;
  /** Whole seconds since 1970. */
  readonly issuedAt: number;
  /** Whole seconds since 1970. */
  readonly expiresAt: number;
}

/** Called before the token goes on; when it fails or takes more than 10 s, the token is not handed out. */
export type TokenObserver = (event: TokenEvent, options: { readonly signal: AbortSignal }) => void | Promise<void>;

export interface MintParts extends MintSettings {
  readonly currentRing: () => KeyRing;
  readonly now: () => number;
  readonly random: (size: number) => Uint8Array;
  readonly cacheSize: number;
  readonly onMint: TokenObserver | undefined;
  readonly onHandOut: TokenObserver | undefined;
}

const auditDeadline = 10_000;
const withdrawn = 'Ask again: the key was withdrawn while it signed, and another one signs now.';

export function createMint(parts: MintParts): (request: MintRequest) => Promise<SubjectToken> {
  const cache = new TokenCache(parts.cacheSize);
  const flights = new Map<string, Promise<MintedToken>>();

  return async function mint(request) {
    request.signal?.throwIfAborted();
    const order = readMintRequest(request, parts);
    const key = JSON.stringify(order);
    const renew = request.renew === true;
    const ring = parts.currentRing();
    const cached = renew ? undefined : cache.get(key, parts.now(), (keyId) => publishes(ring, keyId));
    const minted = cached ?? (await unlessAborted(shareMint(renew ? `renew ${key}` : key, () => mintAnew(key, order, ring)), request.signal));
    // The ring may have been replaced while the signer worked.
    if (!publishes(parts.currentRing(), minted.keyId)) throw new IssuerError({ code: 'SIGNING_KEY_UNPUBLISHED', hint: withdrawn });
    if (parts.onHandOut !== undefined) await unlessAborted(audit(parts.onHandOut, order, minted), request.signal);
    return { token: minted.token, claims: minted.claims };
  };

  function shareMint(flight: string, work: () => Promise<MintedToken>): Promise<MintedToken> {
    const running = flights.get(flight);
    if (running !== undefined) return running;
    const started = work().finally(() => flights.delete(flight));
    flights.set(flight, started);
    return started;
  }

  async function mintAnew(key: string, order: TokenOrder, { signer }: KeyRing): Promise<MintedToken> {
    const claims = subjectTokenClaims(order, parts.now(), parts.random);
    const minted: MintedToken = { token: await signSubjectToken(signer, claims), claims, keyId: signer.keyId };
    if (parts.onMint !== undefined) await audit(parts.onMint, order, minted);
    cache.set(key, minted);
    return minted;
  }
}

function publishes(ring: KeyRing, keyId: string): boolean {
  return ring.keys.some(({ jwk }) => jwk.kid === keyId);
}

function audit(observer: TokenObserver, order: TokenOrder, { claims, keyId }: MintedToken): Promise<void> {
  const event: TokenEvent = {
    jti: claims.jti,
    issuer: claims.iss,
    organization: order.organization,
    automation: order.automation,
    subject: subjectOf(order),
    audience: claims.aud,
    keyId,
    issuedAt: claims.iat,
    expiresAt: claims.exp,
  };
  return withDeadline(auditDeadline, () => new IssuerError({ code: 'MINT_AUDIT_FAILED' }), (signal) => observer(event, { signal }));
}
