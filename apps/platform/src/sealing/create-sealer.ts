import { PlatformError } from '../errors/platform-error.ts';
import { associatedData, closeBox, openBox } from './authenticated-box.ts';
import { parseSealed, printSealed, type SealedText } from './sealed-text.ts';
import type { SealedPlace, Sealer } from './sealer.ts';
import type { SealingKey } from './sealing-key.ts';

export interface SealerParts {
  /** Seals what is new. */
  readonly current: SealingKey;
  /** Open what was sealed before, until it is wrapped anew. */
  readonly previous: readonly SealingKey[];
  readonly randomBytes: (size: number) => Uint8Array;
}

/** A sealer that can also put what another key sealed under the current one. */
export interface KeyedSealer extends Sealer {
  readonly currentKeyId: string;
  readonly keyIds: readonly string[];
  /**
   * The same value under the current key: only its data key is wrapped anew.
   *
   * @throws PlatformError `SEAL_BROKEN`, `SEAL_KEY_UNKNOWN`
   */
  rewrapped(sealed: string): string;
}

const dataKeyBytes = 32;
const nonceBytes = 12;

/**
 * Each value has a data key of its own, which stands beside it, wrapped by the key-encryption key. Nothing has to be looked up to open it, so
 * opening stays synchronous; no row depends on another one; and changing the key-encryption key touches one value at a time.
 *
 * @example
 * const sealer = createSealer({ current: parseSealingKey(text), previous: [], randomBytes });
 * const sealed = sealer.seal(bytes, { table: 'variable', organization, row: id, column: 'value' });
 */
export function createSealer({ current, previous, randomBytes }: SealerParts): KeyedSealer {
  const keys = new Map([...previous, current].map((key) => [key.id, key]));
  const wrap = (dataKey: Uint8Array): Pick<SealedText, 'keyId' | 'wrappedKey'> =>
    ({ keyId: current.id, wrappedKey: closeBox(current.bytes, randomBytes(nonceBytes), dataKey, wrapData(current.id)) });
  const unwrap = ({ keyId, wrappedKey }: SealedText): Buffer => {
    const key = keys.get(keyId);
    if (!key) throw unknownKey(keyId);
    return openBox(key.bytes, wrappedKey, wrapData(keyId)) ?? refuse();
  };
  return {
    currentKeyId: current.id,
    keyIds: [...keys.keys()],
    seal(value, place) {
      const dataKey = randomBytes(dataKeyBytes);
      return printSealed({ ...wrap(dataKey), box: closeBox(dataKey, randomBytes(nonceBytes), value, placeData(place)) });
    },
    open(text, place) {
      const sealed = parseSealed(text) ?? refuse();
      return openBox(unwrap(sealed), sealed.box, placeData(place)) ?? refuse();
    },
    rewrapped(text) {
      const sealed = parseSealed(text) ?? refuse();
      return printSealed({ ...wrap(unwrap(sealed)), box: sealed.box });
    },
  };
}

/** @internal */
export function unknownKey(keyId: string): PlatformError {
  return new PlatformError({ code: 'SEAL_KEY_UNKNOWN', message: `A sealed value needs the key ${keyId}, which is not there.` });
}

function refuse(): never {
  throw new PlatformError({ code: 'SEAL_BROKEN' });
}

const wrapData = (keyId: string): Buffer => associatedData('carnet.data-key.v1', keyId);
const placeData = ({ table, organization, row, column }: SealedPlace): Buffer => associatedData('carnet.sealed.v1', table, organization, row, column);
