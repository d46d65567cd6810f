import { objectField, ownField, textField, type JsonObject } from './json-object.ts';
import { SharedCall } from './shared-call.ts';

/** `refused`: it may have ended, or its policies do not hold `default`, which lets a token look itself up. */
export type TokenState = 'live' | 'ended' | 'refused';

/** A token that Vault gave for ours. */
export interface VaultToken {
  readonly value: string;
  /** Epoch milliseconds; Infinity where it has no end. */
  readonly expiresAt: number;
  /** Epoch milliseconds, before its end: from here on it is renewed, or a new one is fetched. */
  readonly refreshAt: number;
  /** Whether `renew-self` can make its life longer. */
  readonly renewable: boolean;
  /** Milliseconds that the login granted: a renewal that grants less has met the longest life of the token. */
  readonly granted: number;
  /** A batch token lives in no storage of Vault, and ends by its time alone. */
  readonly revocable: boolean;
  /** Who Vault takes us for: the id of the entity. */
  readonly principal: string | undefined;
  /** How many requests it may still make. */
  readonly uses: { left: number };
  /** However many requests are refused at once, it is looked up once. */
  readonly lookUp: SharedCall<TokenState>;
}

// What a header can carry; a batch token has some hundred characters.
const tokenForm = /^[\x21-\x7e]{1,8192}$/;
const entityForm = /^[\w-]{1,64}$/;

/** Who Vault takes the owner of a token for: the id of the entity. */
export function entityOf(object: JsonObject | undefined): string | undefined {
  const entity = textField(object, 'entity_id') ?? '';
  return entityForm.test(entity) ? entity : undefined;
}

export function isTokenForm(text: string): boolean {
  return tokenForm.test(text);
}

function wholeNumber(object: JsonObject | undefined, field: string): number | undefined {
  const value = ownField(object, field);
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/**
 * The token in the `auth` of a login, or of the renewal of an old one; undefined where there is none that could be used. `now`
 * is when the request was sent: what came back may be older, never younger.
 */
export function tokenOf(body: JsonObject | undefined, now: number, old?: VaultToken): VaultToken | undefined {
  const auth = objectField(body, 'auth');
  const value = textField(auth, 'client_token');
  const seconds = wholeNumber(auth, 'lease_duration');
  if (value === undefined || !isTokenForm(value) || seconds === undefined || (old !== undefined && old.value !== value)) return undefined;
  const uses = wholeNumber(auth, 'num_uses') ?? 0;
  const lifetime = seconds === 0 ? Number.POSITIVE_INFINITY : seconds * 1000;
  const granted = old?.granted ?? lifetime;
  return {
    value,
    expiresAt: now + lifetime,
    // In the last third of a life there is time for a renewal that fails and is tried again.
    refreshAt: now + lifetime * 2 / 3,
    // Each renewal would be one use less.
    renewable: ownField(auth, 'renewable') === true && uses === 0 && lifetime >= granted,
    granted,
    revocable: old?.revocable ?? textField(auth, 'token_type') !== 'batch',
    principal: entityOf(auth) ?? old?.principal,
    uses: { left: uses === 0 ? Number.POSITIVE_INFINITY : uses },
    lookUp: new SharedCall(),
  };
}
