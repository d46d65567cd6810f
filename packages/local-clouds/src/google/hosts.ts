// https://cloud.google.com/secret-manager/docs/locations
const locations = [
  'africa-south1', 'asia-east1', 'asia-east2', 'asia-northeast1', 'asia-northeast2', 'asia-northeast3', 'asia-south1', 'asia-south2',
  'asia-southeast1', 'asia-southeast2', 'asia-southeast3', 'australia-southeast1', 'australia-southeast2',
  'europe-central2', 'europe-north1', 'europe-north2', 'europe-southwest1', 'europe-west1', 'europe-west2', 'europe-west3', 'europe-west4',
  'europe-west6', 'europe-west8', 'europe-west9', 'europe-west10', 'europe-west12',
  'me-central1', 'me-central2', 'me-west1', 'northamerica-northeast1', 'northamerica-northeast2', 'northamerica-south1',
  'southamerica-east1', 'southamerica-west1',
  'us-central1', 'us-east1', 'us-east4', 'us-east5', 'us-south1', 'us-west1', 'us-west2', 'us-west3', 'us-west4',
];

export type GoogleServiceName = 'google-sts' | 'iamcredentials' | 'google-oauth2' | 'secretmanager';

const exactHosts: Readonly<Record<string, GoogleServiceName>> = {
  'sts.googleapis.com': 'google-sts',
  'iamcredentials.googleapis.com': 'iamcredentials',
  'oauth2.googleapis.com': 'google-oauth2',
  'secretmanager.googleapis.com': 'secretmanager',
};

/** The closed list of hosts. */
export const googleHosts: readonly [string, ...string[]] = [
  'sts.googleapis.com',
  ...Object.keys(exactHosts).slice(1),
  ...locations.map((location) => `secretmanager.${location}.rep.googleapis.com`),
];

export function serviceOfHost(host: string): GoogleServiceName {
  return exactHosts[host] ?? 'secretmanager';
}

/** The location that a regional host serves; undefined for the global one. */
export function locationOfHost(host: string): string | undefined {
  return /^secretmanager\.([^.]+)\.rep\./.exec(host)?.[1];
}

export function isLocation(name: string): boolean {
  return locations.includes(name);
}
