import type { Failure } from '@carnet/provider';
import { poolPrincipal, serviceAccountPrincipal } from './principal.ts';
import { shellQuote } from '@carnet/provider-parts';
import { regionalVariables } from './regional-gcloud.ts';

function settingOf(settings: Failure['identity'], field: string): string | undefined {
  const value = settings !== undefined && Object.hasOwn(settings, field) ? settings[field] : undefined;
  return value === undefined || value === '' ? undefined : String(value);
}

/** A setting as one word of a command; a placeholder where it is not set. */
function wordOf(settings: Failure['identity'], field: string, placeholder: string): string {
  const value = settingOf(settings, field);
  return value === undefined ? `"$${placeholder}"` : shellQuote(value);
}

export const projectOf = ({ store }: Failure): string => wordOf(store, 'projectId', 'PROJECT_ID');
export const poolProviderOf = ({ identity }: Failure): string => wordOf(identity, 'providerResourceName', 'PROVIDER');

/** `gcloud secrets`, as it is called for the location of the store. */
export function gcloudSecrets({ store }: Failure): string {
  return [...regionalVariables(settingOf(store, 'location')), 'gcloud secrets'].join(' ');
}

export function locationOption({ store }: Failure): string {
  const location = settingOf(store, 'location');
  return location === undefined ? '' : ` --location=${shellQuote(location)}`;
}

/** The service account that reads, where one does. */
export function serviceAccountOf({ identity, methodSettings }: Failure): string | undefined {
  return settingOf(identity, 'serviceAccountEmail') ?? settingOf(methodSettings, 'clientEmail');
}

/** The project that the service account belongs to, which need not be that of the secrets: its address tells it. */
export function accountProjectOf(failure: Failure): string {
  const [, ofIam, ofAppEngine] = /^[^@]+@([a-z0-9-]+)\.iam\.gserviceaccount\.com$|^([^@]+)@appspot\.gserviceaccount\.com$/.exec(serviceAccountOf(failure) ?? '') ?? [];
  const project = ofIam ?? ofAppEngine;
  return project === undefined ? '"$PROJECT_ID"' : shellQuote(project);
}

/** The federated principal, by the name that IAM has for it. */
export function federatedMember({ identity, token }: Failure): string {
  const provider = settingOf(identity, 'providerResourceName');
  return provider === undefined || token === undefined ? '"$PRINCIPAL"' : shellQuote(poolPrincipal(provider, token.subject));
}

/** Whom roles at secrets are given to. */
export function memberOf(failure: Failure): string {
  const email = serviceAccountOf(failure);
  return email === undefined ? federatedMember(failure) : shellQuote(serviceAccountPrincipal(email));
}
