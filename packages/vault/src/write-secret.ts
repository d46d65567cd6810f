import { CarnetError } from '@carnet/provider';
import { jsonObject } from './json-object.ts';
import type { KvClient } from './kv-client.ts';
import { kvEntry, writtenVersion } from './kv-entry.ts';
import type { VaultAnswer } from './send-request.ts';
import { hostOf, subjectOf, type StoreCall } from './store-failure.ts';
import { vaultError } from './vault-error.ts';

type Send = (method: 'POST' | 'PATCH', body: string) => Promise<VaultAnswer>;

/** @throws CarnetError `SECRET_NOT_TEXT`: Vault stores JSON, which holds no other bytes */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw vaultError({ code: 'SECRET_NOT_TEXT', step: 'write', message: 'The value is no UTF-8 text, and Vault stores nothing else.', hint: 'Write it as base64, and read it so.' });
  }
}

/** The object as it was written: parsing it would round its numbers. */
function checkObject(text: string): string {
  if (jsonObject(text) !== undefined) return text;
  throw vaultError({ code: 'SETTINGS_INVALID', step: 'write', message: 'Without a field, the value of a credential for Vault is a JSON object, and this one is none.', hint: 'Write a JSON object, or set the field of the credential.' });
}

/** The version of an entry whose newest version is deleted; 0 where there is no entry. */
async function currentVersion(patched: Promise<VaultAnswer>): Promise<{ readonly answer?: VaultAnswer; readonly version: number }> {
  try {
    const answer = await patched;
    return answer.status === 404 ? { version: kvEntry(answer.body).version ?? 0 } : { answer, version: 0 };
  } catch (error) {
    if (CarnetError.isInstance(error) && error.code === 'SECRET_NOT_FOUND') return { version: 0 };
    throw error;
  }
}

/** Other fields of the entry stay. Where there is none, one is made, unless somebody else is faster: theirs has other fields. */
async function writeField(send: Send, field: string, text: string): Promise<VaultAnswer> {
  const data = { [field]: text };
  const { answer, version } = await currentVersion(send('PATCH', JSON.stringify({ data })));
  return answer ?? await send('POST', JSON.stringify({ data, options: { cas: version } }));
}

export async function writeSecret(client: KvClient, call: StoreCall, bytes: Uint8Array, signal: AbortSignal | undefined): Promise<{ readonly version: string }> {
  const text = textOf(bytes);
  const { secret = '', kv: { field } } = call;
  const send: Send = (method, body) => client.send(call, { kind: 'data', method, name: secret, body }, signal);
  const { body } = field === undefined ? await send('POST', `{"data":${checkObject(text)}}`) : await writeField(send, field, text);
  const version = writtenVersion(body);
  if (version !== undefined) return { version: String(version) };
  throw vaultError({ code: 'STORE_FAULT', step: 'write', retryable: false, message: `${hostOf(call)} stored ${subjectOf(call)} and named no version.` });
}
