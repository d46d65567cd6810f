import type { Handler, VaultCall } from '../handler.ts';
import { goTime } from '../go-values.ts';
import { isObject, objectField, scalarText, wholeNumberField, type Fields } from '../request-fields.ts';
import type { Result } from '../vault-answer.ts';
import { badRequest, notFound } from '../vault-refusal.ts';
import { mergePatch } from './merge-patch.ts';
import { isGone, type Entry, type EntryVersion, type StoredEntries } from './stored-entries.ts';

/** `data/<path>`: https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2 */
export function dataHandler(entries: StoredEntries, path: string): Handler {
  return {
    mountType: 'kv',
    exists: entries.find(path) !== undefined,
    operations: {
      read: (call) => read(entries, path, call),
      update: (call) => write(entries, path, call),
      patch: (call) => patch(entries, path, call),
      delete: () => {
        const entry = entries.find(path);
        const newest = entry?.versions.get(entry.currentVersion);
        if (newest) entries.delete(newest);
        return undefined;
      },
    },
  };
}

function read(entries: StoredEntries, path: string, call: VaultCall): Result {
  const wanted = wholeNumberField(call.fields, 'version') ?? 0;
  const entry = entries.find(path);
  const version = entry?.versions.get(wanted > 0 ? wanted : entry.currentVersion);
  if (!entry || !version) throw notFound();
  const metadata = versionResource(entry, version);
  return isGone(version) ? { status: 404, mountType: '', data: { data: null, metadata } } : { data: { data: version.data, metadata } };
}

function write(entries: StoredEntries, path: string, call: VaultCall): Result {
  const data = dataOf(call.fields);
  requireVersion(call.fields, entries.find(path));
  const { entry, version } = entries.write(path, data);
  return { data: versionResource(entry, version) };
}

function patch(entries: StoredEntries, path: string, call: VaultCall): Result {
  const change = dataOf(call.fields) ?? {};
  const entry = entries.find(path);
  if (!entry) return { status: 404, isEmpty: true };
  requireVersion(call.fields, entry);
  const current = entry.versions.get(entry.currentVersion);
  if (!current) return { status: 404, isEmpty: true };
  if (isGone(current)) return { status: 404, mountType: '', data: versionResource(entry, current) };
  const { version } = entries.write(path, mergePatch(current.data ?? {}, change));
  return { data: versionResource(entry, version) };
}

function dataOf(fields: Fields): Fields | null {
  const { data } = fields;
  if (data === undefined) throw badRequest('no data provided');
  if (data !== null && !isObject(data)) throw badRequest('error converting input for field "data": expected a map');
  return data;
}

/** Check-and-set: `options.cas` is the version that the writer has seen, 0 for none. */
function requireVersion(fields: Fields, entry: Entry | undefined): void {
  const cas = objectField(fields, 'options')?.['cas'];
  if (cas === undefined) {
    if (entry?.casRequired === true) throw badRequest('check-and-set parameter required for this call');
    return;
  }
  // Null is a number to Vault: 0.
  if (!/^-?\d{1,15}$/.test(scalarText(cas ?? 0) ?? '')) throw badRequest('error parsing check-and-set parameter');
  if (Number(cas) !== (entry?.currentVersion ?? 0)) throw badRequest('check-and-set parameter did not match the current version');
}

function versionResource(entry: Entry, version: EntryVersion): object {
  return {
    version: version.number,
    created_time: goTime(version.createdAt),
    deletion_time: version.deletedAt === undefined ? '' : goTime(version.deletedAt),
    destroyed: version.destroyed,
    custom_metadata: entry.customMetadata,
  };
}
