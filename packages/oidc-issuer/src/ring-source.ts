import { IssuerError } from './issuer-error.ts';
import { isCheckedRing } from './key-ring.ts';
import type { KeyRing } from './key-ring.ts';

/** A ring, or where the current one is asked for: called for every token and document, so it answers from memory. */
export type KeyRingSource = KeyRing | (() => KeyRing | undefined);

/** The current ring, for minting and for publishing. */
export interface RingReader {
  /** @throws IssuerError `SIGNING_KEY_MISSING`, `SIGNING_KEY_INVALID`, `SIGNING_KEY_UNAVAILABLE` */
  readonly forMinting: () => KeyRing;
  /** As `forMinting`, but while the source fails the last ring goes on being published: verifiers must not suffer from it. */
  readonly forPublishing: () => KeyRing;
}

export function readRings(source: KeyRingSource | undefined): RingReader {
  let last: KeyRing | undefined;

  function forMinting(): KeyRing {
    const ring = checked(typeof source === 'function' ? ask(source) : source);
    last = ring;
    return ring;
  }

  function forPublishing(): KeyRing {
    try {
      return forMinting();
    } catch (error) {
      if (last !== undefined && IssuerError.isInstance(error) && error.code === 'SIGNING_KEY_UNAVAILABLE') return last;
      throw error;
    }
  }

  return { forMinting, forPublishing };
}

function ask(source: () => KeyRing | undefined): KeyRing | undefined {
  try {
    return source();
  } catch {
    throw new IssuerError({ code: 'SIGNING_KEY_UNAVAILABLE' });
  }
}

function checked(ring: KeyRing | undefined): KeyRing {
  if (ring === undefined) throw new IssuerError({ code: 'SIGNING_KEY_MISSING' });
  if (isCheckedRing(ring)) return ring;
  throw new IssuerError({
    code: 'SIGNING_KEY_INVALID',
    message: 'The key ring was put together by hand.',
    hint: 'Make it with createKeyRing, which checks its keys and tries its signer.',
  });
}
