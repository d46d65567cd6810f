import { shellQuote } from '@carnet/provider-parts';
import { secretManagerHost } from './endpoints.ts';

/**
 * What the shell sets for `gcloud secrets`, which asks the usual host otherwise, whatever `--location` says; nothing without a location.
 *
 * @see https://cloud.google.com/secret-manager/docs/create-regional-secrets
 */
export function regionalVariables(location: string | undefined): readonly string[] {
  return location === undefined ? [] : [`CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER=${shellQuote(`https://${secretManagerHost(location)}/`)}`];
}
