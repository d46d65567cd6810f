import { CarnetError } from '@carnet/provider';
import * as fileSystem from 'node:fs/promises';
import { createDerivedFingerprint, createFingerprint, type Fingerprint } from './fingerprint.ts';
import { loadKeyFile, type KeyFileSystem } from './key-file.ts';
import { stateDirectory } from './state-directory.ts';

export interface FingerprintSourceOptions {
  readonly given: Uint8Array | undefined;
  /** Of single variables: then no file is looked at. */
  readonly derived?: Readonly<Record<string, Uint8Array>> | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Under the key that was given, or that of the user's file: read once, and tried again after a failure. */
export function createFingerprintSource({ given, derived, environment }: FingerprintSourceOptions): () => Promise<Fingerprint> {
  if (derived) {
    const ready = Promise.resolve(createDerivedFingerprint(derived, given ? createFingerprint(given) : withoutKey));
    return () => ready;
  }
  if (given) {
    const ready = Promise.resolve(createFingerprint(given));
    return () => ready;
  }
  let loaded: Promise<Fingerprint> | undefined;
  return async () => {
    const { platform } = process;
    // A key must be random even where a test injects its own numbers.
    const random = (size: number): Uint8Array => crypto.getRandomValues(new Uint8Array(size));
    loaded ??= loadKeyFile({ directory: stateDirectory(environment, platform), fileSystem: fileSystem as unknown as KeyFileSystem, random, platform }).then(createFingerprint);
    try {
      return await loaded;
    } catch (error) {
      loaded = undefined;
      throw error;
    }
  };
}

function withoutKey(name: string): never {
  throw new CarnetError({ code: 'CONFIG_INVALID', message: `fingerprintKeys has no key for '${name.slice(0, 100)}', and there is no fingerprintKey.`, step: 'configure' });
}
