import type { KeyObject } from 'node:crypto';
import type { SigningKeyState } from './key-ring.ts';

/** A private key as it was read, before it is checked. */
export interface ReadSigningKey {
  readonly state: SigningKeyState;
  readonly privateKey: KeyObject;
  /** How a sentence about this key begins. */
  readonly subject: string;
  /** The `kid` that came with it, if any. */
  readonly kid?: string | undefined;
}
