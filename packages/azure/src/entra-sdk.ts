// Named one by one, and imported as a module of ours: a bundler then leaves the rest of the SDK out.
export { ClientAssertionCredential, ClientSecretCredential } from '@azure/identity';
