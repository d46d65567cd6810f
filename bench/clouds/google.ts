import { createGcp } from '@carnet/gcp';
import { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { IdentityPoolClient, gaxios } from 'google-auth-library';
import { organization, secretNames } from '../canned/bench-secrets.ts';
import { audience, projectId, providerResourceName } from '../canned/google.ts';
import type { BenchCloud } from './bench-cloud.ts';

export const google: BenchCloud = {
  title: 'Google',
  id: 'gcp',
  sdk: /^(@google-cloud\/secret-manager|google-auth-library)$/,
  inOneFile: false,
  audience,
  provider: createGcp(),
  identity: { providerResourceName },
  store: { projectId },
  programs: {
    carnet: new URL('../programs/cold/gcp-carnet.mjs', import.meta.url),
    sdk: new URL('../programs/cold/gcp-sdk.mjs', import.meta.url),
  },
  goals: { cold: { tokens: 1, reads: 20 }, warm: 20, coldPath: 2 },
  bareSdk(issuer, agent) {
    // Neither the exchange nor the REST client takes an agent as an option.
    const transporter = new gaxios.Gaxios();
    transporter.interceptors.request.add({ resolved: (config) => Promise.resolve(Object.assign(config, { agent })) });
    const getSubjectToken = async (): Promise<string> => (await issuer.mint({ organization, audience })).token;
    const authClient = new IdentityPoolClient({
      audience, subject_token_type: 'urn:ietf:params:oauth:token-type:jwt', subject_token_supplier: { getSubjectToken },
      scopes: ['https://www.googleapis.com/auth/cloud-platform'], transporter,
    });
    Reflect.set(Reflect.get(authClient, 'stsCredential') as object, 'transporter', transporter);
    const client = new SecretManagerServiceClient({ authClient, fallback: true });
    const readOne = (name: string): Promise<unknown> => client.accessSecretVersion({ name: `projects/${projectId}/secrets/${name}/versions/latest` });
    return { readOne, readAll: () => Promise.all(secretNames.map(readOne)) };
  },
};
