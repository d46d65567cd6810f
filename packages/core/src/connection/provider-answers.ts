import type { Authentication, BatchResult, ListedSecret, ReadResult } from '@carnet/provider';
import { foreignError, providerFault, type Origin } from '../calls/foreign-error.ts';
import { isRecord } from '../composition/plain-record.ts';

const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

/** Every field is read once and copied: an answer may be a proxy, and its bytes may change later. */
function checked<T>(answer: unknown, origin: Origin, take: (record: Record<string, unknown>) => T | undefined): T {
  let taken: T | undefined;
  try {
    taken = isRecord(answer) ? take(answer) : undefined;
  } catch {
    // A getter threw: as wrong as a missing field.
  }
  if (taken === undefined) throw providerFault(origin, 'answered in the wrong shape');
  return taken;
}

function readOf(record: Record<string, unknown>): ReadResult | undefined {
  const { bytes, version, notAfter } = record;
  if (!(bytes instanceof Uint8Array) || typeof version !== 'string' || version === '') return undefined;
  return { bytes: new Uint8Array(bytes), version, ...(isTime(notAfter) ? { notAfter } : {}) };
}

export function checkedRead(answer: unknown, origin: Origin): ReadResult {
  return checked(answer, origin, readOf);
}

export function checkedBatch(answer: unknown, length: number, origin: Origin): readonly BatchResult[] {
  const list = checked(answer === null || typeof answer !== 'object' ? undefined : { answer }, origin, () =>
    (Array.isArray(answer) && answer.length === length ? Array.from(answer as readonly unknown[]) : undefined));
  return list.map((entry): BatchResult => {
    try {
      return checked(entry, origin, (record): BatchResult | undefined => {
        if (record['ok'] === false) return { ok: false, error: foreignError(record['error'], origin) };
        const read = record['ok'] === true ? readOf(record) : undefined;
        return read && { ok: true, ...read };
      });
    } catch (error) {
      return { ok: false, error: foreignError(error, origin) };
    }
  });
}

export function checkedAuthentication(answer: unknown, origin: Origin): Authentication {
  return checked(answer, origin, ({ principal, expiresAt }) => ({
    ...(typeof principal === 'string' ? { principal } : {}),
    ...(isTime(expiresAt) ? { expiresAt } : {}),
  }));
}

export function checkedVersion(answer: unknown, origin: Origin): { readonly version: string } {
  return checked(answer, origin, ({ version }) => (typeof version === 'string' && version !== '' ? { version } : undefined));
}

export function checkedStep(answer: unknown, origin: Origin): { readonly done: boolean; readonly value: unknown } {
  return checked(answer, origin, ({ done, value }) => ({ done: done === true, value }));
}

export function checkedListed(answer: unknown, origin: Origin): ListedSecret {
  return checked(answer, origin, ({ name, enabled, expiresAt }) => (typeof name === 'string' && name !== ''
    ? { name, ...(typeof enabled === 'boolean' ? { enabled } : {}), ...(isTime(expiresAt) ? { expiresAt } : {}) }
    : undefined));
}
