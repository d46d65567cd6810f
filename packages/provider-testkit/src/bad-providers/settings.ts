import { CarnetError, type Connection, type Manifest, type Provider, type ProviderContext, type SecretStore, type StoreReference } from '@carnet/provider';
import { badAcme, type BadProvider, type Breakage } from './bad-provider.ts';

const { stringify } = JSON;

/** A schema that accepts every text, so that the rest is the provider's own affair. */
function loose(manifest: Manifest): Manifest {
  const { identity, store } = manifest;
  if (!identity || !('schema' in identity)) return manifest;
  const text = (label: string): { readonly type: 'string'; readonly 'x-carnet': { readonly label: string; readonly help: string } } => ({ type: 'string', 'x-carnet': { label, help: `The ${label}.` } });
  return {
    ...manifest,
    identity: { ...identity, schema: { ...identity.schema, properties: { address: { ...text('Address'), format: 'uri' } } } },
    store: { schema: { ...store.schema, properties: { safe: text('Safe') } } },
  };
}

/** Accepts everything, and does something else before it looks at the settings. */
const lateRefusal = (before: (context: ProviderContext) => Promise<unknown>): Breakage => ({
  manifest: loose,
  provider: (good) => ({
    validate: () => [],
    open(connection, context) {
      if ((good.validate?.(connection) ?? []).length === 0) return good.open(connection, context);
      const refuse = async (): Promise<never> => {
        await before(context);
        throw new CarnetError({ code: 'SETTINGS_INVALID', provider: 'acme', message: 'A setting is not usable.' });
      };
      return { authenticate: refuse, read: refuse };
    },
  }),
});

const mendedOpen = (good: Provider) => (connection: Connection, context: ProviderContext): SecretStore =>
  (good.validate?.(connection) ?? []).length === 0
    ? good.open(connection, context)
    : good.open({ ...connection, identity: { address: 'https://safe.acme.example' }, store: { safe: 'production' } }, context);

/** Reads under another spelling of the name. */
const respelt = (spell: (name: string) => string): NonNullable<Breakage['store']> => (store) => ({ read: (reference: StoreReference, options) => store.read({ ...reference, name: spell(reference.name) }, options) });

const lastPart = (name: string): string => name.split('/').findLast((part) => part !== '' && part !== '.') ?? name;

/** Fetches a token ahead of time, where no call comes at once. */
function prefetching(store: SecretStore, context: ProviderContext): Partial<SecretStore> {
  let used = false;
  const using = <A extends readonly unknown[], R>(call: (...parameters: A) => R) => (...parameters: A): R => {
    used = true;
    return call(...parameters);
  };
  setImmediate(() => {
    if (!used) context.subjectToken().catch(() => undefined);
  });
  const { authenticate, read, readMany, list, write, remove, close } = store as Required<SecretStore>;
  return { authenticate: using(authenticate), read: using(read), readMany: using(readMany), list: using(list), write: using(write), remove: using(remove), close: using(close) };
}

// It listens while a store stands open and nothing is asked of it, as this theme does.
const whileOpen = ['diagnosis.silent'];

export const badSettings: readonly BadProvider[] = [
  badAcme('settings.hostile-named', 'was never tried with hostile settings', { conformance: { hostile: [] } }),
  badAcme('settings.hostile-refused', 'mends settings instead of refusing them', { manifest: loose, provider: (good) => ({ validate: () => [], open: mendedOpen(good) }) }),
  badAcme('settings.hostile-unsent', 'asks the service before it looks at its settings', lateRefusal((context) => context.transport.fetch(new Request('https://safe.acme.example/status')))),
  badAcme('settings.hostile-unminted', 'asks for a subject token before it looks at its settings', lateRefusal((context) => context.subjectToken())),
  badAcme('settings.accepted', 'wants a field that nobody can set', { provider: () => ({ validate: () => [{ field: 'region', problem: 'is required' }] }) }),
  badAcme('settings.validate-repeatable', 'complains about the same settings once', {
    provider(good) {
      const seen = new Set<string>();
      const validate: Provider['validate'] = (connection) => {
        const isNew = !seen.has(stringify(connection));
        seen.add(stringify(connection));
        return isNew ? (good.validate?.(connection) ?? []) : [];
      };
      return { validate };
    },
  }),
  badAcme('settings.validate-pure', 'fills its default in where it was asked for an opinion', {
    provider: (good) => ({
      validate(connection) {
        Object.assign(connection.store, { safe: connection.store['safe'] ?? 'production' });
        return good.validate?.(connection) ?? [];
      },
    }),
  }),
  badAcme('settings.problems-without-values', 'repeats what was typed', {
    provider: (good) => ({
      validate: (connection) => (good.validate?.(connection) ?? []).map(({ field, of }) => ({ field, of, problem: `'${String(connection.identity?.[field] ?? connection.store[field])}' is not usable` })),
    }),
  }),
  badAcme('settings.open-synchronous', 'gives a store that can be awaited, too', {
    store: (store) => ({ then: (resolve: (opened: SecretStore) => void) => resolve(store) }) as Partial<SecretStore>,
  }),
  badAcme('settings.connection-untouched', 'fills its default in where it is opened', { store: (_, __, connection) => (Object.assign(connection.store, { safe: connection.store['safe'] ?? 'production' }), {}) }),
  badAcme('settings.open-network', 'takes its agent when it is opened', { store: (_, context) => (context.transport.agent('https://safe.acme.example'), {}), alsoCaughtBy: whileOpen }),
  badAcme('settings.open-clock', 'notes when it was opened', { store: (_, context) => (context.clock.now(), {}) }),
  badAcme('settings.open-token', 'fetches a token before anybody wants one', { store: prefetching, alsoCaughtBy: whileOpen }),
  badAcme('settings.read-names', 'forgives a slash in front of a name', { store: respelt((name) => name.replace(/^\/+/, '')) }),
  badAcme('settings.broken-names', 'leaves out what cannot be seen in a name', { store: respelt((name) => name.replace(/[\p{Cc}\p{Cf}]/gu, '')) }),
  badAcme('settings.written-names', 'writes under the last part of a path', { store: ({ write }) => ({ write: async (name, bytes, options) => (await write?.(lastPart(name), bytes, options)) ?? { version: '' } }) }),
  badAcme('settings.removed-names', 'removes by the last part of a path', { store: ({ remove }) => ({ remove: async (name, options) => await remove?.(lastPart(name), options) }) }),
];
