export { createGcp, createGcp as default } from './create-gcp.ts';
export { manifest } from './manifest.ts';
export { ambientGcp, type AmbientGcp, type AmbientGcpOptions } from './ambient-gcp.ts';
export { googleAuthClient, type GoogleAuthClientOptions } from './google-auth-client.ts';
