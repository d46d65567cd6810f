import { CarnetError, type ErrorCode, type Step } from '@carnet/provider';
import { isRedirect, withoutSent } from '@carnet/provider-parts';
import { azureError } from './azure-error.ts';
import { isNetworkFailure, networkFailure } from './network-failure.ts';
import { unauthorizedAnswer, VaultAnswer } from './vault-answer.ts';

export interface VaultCall {
  readonly step: Step;
  readonly vault: string;
  readonly secret?: string | undefined;
  readonly version?: string | undefined;
  /** What was sent to be stored. No message may repeat it. */
  readonly value?: string | undefined;
}

function subjectOf({ secret, version, vault }: VaultCall): string {
  if (secret === undefined) return `the vault '${vault}'`;
  return `the secret '${secret}'${version === undefined ? '' : ` in version ${version}`} of the vault '${vault}'`;
}

function forbidden(answer: VaultAnswer, call: VaultCall): { readonly code: ErrorCode; readonly message: string } {
  const what = subjectOf(call);
  if (answer.words.innerCode === 'SecretDisabled') return { code: 'SECRET_DISABLED', message: `Key Vault says that ${what} is disabled.` };
  if (answer.words.innerCode === 'ForbiddenByFirewall') return { code: 'ACCESS_DENIED', message: `The firewall of the vault '${call.vault}' does not let this host in.` };
  return { code: 'ACCESS_DENIED', message: `The identity may not ${call.step} ${what}.` };
}

function meaningOf(answer: VaultAnswer, call: VaultCall): { readonly code: ErrorCode; readonly message: string; readonly retryable?: boolean } {
  const { status } = answer.facts;
  const what = subjectOf(call);
  if (isRedirect(status)) return { code: 'REDIRECT_REFUSED', message: `The vault '${call.vault}' answered with a redirect (${status}), which was not followed.` };
  if (status === 401) return unauthorized(answer, call);
  if (status === 403 && answer.words.code !== undefined) return forbidden(answer, call);
  if (status === 404 && answer.words.code !== undefined) return { code: 'SECRET_NOT_FOUND', message: `Key Vault holds nothing under ${what}.` };
  if (status === 409) return { code: 'SECRET_DISABLED', message: `Key Vault says that ${what} is deleted and not yet purged, or is being changed.` };
  if (status === 429) return { code: 'THROTTLED', message: `The vault '${call.vault}' answered that it gets too many requests.` };
  return { code: 'STORE_FAULT', message: `The vault '${call.vault}' answered with status ${status}.`, retryable: status >= 500 || status === 408 || answer.words.code === undefined };
}

function unauthorized(answer: VaultAnswer, { vault }: VaultCall): { readonly code: ErrorCode; readonly message: string } {
  const number = /^(AKV10022|AKV10032)\b/.exec(answer.words.text ?? '')?.[1];
  return number === undefined
    ? { code: 'CREDENTIAL_EXPIRED', message: `The vault '${vault}' no longer accepts the access token.` }
    : { code: 'PRINCIPAL_NOT_FOUND', message: `The vault '${vault}' takes no token of this tenant (${number}).` };
}

/** Whatever came out of the SDK, as one of our errors. Nothing of the SDK's own error is kept. */
export function vaultFailure(error: unknown, call: VaultCall): CarnetError {
  if (CarnetError.isInstance(error)) return error;
  const { step, vault, value } = call;
  const answer = error instanceof VaultAnswer ? error : unauthorizedAnswer(error);
  if (answer !== undefined) {
    const { facts, words } = answer;
    return azureError({
      ...meaningOf(answer, call),
      step,
      requestId: facts.requestId,
      retryAfter: facts.retryAfter,
      cloudCode: words.innerCode ?? words.code,
      cloudMessage: withoutSent(words.text, value === undefined ? [] : [value]),
    });
  }
  if (isNetworkFailure(error)) return networkFailure(error, { code: 'STORE_UNREACHABLE', host: `The vault '${vault}'`, step });
  return azureError({ code: 'STORE_FAULT', step, message: `The vault '${vault}' answered with something that is no answer of Key Vault.` });
}
