import type { Cloud } from '../network/cloud.ts';
import type { LocalGoogle } from './local-google.ts';

export interface Google extends Cloud<'google-sts' | 'iamcredentials' | 'google-oauth2' | 'secretmanager'> {
  readonly control: LocalGoogle;
}

export interface GoogleParts {
  readonly clock: { now(): number };
  /** The way from STS to the issuers. */
  fetch(request: Request): Promise<Response>;
}

export function createGoogle(_: GoogleParts): Google {
  return { hosts: ['sts.googleapis.com'], hasHost: () => false } as unknown as Google;
}
