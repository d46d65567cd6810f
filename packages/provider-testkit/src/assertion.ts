import type { Manifest, SecretStore } from '@carnet/provider';
import type { Scene } from './scene/scene.ts';
import type { StoreDouble } from './store-double.ts';

/** Members of a store that a provider may leave out. */
export type Capability = 'readMany' | 'list' | 'write' | 'remove' | 'check' | 'canonicalName' | 'close';

/** Members of a double that may be absent. */
export type Need = 'neighbour' | 'staticConnection' | 'disable' | 'remove' | 'deny' | 'denyWriting' | 'denyListing' | 'denyBatches' | 'loopListing' | 'strayListing' | 'distrust' | 'revoke' | 'credentials';

/** One fact that a provider must hold, and how to see whether it does. */
export interface Assertion {
  /** `theme.fact`, stable: opt-outs, scorecards and badges name it. */
  readonly id: string;
  /** The fact, as a sentence without a full stop. */
  readonly fact: string;
  /** Asked of providers with this method alone. Default: of all. */
  readonly method?: 'workload-identity';
  /** What the double must be able to do. */
  readonly needs?: readonly Need[];
  /** Real milliseconds that it may take, whatever the kit's patience: a process of its own starts as fast as the machine lets it. */
  readonly atLeastMs?: number;
  /** `true`, or one sentence that says what was seen instead. Whatever it throws counts as a failure. */
  holds(scene: Scene): true | string | Promise<true | string>;
}

/** The assertions about one side of a provider. */
export interface Theme {
  readonly id: string;
  readonly title: string;
  /** As of an assertion, for all of them. */
  readonly method?: 'workload-identity';
  /** The member of the store that the theme is about. A provider without it opts out of the theme. */
  readonly capability?: Capability;
  readonly assertions: readonly Assertion[];
}

export const lacksNeed = (double: StoreDouble, { needs = [] }: Assertion): Need | undefined => needs.find((need) => double[need] === undefined);

/** Whether the provider has the method that an assertion is about. */
export const hasMethod = ({ methods }: Manifest, theme: Theme, assertion: Assertion): boolean => {
  const method = assertion.method ?? theme.method;
  return method === undefined || methods.some(({ id }) => id === method);
};

export const hasCapability = (store: SecretStore, { capability }: Theme): boolean => capability === undefined || store[capability] !== undefined;
