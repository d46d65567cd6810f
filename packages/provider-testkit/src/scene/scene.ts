import type { CarnetError, Connection, Observation, Provider, ProviderContext, SecretStore, SubjectTokenRequest } from '@carnet/provider';
import type { Conformance } from '../conformance.ts';
import type { TestIssuer } from '../issuer/create-test-issuer.ts';
import type { StoreDouble } from '../store-double.ts';
import type { KitClock } from './kit-clock.ts';

export interface OpenOptions {
  /** Default: the double's own. */
  readonly connection?: Connection;
  /** Default: the scene's, whose session all stores of one identity config share. */
  readonly context?: ProviderContext;
}

/** A secret that the kit has put into the double. */
export interface PutSecret {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly version: string;
}

/** One provider, one double, and a host's side of the contract, made anew for each assertion. */
export interface Scene {
  readonly conformance: Conformance;
  readonly provider: Provider;
  readonly double: StoreDouble;
  readonly issuer: TestIssuer;
  readonly clock: KitClock;
  /** Real milliseconds that the kit waits for anything. */
  readonly patienceMs: number;
  /** One session: what a host keeps for one identity config. */
  readonly context: ProviderContext;
  /** Another session. */
  freshContext(): ProviderContext;
  open(options?: OpenOptions): SecretStore;
  /** What the provider asked the host for, oldest first. */
  readonly mints: readonly SubjectTokenRequest[];
  /** The subject tokens handed out. */
  readonly tokens: readonly string[];
  readonly observations: readonly Observation[];
  /** The hosts that the provider asked the transport for, oldest first. */
  readonly hosts: readonly string[];
  /** A token for the manifest's audience. `changes` replace claims. */
  mint(changes?: Readonly<Record<string, unknown>>): string;
  /** What the host hands out. Default: a fresh token for the manifest's audience. */
  source: (request: SubjectTokenRequest) => string | Promise<string>;
  /** Puts a secret. Default value: a text that occurs nowhere else. */
  put(name: string, value?: string | Uint8Array): Promise<PutSecret>;
  /** How many requests of this operation have arrived at the double. */
  count(operation: StoreDouble['requests'][number]['operation']): number;
  /** The CarnetError that a call ends with. @throws Seen where it settles otherwise */
  failureOf(call: Promise<unknown>): Promise<CarnetError>;
  /** Lets work go on until the condition holds. @throws OutOfPatience */
  until(condition: () => boolean, what: string): Promise<void>;
}
