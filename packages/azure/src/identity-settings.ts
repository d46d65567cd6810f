import type { Settings } from '@carnet/provider';
import { azureError } from './azure-error.ts';
import { cloudNamed, clouds, type Cloud } from './clouds.ts';

export interface ApplicationSettings {
  readonly tenantId: string;
  readonly clientId: string;
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The SDK takes any domain for a tenant, `common` and somebody else's among them.
 *
 * @throws CarnetError `SETTINGS_INVALID`
 */
export function uuidOf(settings: Settings | undefined, field: 'tenantId' | 'clientId'): string {
  const value = settings !== undefined && Object.hasOwn(settings, field) ? String(settings[field]).toLowerCase() : '';
  if (uuid.test(value)) return value;
  throw azureError({ code: 'SETTINGS_INVALID', step: 'configure', message: `The field ${field} must be a UUID.`, hint: `Copy ${field} from the overview of the app registration or managed identity.` });
}

/** @throws CarnetError `SETTINGS_INVALID` */
export function applicationSettings(settings: Settings | undefined): ApplicationSettings {
  return { tenantId: uuidOf(settings, 'tenantId'), clientId: uuidOf(settings, 'clientId') };
}

/** @throws CarnetError `SETTINGS_INVALID` */
export function cloudOf(settings: Settings | undefined): Cloud {
  const name = settings !== undefined && Object.hasOwn(settings, 'cloud') ? settings['cloud'] : clouds.public.name;
  const cloud = cloudNamed(name);
  if (cloud !== undefined) return cloud;
  throw azureError({ code: 'SETTINGS_INVALID', step: 'configure', message: `The field cloud must be one of ${Object.keys(clouds).join(', ')}.` });
}
