import type { Clock, IdentityDefinition, Manifest, Provider, Settings } from '@carnet/provider';
import type { TestIssuer } from './issuer/create-test-issuer.ts';
import type { StoreDouble } from './store-double.ts';

/** What a double is started with. Time moves when the kit moves it. */
export interface DoubleParts {
  readonly clock: Clock;
  /** Signs the subject tokens; `issuer.fetch` answers for its discovery document and its keys, which the double should really fetch. */
  readonly issuer: TestIssuer;
}

/** Settings that must never get as far as a request. They replace fields of the double's own connection. */
export interface HostileSettings {
  /** What is wrong with them, for the scorecard. */
  readonly what: string;
  readonly identity?: Settings;
  readonly store?: Settings;
}

/**
 * Everything the kit has to know about a provider: how it is made, and a double of its store.
 *
 * Every theme is on. `without` switches one theme or one assertion off, by its id and with a reason in words; an id that
 * does not exist, an empty reason and an opt-out that is not needed are failures themselves.
 */
export interface Conformance {
  /** Makes the provider under test, new for each assertion. */
  create(): Provider | Promise<Provider>;
  /** What the package's `./manifest` entry exports. */
  readonly manifest: Manifest;
  /** The definition of the kind of identity, where the manifest uses one that another package defines. */
  readonly identity?: IdentityDefinition;
  /** The module that a host imports: the package's main entry. It is imported in a process of its own, too. */
  readonly module: URL;
  /** Starts a double that is empty and trusts the issuer, new for each assertion. */
  start(parts: DoubleParts): StoreDouble | Promise<StoreDouble>;
  /** At least one for each field that steers where a request goes. */
  readonly hostile: readonly HostileSettings[];
  /** Ids of themes or assertions that do not apply, each with its reason. */
  readonly without?: Readonly<Record<string, string>>;
  /** Environment variables that the provider's SDK looks at, each with the reason why that is harmless. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Names of globals that the provider's SDK sets, each with the reason why that is harmless. */
  readonly globals?: Readonly<Record<string, string>>;
}

/**
 * Types a conformance file and returns it as it is.
 *
 * @example
 * ```ts
 * import { defineConformance, type StoreDouble } from '@carnet/provider-testkit';
 * import type { Manifest, Provider } from '@carnet/provider';
 *
 * declare const acme: { create(): Provider; manifest: Manifest; startDouble(): StoreDouble };
 *
 * export default defineConformance({
 *   create: acme.create,
 *   manifest: acme.manifest,
 *   module: new URL('./index.js', import.meta.url),
 *   start: () => acme.startDouble(),
 *   hostile: [{ what: 'an address over http', identity: { address: 'http://safe.acme.example' } }],
 *   without: { 'batches': 'The store has no request that reads several secrets.' },
 * });
 * ```
 */
export function defineConformance(conformance: Conformance): Conformance {
  return conformance;
}
