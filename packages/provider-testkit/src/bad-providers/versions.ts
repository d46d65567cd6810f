import { CarnetError, type ErrorCode, type SecretStore } from '@carnet/provider';
import { badAcme, type BadProvider } from './bad-provider.ts';
import { changed, changedRead } from './breaking.ts';

type Read = SecretStore['read'];

/** Another read after a failure with this code. */
const afterFailure = (code: ErrorCode, instead: (read: Read, ...call: Parameters<Read>) => ReturnType<Read> | undefined): { store(store: SecretStore): Partial<SecretStore> } => ({
  store: (store) => ({
    read: async (reference, options) => await store.read(reference, options).catch(async (error: unknown) => {
      const other = CarnetError.isInstance(error) && error.code === code ? instead((...call) => store.read(...call), reference, options) : undefined;
      if (other === undefined) throw error;
      return await other;
    }),
  }),
});

export const badVersions: readonly BadProvider[] = [
  // Whoever tells a wrong version of the newest value tells it after a rotation and a write, too.
  badAcme('versions.told', 'tells no version of what it reads without one', { ...changedRead((read, { version }) => ({ version: version === undefined ? '' : read.version })), alsoCaughtBy: ['freshness.version', 'writing.version'] }),
  badAcme('versions.told', 'tells the version as a number', { ...changedRead((read, { version }) => ({ version: version === undefined ? (Number(read.version.slice(1)) as unknown as string) : read.version })), alsoCaughtBy: ['freshness.version', 'writing.version'] }),
  badAcme('versions.named', 'reads the newest value whatever version is named, and repeats the name', {
    ...changedRead(async (read, { name, version }, store) => {
      if (version === undefined) return {};
      return { bytes: (await store.read({ name }, {}).catch(() => read)).bytes };
    }),
    // That a write leaves older versions as they are is seen by a read of one.
    alsoCaughtBy: ['writing.older'],
  }),
  badAcme('versions.named-told', 'tells the newest version whichever it has read', changedRead(async (read, { name, version }, store) => {
    if (version === undefined) return {};
    return { version: (await store.read({ name }, {}).catch(() => read)).version };
  })),
  badAcme('versions.missing', 'reads the newest version in place of one that is missing', afterFailure('SECRET_NOT_FOUND', (read, { name, version }, options) => (version === undefined ? undefined : read({ name }, options)))),
  badAcme('versions.encoded', 'puts the version into an address as it is', {
    store: (store) => ({
      read: async ({ name, version }, options) => await store.read({ name, ...(version !== undefined && { version: version.split(/[?#&]/, 1)[0] ?? '' }) }, options),
    }),
  }),
  badAcme('versions.disabled', 'reads an older version where the newest is disabled', afterFailure('SECRET_DISABLED', (read, { name, version }, options) => read({ name, version: version ?? 'v1' }, options))),
  badAcme('versions.disabled', 'takes a disabled secret for a missing one', {
    store: (store) => ({
      read: async (reference, options) => await store.read(reference, options).catch((error: unknown) => {
        if (CarnetError.isInstance(error) && error.code === 'SECRET_DISABLED' && reference.version === undefined) throw changed(error, { code: 'SECRET_NOT_FOUND' });
        throw error;
      }),
    }),
    // It is the same answer of the store, after a read that passed.
    alsoCaughtBy: ['freshness.disabled'],
  }),
  badAcme('versions.disabled-named', 'takes a disabled version for a missing one', {
    store: (store) => ({
      read: async (reference, options) => await store.read(reference, options).catch((error: unknown) => {
        if (CarnetError.isInstance(error) && error.code === 'SECRET_DISABLED' && reference.version !== undefined) throw changed(error, { code: 'SECRET_NOT_FOUND' });
        throw error;
      }),
    }),
  }),
  badAcme('versions.older-of-disabled', 'refuses every version of a secret whose newest is disabled', changedRead(async (_, { name, version }, store) => {
    if (version !== undefined) await store.read({ name }, {});
    return {};
  })),
];
