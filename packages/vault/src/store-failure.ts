import type { CarnetError, Step } from '@carnet/provider';
import { failureFacts, generalMeaning, type Meaning } from './failure-facts.ts';
import type { VaultAnswer } from './send-request.ts';
import { saysTokenEnded } from './token-requests.ts';
import type { TokenUse } from './token-source.ts';
import { vaultError } from './vault-error.ts';
import type { KvSettings, VaultServer } from './vault-settings.ts';

/** One call of a store, for its errors. */
export interface StoreCall {
  readonly step: Step;
  readonly server: VaultServer;
  readonly kv: KvSettings;
  readonly secret?: string | undefined;
  readonly version?: string | undefined;
  readonly isStatic: boolean;
}

export function placeOf({ server: { namespace }, kv: { mount, path } }: StoreCall): string {
  return `'${mount}/${path === undefined ? '' : `${path}/`}'${namespace === undefined ? '' : ` in the namespace '${namespace}'`}`;
}

export function subjectOf(call: StoreCall): string {
  const { secret, version } = call;
  return secret === undefined ? placeOf(call) : `the secret '${secret}'${version === undefined ? '' : ` in version ${version}`} of ${placeOf(call)}`;
}

export function hostOf({ server }: Pick<StoreCall, 'server'>): string {
  return new URL(server.address).host;
}

/** A folder or an entry that is not there has other words than a mount that is not. */
function isMissingMount({ status }: VaultAnswer, words: string | undefined): boolean {
  return status === 404 && words !== undefined && /no handler for route|unsupported path|invalid path for a versioned/i.test(words);
}

function missingMount(call: StoreCall): Meaning {
  return { code: 'SETTINGS_INVALID', message: `Vault has no secrets engine at the mount '${call.kv.mount}'${call.server.namespace === undefined ? '' : ` of the namespace '${call.server.namespace}'`}.`, hint: 'Compare the field mount with what vault secrets list prints; a folder below it belongs into the field path.' };
}

function tokenEnded(call: StoreCall): Meaning {
  return call.isStatic
    ? { code: 'STATIC_SECRET_REJECTED', message: 'Vault refuses the token of the credential: it has ended, or may not look itself up, for its policies do not hold default.' }
    : { code: 'CREDENTIAL_EXPIRED', message: `${hostOf(call)} no longer knows the token of the login.` };
}

function meaningOf(answer: VaultAnswer, words: string, call: StoreCall): Meaning {
  const { status } = answer;
  const what = subjectOf(call);
  if (status === 403) {
    return { code: 'ACCESS_DENIED', message: `No policy lets the identity ${call.step} ${what}.` };
  }
  if (isMissingMount(answer, words)) return missingMount(call);
  if (status === 404) return { code: 'SECRET_NOT_FOUND', message: `Vault holds nothing under ${what}.` };
  if (status === 405) return { code: 'OPERATION_NOT_SUPPORTED', message: `${hostOf(call)} has no way to ${call.step} ${what}: the mount '${call.kv.mount}' is none of KV version 2, or the server is too old.` };
  if (/check-and-set parameter did not match/i.test(words)) return { code: 'STORE_FAULT', message: `Somebody else wrote ${what} at the same time.`, hint: 'Look at what was written, then try again.', retryable: true };
  if (/check-and-set parameter required/i.test(words)) return { code: 'OPERATION_NOT_SUPPORTED', message: `The mount '${call.kv.mount}' takes writes with check-and-set alone (cas_required), which Carnet does not send.`, hint: 'Write with vault kv put -cas, or turn cas_required off.' };
  return { code: 'STORE_FAULT', message: `${hostOf(call)} answered the ${call.step} of ${what} with status ${status}.`, retryable: false };
}

// Vault has status 500 for what its own limits of JSON do not let in, and no repeat can help.
const refusedJson = /duplicate key|json .{0,80}exceeds|malformed json/i;

function refusedValue(call: StoreCall): Meaning {
  return { code: 'STORE_FAULT', retryable: false, message: `Vault does not take the JSON of ${subjectOf(call)}: it names a field twice, or is beyond the limits of the server, such as 1 MiB for a text.`, hint: 'Write another value, or raise the limits of the listener (max_json_…).' };
}

/** An answer that is no success, as one of our errors. What answers a write may repeat any part of the value: its words are not kept. */
export async function storeFailure(answer: VaultAnswer, call: StoreCall, token: TokenUse, signal: AbortSignal | undefined): Promise<CarnetError> {
  const { words, facts: { retryAfter, cloudMessage } } = failureFacts(answer, [token.value]);
  const facts = { step: call.step, retryAfter, cloudMessage: call.step === 'write' ? undefined : cloudMessage };
  if (call.step === 'write' && answer.status === 500 && refusedJson.test(words ?? '')) return vaultError({ ...facts, ...refusedValue(call) });
  const general = generalMeaning(answer, words, hostOf(call), { code: 'STORE' });
  const ended = general === undefined && answer.status === 403 && await token.isEnded(saysTokenEnded(words ?? ''), signal);
  return vaultError({ ...facts, ...(general ?? (ended ? tokenEnded(call) : meaningOf(answer, words ?? '', call))) });
}
