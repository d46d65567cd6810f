import type { ReadResult } from '@carnet/provider';
import { objectField, ownField, type JsonObject } from './json-object.ts';
import type { KvClient } from './kv-client.ts';
import { kvEntry } from './kv-entry.ts';
import type { VaultAnswer } from './send-request.ts';
import { hostOf, subjectOf, type StoreCall } from './store-failure.ts';
import { vaultError } from './vault-error.ts';

/** What nobody may read any more is no value, and an older version is never one instead. */
function disabled(call: StoreCall, how: 'deleted' | 'destroyed'): Error {
  return vaultError({ code: 'SECRET_DISABLED', step: 'read', message: `Vault says that ${subjectOf(call)} is ${how}.` });
}

function fieldText(data: JsonObject, field: string, call: StoreCall): string {
  const value = ownField(data, field);
  if (value === undefined) {
    throw vaultError({ code: 'JSON_KEY_NOT_FOUND', step: 'read', message: `The entry of ${subjectOf(call)} has no field '${field}'.`, hint: 'Write the field, or correct the field of the credential.' });
  }
  if (typeof value === 'string' && value.isWellFormed()) return value;
  throw vaultError({ code: 'SECRET_NOT_TEXT', step: 'read', message: `The field '${field}' of ${subjectOf(call)} is no text.`, hint: 'Store it as text; vault kv put stores every field so.' });
}

/** The object as text, or undefined where its depth is more than the engine writes. */
function objectText(data: JsonObject): string | undefined {
  try {
    return JSON.stringify(data);
  } catch {
    return undefined;
  }
}

export async function readSecret(client: KvClient, call: StoreCall, signal: AbortSignal | undefined): Promise<ReadResult> {
  const { secret = '', version: asked, kv: { field } } = call;
  const answer: VaultAnswer = await client.send(call, { kind: 'data', method: 'GET', name: secret, ...(asked !== undefined && { query: { version: asked } }) }, signal);
  if (objectField(answer.body, 'wrap_info') !== undefined) {
    throw vaultError({ code: 'ACCESS_DENIED', step: 'read', message: `A control group holds ${subjectOf(call)} back until somebody approves.`, hint: 'Leave the path out of the control group: nobody waits for a kickoff to be approved.' });
  }
  const { version, destroyed, deletedAt, data } = kvEntry(answer.body);
  const isDeleted = deletedAt !== undefined && (answer.status === 404 || data === undefined || deletedAt <= client.clock.now());
  if (destroyed || isDeleted) throw disabled(call, destroyed ? 'destroyed' : 'deleted');
  const fault = (what: string): Error => vaultError({ code: 'STORE_FAULT', step: 'read', message: `${hostOf(call)} answered the read of ${subjectOf(call)} with ${what}.` });
  if (answer.status !== 200 || version === undefined || data === undefined) throw fault(`no entry of KV version 2; the mount may be one of version 1`);
  if (asked !== undefined && asked !== String(version)) throw fault('another version');
  const text = field === undefined ? objectText(data) : fieldText(data, field, call);
  if (text === undefined) throw fault('an object that is too deep');
  return { bytes: new TextEncoder().encode(text), version: String(version), ...(deletedAt !== undefined && { notAfter: deletedAt }) };
}
