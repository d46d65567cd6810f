import { CarnetError } from './errors/carnet-error.ts';

/** What a store is asked for. */
export interface StoreReference {
  readonly name: string;
  /** The store's own version id. Absent: the newest. */
  readonly version?: string;
}

/** A secret, or one field of a JSON secret. */
export interface SecretReference extends StoreReference {
  readonly jsonKey?: string;
}

/** The most characters of each part of a reference. */
const longestReference = 1024;

// Controls, line separators, zero-width and bidirectional marks, fillers and tags: a name that cannot be seen cannot be reviewed.
const unseen = /[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]/u;
// As a URL parser reads them, percent-encoded dots included.
const dotSegment = /^(?:\.|%2e){1,2}$/i;

function problemOf(part: unknown, what: string): string | undefined {
  if (typeof part !== 'string') return `its ${what} is no text`;
  if (part === '') return `its ${what} is empty`;
  if (part.length > longestReference) return `its ${what} is longer than ${longestReference} characters`;
  if (!part.isWellFormed() || unseen.test(part)) return `its ${what} holds a character that cannot be seen`;
  return undefined;
}

/**
 * Checks a reference that came as data and returns it with nothing else in it.
 *
 * Refused: an empty part, one of more than 1,024 characters or with characters that cannot be seen, and a path segment `.` or `..`
 * in the name (an SDK's URL would collapse it to another address).
 *
 * @throws CarnetError `REFERENCE_INVALID`
 * @example
 * ```ts
 * import { checkReference } from '@carnet/provider';
 * checkReference({ name: 'database', jsonKey: 'password' });
 * ```
 */
export function checkReference(reference: SecretReference): SecretReference {
  const { name, jsonKey, version } = (reference as SecretReference | null | undefined) ?? { name: '' };
  const problem =
    problemOf(name, 'name') ??
    (name.split(/[/\\]/).some((segment) => dotSegment.test(segment)) ? 'its name walks a path' : undefined) ??
    (jsonKey === undefined ? undefined : problemOf(jsonKey, 'JSON key')) ??
    (version === undefined ? undefined : problemOf(version, 'version'));
  if (problem) throw new CarnetError({ code: 'REFERENCE_INVALID', message: `A secret reference is not usable: ${problem}.` });
  return { name, ...(jsonKey === undefined ? {} : { jsonKey }), ...(version === undefined ? {} : { version }) };
}

const encodePart = (part: string): string => part.replace(/[%#@]/g, (mark) => (mark === '%' ? '%25' : mark === '#' ? '%23' : '%40'));

function decodePart(part: string): string {
  return part.replace(/%(.{0,2})/gs, (_, code: string) => {
    if (code === '25') return '%';
    if (code === '23') return '#';
    if (code === '40') return '@';
    throw new CarnetError({ code: 'REFERENCE_INVALID', message: 'A secret reference holds a % that is not %25, %23 or %40.' });
  });
}

/**
 * The text form `name#key@version`. `#`, `@` and `%` inside a part are percent-encoded; {@link parseReference} undoes it.
 *
 * @example
 * ```ts
 * import { printReference } from '@carnet/provider';
 * printReference({ name: 'database', jsonKey: 'password', version: '3' }); // 'database#password@3'
 * ```
 */
export function printReference(reference: SecretReference): string {
  const key = reference.jsonKey === undefined ? '' : `#${encodePart(reference.jsonKey)}`;
  const version = reference.version === undefined ? '' : `@${encodePart(reference.version)}`;
  return `${encodePart(reference.name)}${key}${version}`;
}

/**
 * Reads the text form `name[#key][@version]`.
 *
 * @throws CarnetError `REFERENCE_INVALID`, as {@link checkReference}, and for a second `#` or `@`
 * @example
 * ```ts
 * import { parseReference } from '@carnet/provider';
 * parseReference('database#password@3'); // { name: 'database', jsonKey: 'password', version: '3' }
 * ```
 */
export function parseReference(text: string): SecretReference {
  const parts = /^([^#@]*)(?:#([^#@]*))?(?:@([^#@]*))?$/s.exec(text);
  if (!parts) {
    throw new CarnetError({ code: 'REFERENCE_INVALID', message: 'A secret reference has the form name#key@version, key and version optional.' });
  }
  const [, name = '', jsonKey, version] = parts;
  return checkReference({
    name: decodePart(name),
    ...(jsonKey === undefined ? {} : { jsonKey: decodePart(jsonKey) }),
    ...(version === undefined ? {} : { version: decodePart(version) }),
  });
}
