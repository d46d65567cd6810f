import type { Connection, Settings } from '@carnet/provider';
import { acmeError } from './acme-error.ts';

export interface AcmeSettings {
  /** An https origin. */
  readonly address: string;
  readonly safe: string;
}

/**
 * What `open` accepts. The schema was asked before; where a request goes is worth a second look, because the token goes there too.
 *
 * @throws CarnetError `SETTINGS_INVALID`
 */
export function checkedSettings({ identity, store }: Pick<Connection, 'identity' | 'store'>): AcmeSettings {
  return { address: checkedAddress(identity), safe: checkedSafe(store) };
}

/** @throws CarnetError `SETTINGS_INVALID` */
export function checkedAddress(identity: Settings | undefined): string {
  const address = identity?.['address'];
  // The parser writes every spelling of an address in one way: what it changes, a reader may have taken for another host.
  const isOrigin = typeof address === 'string' && /^https:\/\/[a-z0-9.-]+\.[a-z]{2,}$/.test(address) && URL.parse(address)?.origin === address;
  if (!isOrigin) throw acmeError({ code: 'SETTINGS_INVALID', step: 'configure', message: 'The address is not https:// and a host name in lower case, and nothing else.' });
  return address;
}

/** @throws CarnetError `SETTINGS_INVALID` */
export function checkedSafe(store: Settings): string {
  const { safe } = store as { readonly safe?: unknown };
  if (typeof safe === 'string' && /^[a-z][a-z0-9-]{0,39}$/.test(safe)) return safe;
  throw acmeError({ code: 'SETTINGS_INVALID', step: 'configure', message: 'The safe is not 1 to 40 lower-case letters, digits and hyphens that begin with a letter.' });
}

/** @throws CarnetError `REFERENCE_INVALID` for what no secret of Acme can be called, so that no name walks to another address */
export function checkedName(name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9_-]{0,126}$/.test(name)) return name;
  throw acmeError({ code: 'REFERENCE_INVALID', step: 'configure', message: 'The name of a secret of Acme Safe has 1 to 127 letters, digits, hyphens and underscores and begins with a letter or digit.' });
}

/** @throws CarnetError `REFERENCE_INVALID` */
export function checkedVersion(version: string): string {
  if (/^[a-z0-9]{1,32}$/.test(version)) return version;
  throw acmeError({ code: 'REFERENCE_INVALID', step: 'configure', message: 'A version of Acme Safe has 1 to 32 lower-case letters and digits.' });
}
