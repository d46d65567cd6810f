import { Crc32c } from '@aws-crypto/crc32c';
import { valueOf } from './bench-secrets.ts';
import type { CannedCloud } from './canned-cloud.ts';

export const projectId = 'bench-project';
export const providerResourceName = 'projects/123456789012/locations/global/workloadIdentityPools/bench/providers/carnet';
export const audience: string = `//iam.googleapis.com/${providerResourceName}`;

const tokenHost = 'sts.googleapis.com';
const tokenAnswer = JSON.stringify({
  access_token: 'canned', issued_token_type: 'urn:ietf:params:oauth:token-type:access_token', token_type: 'Bearer', expires_in: 3599,
});

/** The Security Token Service and Secret Manager over REST. */
export const cannedGoogle: CannedCloud = {
  hosts: [tokenHost, 'secretmanager.googleapis.com'],
  answer({ host, path }) {
    if (host === tokenHost) return { kind: 'token', body: tokenAnswer };
    const name = /\/secrets\/([^/]+)\/versions\/latest:access/.exec(path)?.[1] ?? '';
    const bytes = Buffer.from(valueOf(name));
    const payload = { data: bytes.toString('base64'), dataCrc32c: String(new Crc32c().update(bytes).digest()) };
    return { kind: 'read', body: JSON.stringify({ name: `projects/123456789012/secrets/${name}/versions/1`, payload }) };
  },
};
