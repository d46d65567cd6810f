import { CarnetError, type SecretReference } from '@carnet/provider';
import { isUtf8 } from 'node:buffer';
import type { Encoding } from '../options.ts';
import { jsonKeyText } from './json-key.ts';

/**
 * The bytes that a variable holds, or a file where there is no encoding. What looks like a reference inside a value stays as it is.
 *
 * @throws CarnetError `JSON_KEY_NOT_FOUND`, `SECRET_NOT_TEXT`
 */
export function decode(bytes: Uint8Array, { name, jsonKey }: SecretReference, encoding: Encoding | undefined, credential: string): Uint8Array {
  const place = `secret '${name}' of credential '${credential}'`;
  const picked = jsonKey === undefined ? bytes : new TextEncoder().encode(jsonKeyText(bytes, jsonKey, place));
  if (encoding === 'base64') return new TextEncoder().encode(Buffer.from(picked.buffer, picked.byteOffset, picked.byteLength).toString('base64'));
  if (encoding === 'utf8' && !isUtf8(picked)) throw new CarnetError({ code: 'SECRET_NOT_TEXT', message: `The value of ${place} is not UTF-8 text.`, step: 'decode' });
  return picked;
}
