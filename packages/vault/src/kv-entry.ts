import { isJsonObject, objectField, ownField, textField, type JsonObject } from './json-object.ts';

/** What Vault tells of one version, with its data where it still has them. */
export interface KvEntry {
  readonly version: number | undefined;
  readonly destroyed: boolean;
  /** Epoch milliseconds: when the version was deleted, or will be. */
  readonly deletedAt: number | undefined;
  readonly data: JsonObject | undefined;
}

function wholeNumber(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

/** The number of the version in an answer to a write. */
export function writtenVersion(body: JsonObject | undefined): number | undefined {
  return wholeNumber(ownField(objectField(body, 'data'), 'version'));
}

/** The `data` of an answer to a read. */
export function kvEntry(body: JsonObject | undefined): KvEntry {
  const outer = objectField(body, 'data');
  // A refused change has the metadata in this place.
  const metadata = objectField(outer, 'metadata') ?? outer;
  const inner = ownField(outer, 'data');
  const deletedAt = Date.parse(textField(metadata, 'deletion_time') ?? '');
  return {
    version: wholeNumber(ownField(metadata, 'version')),
    destroyed: ownField(metadata, 'destroyed') === true,
    deletedAt: Number.isNaN(deletedAt) ? undefined : deletedAt,
    data: isJsonObject(inner) ? inner : undefined,
  };
}
