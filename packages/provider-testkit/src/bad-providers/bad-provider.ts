import type { Connection, Manifest, Provider, ProviderContext, SecretStore } from '@carnet/provider';
import type { Conformance } from '../conformance.ts';
import { createAcme } from '../reference/acme.ts';
import conformance from '../reference/conformance.ts';

/** A provider with one fault, and the assertion that exists because of it. */
export interface BadProvider {
  /** The id of the assertion that fails it. */
  readonly caughtBy: string;
  /** What is wrong with it, as a sentence without a full stop. */
  readonly fault: string;
  readonly conformance: Conformance;
  /** Assertions that cannot help failing it, too. */
  readonly alsoCaughtBy: readonly string[];
}

export interface Breakage {
  /** Replaces members of each store that is opened. */
  readonly store?: (store: SecretStore, context: ProviderContext, connection: Connection) => Partial<SecretStore>;
  /** Changes what the store gets from its host. */
  readonly context?: (context: ProviderContext) => ProviderContext;
  /** Replaces members of the provider. */
  readonly provider?: (provider: Provider) => Partial<Provider>;
  readonly manifest?: (manifest: Manifest) => Manifest;
  /** Replaces members of the conformance file: a double that allows the fault, a module, an opt-out. */
  readonly conformance?: Partial<Conformance>;
  readonly alsoCaughtBy?: readonly string[];
}

/** The reference provider with one thing broken. */
export function badAcme(caughtBy: string, fault: string, { store, context, provider, manifest, conformance: changes, alsoCaughtBy = [] }: Breakage): BadProvider {
  const create = (): Provider => {
    const good = createAcme();
    const bad = manifest ? { ...good, manifest: manifest(good.manifest) } : good;
    const open = (connection: Connection, given: ProviderContext): SecretStore => {
      const changed = context?.(given) ?? given;
      const opened = good.open(connection, changed);
      return store ? Object.assign(Object.create(opened) as SecretStore, store(opened, changed, connection)) : opened;
    };
    return { ...bad, open, ...provider?.(good) };
  };
  return { caughtBy, fault, alsoCaughtBy, conformance: { ...conformance, create, ...(manifest ? { manifest: manifest(conformance.manifest) } : {}), ...changes } };
}
