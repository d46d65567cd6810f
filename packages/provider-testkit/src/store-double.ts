import type { Connection, Transport } from '@carnet/provider';
import type { Fault } from './fault.ts';

/** What a request to a store is for. `exchange`: the subject token for the store's own. */
export type Operation = 'exchange' | 'read' | 'list' | 'write' | 'remove';

/** One request that arrived at the double. */
export interface DoubleRequest {
  /** `other`: a request that the kit does not count, such as a challenge or the fetch of a key set. */
  readonly operation: Operation | 'other';
  readonly host: string;
  /** Path and query as they arrived, so that the kit can look for a token in them. */
  readonly target?: string;
}

/** Which requests a fault befalls: those of one operation, after `skip` that pass, `times` of them (all, where left out). */
export interface DoubleFault {
  readonly at: Operation;
  readonly fault: Fault;
  readonly skip?: number;
  readonly times?: number;
}

/**
 * A store that a test may break, as the kit needs it: the real protocol at the other end of `transport`, and the hands of its
 * owner. An optional member that is absent makes every assertion that needs it fail, until `without` gives the reason.
 */
export interface StoreDouble extends AsyncDisposable {
  /** Leads to the double, and nowhere else. */
  readonly transport: Transport;
  /** A credential by workload identity that the double trusts, and that may read, list, write and remove. */
  readonly connection: Connection;
  /** Another store of the same workload identity config. */
  readonly neighbour?: Connection;
  /** A credential by a static method that the double accepts. */
  readonly staticConnection?: Connection;
  /** Adds a version, the first for a new name, and tells its id as `ReadResult.version` will. */
  put(name: string, bytes: Uint8Array): string | Promise<string>;
  /** Disables, expires or soft-deletes the newest version, whatever the store calls it. Older ones stay readable. */
  disable?(name: string): void | Promise<void>;
  /** Takes a secret away with all its versions. */
  remove?(name: string): void | Promise<void>;
  /** From now on the identity may not read this one secret. */
  deny?(name: string): void | Promise<void>;
  /** From now on the identity may not list. */
  denyListing?(): void | Promise<void>;
  /** From now on the identity may neither write nor remove. */
  denyWriting?(): void | Promise<void>;
  /** From now on the identity may not read several secrets with one request. */
  denyBatches?(): void | Promise<void>;
  /** The list never ends: each of its pages leads to itself. */
  loopListing?(): void | Promise<void>;
  /** The first page says that the next one is at this address. */
  strayListing?(address: string): void | Promise<void>;
  /** From now on the exchange refuses our subject tokens, in the store's own words. */
  distrust?(): void | Promise<void>;
  /** Every credential handed out so far is refused from now on; a new exchange gives a good one. */
  revoke?(): void | Promise<void>;
  /** Adds a rule and gives back what removes it. */
  fault(rule: DoubleFault): () => void;
  /** What arrived, oldest first. */
  readonly requests: readonly DoubleRequest[];
  /** The credentials that the double has handed out, so that the kit can look for them where they must not be. */
  readonly credentials?: readonly string[];
}
