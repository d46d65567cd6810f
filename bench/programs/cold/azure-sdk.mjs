// From a cold process to the first secret, by the official SDKs and nothing to spare.
import { ClientAssertionCredential } from '@azure/identity';
import { SecretClient } from '@azure/keyvault-secrets';
import { assertion } from './assertion.mjs';
import { agent, finish, settings } from './connection.mjs';

const { identity, store } = settings;
const credential = new ClientAssertionCredential(identity.tenantId, identity.clientId, assertion, { agent });
const secret = await new SecretClient(store.vaultUrl, credential, { agent }).getSecret('secret-0');
finish(secret.value);
