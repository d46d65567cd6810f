import type { Settings } from '@carnet/provider';
import { secretManagerHost } from './endpoints.ts';
import { optionalField, requiredField } from './identity-settings.ts';

export interface StoreAddress {
  readonly projectId: string;
  readonly location: string | undefined;
  readonly host: string;
  /** `projects/<id>` or `projects/<id>/locations/<location>`. */
  readonly parent: string;
}

/** @throws CarnetError `SETTINGS_INVALID` */
export function storeAddress(store: Settings): StoreAddress {
  const projectId = requiredField(store, 'projectId');
  const location = optionalField(store, 'location');
  return { projectId, location, host: secretManagerHost(location), parent: `projects/${projectId}${location === undefined ? '' : `/locations/${location}`}` };
}

/** `secrets/<name>/versions/<version>` of an answer's name, where it is one of this address: Google names a project by its number. */
export function pathBelow({ projectId, location }: StoreAddress, name: unknown): string | undefined {
  const found = /^projects\/([^/]+)\/(?:locations\/([^/]+)\/)?(secrets\/.+)$/.exec(typeof name === 'string' ? name : '');
  if (found === null || found[2] !== location) return undefined;
  return found[1] === projectId || /^[0-9]{1,19}$/.test(found[1] ?? '') ? found[3] : undefined;
}
