import type { Settings } from './settings.ts';

/**
 * The three values that a cloud must trust, and where.
 *
 * @experimental Outside of the promise of v1 until four providers have used it: its shape may change in any release.
 */
export interface TrustInput {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
  readonly identity?: Settings;
  readonly store?: Settings;
}

/**
 * What to register at the cloud, as commands in order, and how to undo it.
 *
 * @experimental Outside of the promise of v1 until four providers have used it: its shape may change in any release.
 */
export interface TrustPlan {
  readonly steps: readonly { readonly title: string; readonly command: string }[];
  readonly teardown: readonly { readonly title: string; readonly command: string }[];
}
