import { basename } from 'node:path';
import type { CarnetError } from '@carnet/provider';

const marker = Symbol.for('carnet.error');

/** Whether it is an error of Carnet, the issuer's among them, by the marker that they share. A hostile object's traps do not get out. */
export function isCarnetError(thrown: unknown): thrown is CarnetError {
  try {
    return thrown instanceof Error && (thrown as { [marker]?: unknown })[marker] === true;
  } catch {
    return false;
  }
}

/** The class of whatever was thrown: all that may be shown of a foreign error, because its text can hold a secret. */
export function classOf(thrown: unknown): string {
  try {
    if (!(thrown instanceof Error)) return `a thrown ${thrown === null ? 'null' : typeof thrown}`;
    const { code } = thrown as { readonly code?: unknown };
    // Node's own codes say more than the class and are a closed list.
    if (typeof code === 'string' && /^ERR_[A-Z_]{1,60}$/.test(code)) return code;
    const name: unknown = (Object.getPrototypeOf(thrown) as { constructor?: { name?: unknown } } | null)?.constructor?.name;
    return typeof name === 'string' && /^[A-Za-z]{1,60}$/.test(name) ? name : 'Error';
  } catch {
    return 'an object that cannot be looked at';
  }
}

/** What a configuration at this address did when it threw this: a verb, the class, and the line where the stack tells it. */
export function describeThrown(thrown: unknown, address: string): string {
  const name = classOf(thrown);
  const [, kind, specifier = ''] = name === 'ERR_MODULE_NOT_FOUND' ? (/^Cannot find (package|module) '([^'\n]{1,200})'/.exec(textOf(thrown, 'message')) ?? []) : [];
  if (kind !== undefined) return `imports ${kind === 'package' ? specifier : basename(specifier)}, which is not installed beside it`;
  const line = textOf(thrown, 'stack').split(address)[1]?.match(/^(?:\?\w+)?:(\d+)/)?.[1];
  return `${/Syntax/i.test(name) ? 'cannot be parsed' : 'throws'} (${name}${line === undefined ? '' : `, line ${line}`})`;
}

function textOf(thrown: unknown, key: 'message' | 'stack'): string {
  try {
    const text: unknown = thrown instanceof Error ? thrown[key] : undefined;
    return typeof text === 'string' ? text : '';
  } catch {
    return '';
  }
}
