import { CarnetError, type ErrorCode, type ProviderContext } from '@carnet/provider';
import { objectField } from './json-object.ts';
import { loginFailure } from './login-failure.ts';
import { encodedPath, sendRequest, type VaultAnswer } from './send-request.ts';
import { raced, vaultError } from './vault-error.ts';
import type { LoginSettings } from './vault-settings.ts';
import { tokenOf, type VaultToken } from './vault-token.ts';

// A cached subject token may have run out, or be signed by a key that is gone: the two refusals that a fresh one can mend.
const mendedByRenewal: readonly ErrorCode[] = ['CLOCK_SKEW', 'SIGNATURE_REJECTED'];

export interface Login {
  readonly settings: LoginSettings;
  readonly context: ProviderContext;
  readonly signal: AbortSignal;
}

async function mint({ context, signal }: Login, renew: boolean): Promise<string> {
  try {
    return await raced(context.subjectToken({ signal, ...(renew && { renew }) }), signal);
  } catch (error) {
    if (CarnetError.isInstance(error)) throw error;
    throw vaultError({ code: 'SUBJECT_TOKEN_UNAVAILABLE', step: 'mint', message: 'The source of subject tokens gave none for Vault.' });
  }
}

function withoutToken({ body }: VaultAnswer, { address, role }: LoginSettings): CarnetError {
  const step = 'authenticate';
  if (objectField(objectField(body, 'auth'), 'mfa_requirement') !== undefined) {
    return vaultError({ code: 'EXCHANGE_REJECTED', step, message: `Vault wants a second factor of the role '${role}', which a workload does not have.`, hint: 'Leave the role out of the login MFA enforcement.' });
  }
  if (objectField(body, 'wrap_info') !== undefined) {
    return vaultError({ code: 'EXCHANGE_REJECTED', step, message: 'Vault answered the login with a wrapped token, which nobody asked for.', hint: 'Let neither a policy nor a proxy wrap the answers of the login.' });
  }
  return vaultError({ code: 'TOKEN_ENDPOINT_FAULT', step, message: `${new URL(address).host} answered the login with something that is no token with a lifetime.` });
}

async function exchange(login: Login, assertion: string): Promise<VaultToken> {
  const { settings, context: { clock, transport }, signal } = login;
  const now = clock.now();
  const answer = await sendRequest(transport, settings, {
    method: 'POST',
    path: `auth/${encodedPath(settings.mount)}/login`,
    body: JSON.stringify({ role: settings.role, jwt: assertion }),
  }, { code: 'TOKEN_ENDPOINT', step: 'authenticate', signal });
  if (answer.status !== 200) throw loginFailure(answer, { settings, now: clock.now(), assertion });
  const token = tokenOf(answer.body, now);
  if (token === undefined) throw withoutToken(answer, settings);
  return token;
}

/** Our token for one of Vault's; once more with a new one where the refusal may be about the age of the first. */
export async function logIn(login: Login): Promise<VaultToken> {
  const { clock, observe } = login.context;
  const startedAt = clock.now();
  const assertion = await mint(login, false);
  let token: VaultToken;
  try {
    token = await exchange(login, assertion);
  } catch (error) {
    if (!CarnetError.isInstance(error) || !mendedByRenewal.includes(error.code)) throw error;
    const renewed = await mint(login, true);
    if (renewed === assertion) throw error;
    token = await exchange(login, renewed);
  }
  observe({ name: 'exchange', step: 'authenticate', durationMs: clock.now() - startedAt });
  return token;
}
