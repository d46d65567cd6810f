import type { Handler, Perform } from '../handler.ts';
import type { LocalKv } from '../local-vault.ts';
import { textListField } from '../request-fields.ts';
import type { Operation } from '../vault-request.ts';
import { badRequest } from '../vault-refusal.ts';
import { dataHandler } from './data-operations.ts';
import { listHandler, metadataHandler } from './metadata-operations.ts';
import { StoredEntries, type EntryVersion } from './stored-entries.ts';

const invalidPath = (verb: string): string =>
  `Invalid path for a versioned K/V secrets engine. See the API docs for the appropriate API endpoints to use. If using the Vault CLI, use 'vault kv ${verb}' for this operation.`;

/** A mount of the KV secrets engine, version 2: https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2 */
export class KvEngine {
  readonly #entries: StoredEntries;

  constructor(clock: { now(): number }) {
    this.#entries = new StoredEntries(clock);
  }

  get control(): LocalKv {
    const versionOf = (path: string, number?: number): EntryVersion => {
      const entry = this.#entries.find(path);
      const version = entry?.versions.get(number ?? entry.currentVersion);
      if (!version) throw new TypeError(`There is no version ${number ?? ''} of ${JSON.stringify(path)}.`);
      return version;
    };
    return {
      // A copy, as after a way over the wire: what is changed in it later changes no secret.
      set: (path, data) => this.#entries.write(path, structuredClone(data)).version.number,
      deleteVersion: (path, version) => this.#entries.delete(versionOf(path, version)),
      destroyVersion: (path, version) => this.#entries.destroy(versionOf(path, version)),
      remove: (path) => this.#entries.remove(path),
    };
  }

  has(path: string): boolean {
    return this.#entries.find(path) !== undefined;
  }

  handler(path: string, operation: Operation): Handler {
    const [kind = '', ...rest] = path.split('/');
    const name = rest.join('/');
    if (operation === 'list' && kind === 'metadata') return listHandler(this.#entries, name);
    if (name !== '' && !name.endsWith('/')) {
      if (kind === 'data' && operation !== 'list') return dataHandler(this.#entries, name);
      if (kind === 'metadata') return metadataHandler(this.#entries, name);
      if (kind === 'delete') return this.#versions(name, 'No', (version) => this.#entries.delete(version));
      if (kind === 'undelete') return this.#versions(name, 'No', (version) => this.#entries.undelete(version));
      if (kind === 'destroy') return this.#versions(name, 'no', (version) => this.#entries.destroy(version));
    }
    return wrongPath(path);
  }

  #versions(path: string, no: string, change: (version: EntryVersion) => void): Handler {
    const update: Perform = ({ fields }) => {
      const numbers = (textListField(fields, 'versions') ?? []).map((text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : refuseVersions(text)));
      if (numbers.length === 0) throw badRequest(`${no} version number provided`);
      const versions = this.#entries.find(path)?.versions;
      for (const number of numbers) {
        const version = versions?.get(number);
        if (version) change(version);
      }
      return undefined;
    };
    return { mountType: 'kv', operations: { update } };
  }
}

function refuseVersions(text: string): never {
  throw badRequest(`error converting input for field "versions": cannot parse ${JSON.stringify(text)} as a whole number`);
}

// What a client of the first version of the engine asks for.
function wrongPath(path: string): Handler {
  const isRoot = ['data', 'metadata', 'delete', 'undelete', 'destroy'].includes(path);
  const warn = (verb: string): Perform => () => ({ status: 404, mountType: '', warnings: [isRoot && verb !== 'list' ? 'Non-listing operations on the root of a K/V v2 mount are not supported.' : invalidPath(verb)] });
  const refuseWrite: Perform = () => {
    throw badRequest("cannot write to a path ending in '/'");
  };
  const write = (verb: string): Perform => (path === '' || path.endsWith('/') ? refuseWrite : warn(verb));
  return {
    mountType: 'kv',
    operations: { read: warn('get'), list: warn('list'), update: write('put'), patch: write('patch'), delete: warn('delete') },
  };
}
