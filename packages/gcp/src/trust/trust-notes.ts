import type { TrustInput } from '@carnet/provider';
import type { GoogleTrust } from './google-trust.ts';

/** What the choices buy and cost, and what Google does differently from what one expects. */
export function trustNotes(trust: GoogleTrust, { secrets, list, write, ambient }: TrustInput): readonly string[] {
  const wholeStore = secrets.length === 0;
  return [
    wholeStore
      ? 'Every secret of the project can be read: name secrets to open those alone.'
      : 'Each secret that is named can be read, and no other.',
    list
      ? 'Listing is given at the project: names of all its secrets are seen, their values are not.'
      : 'Listing is not given: names are typed, not completed.',
    ...(write ? [`Writing takes roles/secretmanager.admin${wholeStore ? '' : ' at each secret'}, which may also give roles there${wholeStore ? '' : '; it creates no secret, one that was removed neither: without names the role is given at the project'}.`] : []),
    ...(trust.serviceAccount === undefined ? [] : ['Acting as a service account costs one request more for each token; leave it out where a federated principal is let in.']),
    `All providers of the pool ${trust.pool} share their principals: let no issuer in that you trust less than this one.`,
    'A new provider or role can take five minutes to be seen.',
    'Google must reach discovery document and JWKS of the issuer over https, with a public certificate; where it cannot, upload the keys (--jwk-json-path), and again at each rotation.',
    ...(ambient === undefined ? [] : [`The token of the workload needs the audience //iam.googleapis.com/${trust.resourceName}${ambient.kind === 'gke' ? ': project a service account token with it into the pod' : ''}.`]),
  ];
}
