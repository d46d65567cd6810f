import type { BatchResult, StoreReference } from '@carnet/provider';
import { refusalOf, strangeAnswer, type Call } from './acme-answer.ts';
import { checkedName, checkedVersion } from './acme-settings.ts';

type Json = Readonly<Record<string, unknown>>;

export function batchBody(references: readonly StoreReference[]): string {
  return JSON.stringify({ secrets: references.map(({ name, version }) => ({ name: checkedName(name), ...(version !== undefined && { version: checkedVersion(version) }) })) });
}

/** A result for each reference, in the order asked. One that fails leaves the others as they are. */
export function batchResults({ secrets }: Json, references: readonly StoreReference[], call: Call): readonly BatchResult[] {
  if (!Array.isArray(secrets) || secrets.length !== references.length) throw strangeAnswer(call);
  return references.map(({ name }, index) => resultOf((secrets as readonly unknown[])[index], { ...call, what: `the secret '${name}'` }, name));
}

function resultOf(entry: unknown, call: Call, name: string): BatchResult {
  const { name: answered, value, version, status, error } = (entry ?? {}) as Json;
  if (answered !== name) return { ok: false, error: strangeAnswer(call) };
  if (typeof status === 'number') {
    return { ok: false, error: refusalOf({ status, headers: new Headers(), body: new TextEncoder().encode(JSON.stringify({ error })) }, call) };
  }
  if (typeof value !== 'string' || typeof version !== 'string' || version === '') return { ok: false, error: strangeAnswer(call) };
  return { ok: true, bytes: new Uint8Array(Buffer.from(value, 'base64')), version };
}
