export { createAws, createAws as default } from './create-aws.ts';
export { manifest } from './manifest.ts';
export { ambientAws, type AmbientAws, type AmbientAwsOptions } from './ambient-aws.ts';
export { awsCredentialProvider, type AwsCredentialProvider, type AwsCredentialProviderOptions, type AwsSessionCredentials } from './aws-credential-provider.ts';
