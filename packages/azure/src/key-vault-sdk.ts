// Named, and imported as a module of ours: a bundler then leaves the rest of the SDK out.
export { SecretClient } from '@azure/keyvault-secrets';
