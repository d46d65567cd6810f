import { CarnetError, defineProvider, type Manifest, type Provider, type ReadResult, type SecretStore, type StoreReference } from '@carnet/provider';

/** A provider whose secrets stand in this process, and the hands of its operator. */
export interface MemoryProvider extends Provider {
  /** Adds a version, '1' for a new name, and tells it. */
  set(name: string, value: string | Uint8Array): string;
  /** Disables one version. Default: all of the secret's. */
  disable(name: string, version?: string): void;
  /** Removes a secret whole, whether or not it exists. */
  remove(name: string): void;
}

interface StoredVersion {
  readonly bytes: Uint8Array;
  enabled: boolean;
}

const manifest: Manifest = {
  id: 'memory',
  title: 'Memory',
  store: { schema: { type: 'object', properties: {} } },
  methods: [{ id: 'none', title: 'No authentication' }],
  refusedEnvironment: [],
};

/**
 * A whole provider without a cloud, for tests and first steps: versions '1', '2', …, listing, writing and removing.
 * Every credential of it sees the same secrets.
 *
 * @example
 * ```ts
 * import { createCarnet } from '@carnet/core';
 * import { memoryProvider } from '@carnet/core/memory';
 * const memory = memoryProvider({ database: '{"password":"s3cr3t"}' });
 * const carnet = createCarnet({
 *   providers: [memory],
 *   credentials: { local: { provider: 'memory', method: 'none' } },
 *   variables: { PASSWORD: { credential: 'local', secret: 'database#password' } },
 * });
 * memory.set('database', '{"password":"rotated"}');
 * await carnet.get('PASSWORD'); // the rotated one
 * ```
 */
export function memoryProvider(secrets: Readonly<Record<string, string | Uint8Array>> = {}): MemoryProvider {
  const versions = new Map<string, StoredVersion[]>();
  const set = (name: string, value: string | Uint8Array): string => {
    const all = versions.get(name) ?? [];
    all.push({ bytes: typeof value === 'string' ? new TextEncoder().encode(value) : new Uint8Array(value), enabled: true });
    versions.set(name, all);
    return String(all.length);
  };
  for (const [name, value] of Object.entries(secrets)) set(name, value);

  return {
    ...defineProvider({ manifest, open: () => openMemory(versions, set) }),
    set,
    disable(name, version) {
      for (const [index, each] of (versions.get(name) ?? []).entries()) {
        if (version === undefined || version === String(index + 1)) each.enabled = false;
      }
    },
    remove: (name) => void versions.delete(name),
  };
}

function openMemory(versions: Map<string, StoredVersion[]>, set: MemoryProvider['set']): SecretStore {
  const leaveWhenAborted = (signal: AbortSignal | undefined): void => {
    if (signal?.aborted) throw new CarnetError({ code: 'ABORTED', message: 'The caller ended the call.' });
  };
  return {
    async authenticate({ signal }) {
      leaveWhenAborted(signal);
      return { principal: 'memory' };
    },
    async read(reference, { signal }) {
      leaveWhenAborted(signal);
      return readVersion(versions.get(reference.name) ?? [], reference);
    },
    async* list({ signal, prefix = '' }) {
      for (const [name, all] of [...versions].toSorted(([left], [right]) => (left < right ? -1 : 1))) {
        leaveWhenAborted(signal);
        if (name.startsWith(prefix)) yield { name, enabled: all.at(-1)?.enabled ?? false };
      }
    },
    async write(name, bytes, { signal }) {
      leaveWhenAborted(signal);
      return { version: set(name, bytes) };
    },
    async remove(name, { signal }) {
      leaveWhenAborted(signal);
      if (!versions.delete(name)) throw notFound({ name });
    },
  };
}

function readVersion(all: readonly StoredVersion[], reference: StoreReference): ReadResult {
  const version = reference.version ?? String(all.length);
  const found = all.find((_, index) => String(index + 1) === version);
  if (!found) throw notFound(reference);
  // The newest version counts even when it is disabled: an older value in its place would be a silent surprise.
  if (!found.enabled) throw new CarnetError({ code: 'SECRET_DISABLED', message: `Version '${version}' of the secret '${reference.name}' is disabled in memory.` });
  return { bytes: new Uint8Array(found.bytes), version };
}

function notFound({ name, version }: StoreReference): CarnetError {
  return new CarnetError({ code: 'SECRET_NOT_FOUND', message: `Memory holds no secret '${name}'${version === undefined ? '' : ` in version '${version}'`}.` });
}
