// From a cold process to the first secret, by the official SDKs and nothing to spare.
import { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { IdentityPoolClient, gaxios } from 'google-auth-library';
import { assertion } from './assertion.mjs';
import { agent, finish, settings } from './connection.mjs';

// Neither the exchange nor the REST client takes an agent as an option.
const transporter = new gaxios.Gaxios();
transporter.interceptors.request.add({ resolved: async (config) => Object.assign(config, { agent }) });
const authClient = new IdentityPoolClient({
  audience: settings.audience, subject_token_type: 'urn:ietf:params:oauth:token-type:jwt', subject_token_supplier: { getSubjectToken: assertion },
  scopes: ['https://www.googleapis.com/auth/cloud-platform'], transporter,
});
authClient.stsCredential.transporter = transporter;
const client = new SecretManagerServiceClient({ authClient, fallback: true });
const [{ payload }] = await client.accessSecretVersion({ name: `projects/${settings.store.projectId}/secrets/secret-0/versions/latest` });
finish(payload.data.toString());
