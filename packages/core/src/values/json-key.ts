import { CarnetError } from '@carnet/provider';
import { nearName } from '../composition/near-name.ts';
import { isRecord } from '../composition/plain-record.ts';

const largestJson = 10 * 1024 * 1024;

/**
 * One key of a JSON object, as text: a string as it is; a number, a boolean, an object or an array exactly as written,
 * so that 12345678901234567890 keeps its digits. The last of two equal keys counts. `null` is no value.
 *
 * @throws CarnetError `JSON_KEY_NOT_FOUND`, naming the key, where it was looked for, and a key there that is nearly the same; never a value
 */
export function jsonKeyText(bytes: Uint8Array, key: string, place: string): string {
  const missing = (why: string): CarnetError =>
    new CarnetError({ code: 'JSON_KEY_NOT_FOUND', message: `JSON key not found: '${key}' in ${place}, ${why}${why.endsWith('?') ? '' : '.'}`, step: 'decode' });
  if (bytes.length > largestJson) throw missing('which is larger than 10 MiB');
  let text: string;
  let value: unknown;
  try {
    // Without ignoreBOM the byte-order mark goes, as RFC 8259, section 8.1 allows.
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    value = JSON.parse(text);
  } catch {
    throw missing('which is not JSON');
  }
  if (!isRecord(value)) throw missing('which is JSON but no object');
  if (!Object.hasOwn(value, key)) throw missing(`which has no such key${nearKey(key, value)}`);
  const member = value[key];
  if (member === null) throw missing('where it is null');
  if (typeof member !== 'string') return sourceOfMember(text, key);
  if (!member.isWellFormed()) throw new CarnetError({ code: 'SECRET_NOT_TEXT', message: `The JSON key '${key}' in ${place} is not well-formed Unicode.`, step: 'decode' });
  return member;
}

const mostCompared = 1_000;

/** Only one that looks like a name, and that whoever typed the other nearly knew. */
function nearKey(key: string, value: object): string {
  const near = nearName(key, Object.keys(value).slice(0, mostCompared).filter((name) => /^[A-Za-z_][\w.-]{0,63}$/.test(name)));
  return near === undefined ? '' : ` and has '${near}': was that meant?`;
}

// A string with its quotes, or a bracket, colon or comma. The text was parsed before, so nothing else needs a look.
const mark = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/gs;

/** The written form of a member of the outermost object. Walks without recursion: a secret may be nested 200,000 deep. */
function sourceOfMember(text: string, key: string): string {
  let depth = 0;
  let lastString = '';
  let valueFrom: number | undefined;
  let found = '';
  for (const { 0: token, index } of text.matchAll(mark)) {
    if (depth === 1 && (token === ',' || token === '}') && valueFrom !== undefined) {
      found = text.slice(valueFrom, index).trim();
      valueFrom = undefined;
    }
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (token === ':' && depth === 1 && JSON.parse(lastString) === key) valueFrom = index + 1;
    else if (depth === 1 && token.startsWith('"')) lastString = token;
  }
  return found;
}
