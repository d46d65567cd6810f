import { goTime } from '../go-values.ts';
import type { Handler, VaultCall } from '../handler.ts';
import { booleanField, durationField, objectField, textField, wholeNumberField, type Fields } from '../request-fields.ts';
import type { Result } from '../vault-answer.ts';
import { badRequest, notFound, notImitated, several } from '../vault-refusal.ts';
import type { Entry, StoredEntries } from './stored-entries.ts';

const failed = 'custom_metadata validation failed';
const mostKeys = 64;
const longestKey = 128;
const longestValue = 512;

/** `metadata/<path>`. A path of a folder, or none, is only for lists. */
export function metadataHandler(entries: StoredEntries, path: string): Handler {
  return {
    mountType: 'kv',
    exists: entries.find(path) !== undefined,
    operations: {
      read: () => read(entries, path),
      update: (call) => write(entries, path, call),
      patch: (call) => patch(entries, path, call),
      delete: () => {
        entries.remove(path);
        return undefined;
      },
    },
  };
}

/** A list of what stands below a folder. */
export function listHandler(entries: StoredEntries, folder: string): Handler {
  return {
    mountType: 'kv',
    operations: {
      list: () => {
        const keys = entries.list(folder);
        if (keys.length === 0) throw notFound();
        return { data: { keys } };
      },
    },
  };
}

function read(entries: StoredEntries, path: string): Result {
  const entry = entries.find(path);
  if (!entry) throw notFound();
  const versions = [...entry.versions.values()].map(({ number, createdAt, deletedAt, destroyed }) => [
    String(number),
    { created_time: goTime(createdAt), deletion_time: deletedAt === undefined ? '' : goTime(deletedAt), destroyed },
  ]);
  return {
    data: {
      cas_required: entry.casRequired,
      created_time: goTime(entry.createdAt),
      current_version: entry.currentVersion,
      custom_metadata: entry.customMetadata,
      delete_version_after: '0s',
      max_versions: entry.maxVersions,
      oldest_version: entry.oldestVersion,
      updated_time: goTime(entry.updatedAt),
      versions: Object.fromEntries(versions) as object,
    },
  };
}

function write(entries: StoredEntries, path: string, { fields }: VaultCall): undefined {
  const change = changeOf(fields);
  const custom = objectField(fields, 'custom_metadata');
  if (Object.keys(change).length === 0 && custom === undefined) return;
  const customMetadata = custom && customMetadataOf(custom);
  Object.assign(entries.findOrCreate(path), change, customMetadata === undefined ? {} : { customMetadata });
}

function patch(entries: StoredEntries, path: string, { fields }: VaultCall): Result | undefined {
  const change = changeOf(fields);
  const custom = objectField(fields, 'custom_metadata') ?? {};
  const removed = Object.keys(custom).filter((name) => custom[name] === null);
  const added = customMetadataOf(Object.fromEntries(Object.entries(custom).filter(([, value]) => value !== null)));
  const entry = entries.find(path);
  if (!entry) return { status: 404, isEmpty: true };
  const merged = Object.entries({ ...entry.customMetadata, ...added }).filter(([name]) => !removed.includes(name));
  Object.assign(entry, change, 'custom_metadata' in fields ? { customMetadata: Object.fromEntries(merged) } : {});
  return undefined;
}

function changeOf(fields: Fields): Partial<Pick<Entry, 'maxVersions' | 'casRequired'>> {
  if ((durationField(fields, 'delete_version_after') ?? 0) !== 0) throw notImitated('delete_version_after');
  const maxVersions = wholeNumberField(fields, 'max_versions');
  const casRequired = booleanField(fields, 'cas_required');
  return { ...(maxVersions === undefined ? {} : { maxVersions }), ...(casRequired === undefined ? {} : { casRequired }) };
}

function customMetadataOf(object: Fields): Readonly<Record<string, string>> {
  const names = Object.keys(object);
  if (names.length > mostKeys) throw badRequest(several(`${failed}: payload must contain at most ${mostKeys} keys, provided ${names.length}`));
  const entries = names.map((name) => [name, customText(object, name)] as const);
  const problems = entries.flatMap(([name, value]) => [
    ...(name.length === 0 || name.length > longestKey ? [`${failed}: length of key ${JSON.stringify(name)} is ${name.length} but must be 0 < len(key) <= ${longestKey}`] : []),
    ...(value.length === 0 || value.length > longestValue ? [`${failed}: length of value for key ${JSON.stringify(name)} is ${value.length} but must be 0 < len(value) <= ${longestValue}`] : []),
  ]);
  if (problems.length > 0) throw badRequest(several(...problems));
  return Object.fromEntries(entries);
}

function customText(object: Fields, name: string): string {
  if (typeof object[name] === 'object') throw badRequest(`${failed}: '' expected type 'string'`);
  return textField(object, name) ?? '';
}
