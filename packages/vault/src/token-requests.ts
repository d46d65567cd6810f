import type { ProviderContext } from '@carnet/provider';
import { failureFacts, generalMeaning } from './failure-facts.ts';
import { objectField, textField } from './json-object.ts';
import { sendRequest, type Hop, type VaultAnswer } from './send-request.ts';
import { vaultError } from './vault-error.ts';
import type { VaultServer } from './vault-settings.ts';
import { entityOf, tokenOf, type TokenState, type VaultToken } from './vault-token.ts';

/** Where a token asks about itself; the policy `default` lets it. */
export interface TokenCall {
  readonly server: VaultServer;
  readonly context: Pick<ProviderContext, 'clock' | 'transport'>;
  readonly signal: AbortSignal | undefined;
}

/** Who a token belongs to, and until when: epoch milliseconds, Infinity where it has no end. */
export interface TokenHolder {
  readonly expiresAt: number;
  readonly principal: string | undefined;
}

const longestRevocationMs = 5_000;

const hopOf = (signal: AbortSignal | undefined): Hop => ({ code: 'TOKEN_ENDPOINT', step: 'authenticate', signal });

/** How a server says that it does not know a token, where it says so. */
export function saysTokenEnded(words: string): boolean {
  return /\b(?:invalid|bad) token\b/i.test(words);
}

/** @throws CarnetError where an answer says nothing about the token */
function refusedState(answer: VaultAnswer, token: string, { address }: VaultServer): Exclude<TokenState, 'live'> {
  const { words, facts } = failureFacts(answer, [token]);
  const general = generalMeaning(answer, words, new URL(address).host, { code: 'TOKEN_ENDPOINT' });
  if (general !== undefined) throw vaultError({ ...facts, step: 'authenticate', ...general });
  return words !== undefined && saysTokenEnded(words) ? 'ended' : 'refused';
}

/** @throws CarnetError where no answer came, or one that says nothing about the token */
export async function lookUpToken(token: string, { server, context: { transport }, signal }: TokenCall): Promise<TokenHolder & { readonly state: TokenState }> {
  const answer = await sendRequest(transport, server, { method: 'GET', path: 'auth/token/lookup-self', token }, hopOf(signal));
  const data = objectField(answer.body, 'data');
  const end = Date.parse(textField(data, 'expire_time') ?? '');
  return {
    expiresAt: Number.isNaN(end) ? Number.POSITIVE_INFINITY : end,
    principal: entityOf(data),
    state: answer.status === 200 && data !== undefined ? 'live' : refusedState(answer, token, server),
  };
}

/**
 * The same token with a longer life, or undefined where Vault refuses: it is revoked, or may not be renewed.
 *
 * @throws CarnetError where no answer came, or one that says nothing about the token
 */
export async function renewToken(old: VaultToken, { server, context: { clock, transport }, signal }: TokenCall): Promise<VaultToken | undefined> {
  const now = clock.now();
  const answer = await sendRequest(transport, server, { method: 'POST', path: 'auth/token/renew-self', token: old.value, body: '{}' }, hopOf(signal));
  if (answer.status === 200) return tokenOf(answer.body, now, old);
  refusedState(answer, old.value, server);
  return undefined;
}

/**
 * One attempt that never fails: a token that could not be revoked ends by its time. It is bounded by the machine's own timer:
 * whoever closes a store gives no signal, and waits in real time.
 */
export async function revokeToken({ value }: VaultToken, { server, context: { transport } }: Omit<TokenCall, 'signal'>): Promise<void> {
  const request = { method: 'POST', path: 'auth/token/revoke-self', token: value, body: '{}' } as const;
  await sendRequest(transport, server, request, { code: 'TOKEN_ENDPOINT', step: 'close', signal: AbortSignal.timeout(longestRevocationMs) }).catch(() => undefined);
}
