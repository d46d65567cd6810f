import type { Settings } from '@carnet/provider';
import { gcpError } from './gcp-error.ts';

/** The patterns of the manifest, checked again at use. */
export const providerResourcePattern = '^projects/[0-9]{1,19}/locations/global/workloadIdentityPools/[a-z0-9-]{4,32}/providers/[a-z0-9-]{4,32}$';
// A character more could change the path that the token of the exchange is posted to.
export const serviceAccountPattern: string = String.raw`^[a-z0-9-]{1,63}@[a-z0-9.-]{1,100}\.gserviceaccount\.com$`;
export const projectPattern = '^[a-z][a-z0-9-]{4,28}[a-z0-9]$';
export const locationPattern = '^[a-z]{2,20}-[a-z]{2,20}[0-9]{1,2}$';
export const privateKeyIdPattern = '^[A-Za-z0-9_-]{1,64}$';

type Field = 'providerResourceName' | 'serviceAccountEmail' | 'clientEmail' | 'privateKeyId' | 'projectId' | 'location';

const rules: Readonly<Record<Field, { readonly pattern: string; readonly rule: string }>> = {
  providerResourceName: { pattern: providerResourcePattern, rule: 'must be projects/<number>/locations/global/workloadIdentityPools/<pool>/providers/<provider>, with the number of the project' },
  serviceAccountEmail: { pattern: serviceAccountPattern, rule: 'must be the e-mail address of a service account, ending in .gserviceaccount.com' },
  clientEmail: { pattern: serviceAccountPattern, rule: 'must be the e-mail address of a service account, ending in .gserviceaccount.com' },
  privateKeyId: { pattern: privateKeyIdPattern, rule: 'must be the id that Google shows beside the key' },
  projectId: { pattern: projectPattern, rule: 'must be the ID of a project: 6 to 30 lower-case letters, digits and hyphens' },
  location: { pattern: locationPattern, rule: 'must be a region such as europe-west3' },
};

function textOf(settings: Settings | undefined, field: Field): string {
  return settings !== undefined && Object.hasOwn(settings, field) ? String(settings[field]) : '';
}

/** @throws CarnetError `SETTINGS_INVALID` */
export function requiredField(settings: Settings | undefined, field: Field): string {
  const value = textOf(settings, field);
  if (new RegExp(rules[field].pattern).test(value)) return value;
  throw gcpError({ code: 'SETTINGS_INVALID', step: 'configure', message: `The field ${field} ${rules[field].rule}.` });
}

/** @throws CarnetError `SETTINGS_INVALID` */
export function optionalField(settings: Settings | undefined, field: Field): string | undefined {
  return textOf(settings, field) === '' ? undefined : requiredField(settings, field);
}

export interface FederationSettings {
  readonly providerResourceName: string;
  readonly serviceAccountEmail: string | undefined;
}

/** @throws CarnetError `SETTINGS_INVALID` */
export function federationSettings(settings: Settings | undefined): FederationSettings {
  return { providerResourceName: requiredField(settings, 'providerResourceName'), serviceAccountEmail: optionalField(settings, 'serviceAccountEmail') };
}

/** `//iam.googleapis.com/<provider>`, which STS wants in the request and, by default, in the token. */
export function audienceOfProvider(providerResourceName: string): string {
  return `//iam.googleapis.com/${providerResourceName}`;
}
