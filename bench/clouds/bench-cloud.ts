import type { Provider, Settings } from '@carnet/provider';
import type { Issuer } from '@carnet/oidc-issuer';
import type { Agent } from 'node:https';

/** How many requests 20 secrets cost. */
export interface RequestGoals {
  readonly cold: { readonly challenges?: number; readonly tokens: number; readonly reads: number };
  readonly warm: number;
  /** The most requests of which each waits for one before, with nothing known yet. */
  readonly coldPath: number;
}

/** Clients of the official SDK that are kept, with their connections. */
export interface BareSdk {
  readOne(name: string): Promise<unknown>;
  /** The 20 secrets, all at once. */
  readAll(): Promise<unknown>;
}

/** One cloud: how Carnet is set up for it, and the shortest way with its official SDK. */
export interface BenchCloud {
  readonly title: string;
  /** Id and kind of the provider. */
  readonly id: string;
  /** The packages of its SDK that a program names. */
  readonly sdk: RegExp;
  /** Whether the single file of the image holds the provider. */
  readonly inOneFile: boolean;
  readonly audience: string;
  /** Made once, as a host's composition does. */
  readonly provider: Provider;
  readonly identity: Settings;
  readonly store: Settings;
  /** From a cold process to the first secret: by Carnet, and by the SDK's shortest script. */
  readonly programs: { readonly carnet: URL; readonly sdk: URL };
  readonly goals: RequestGoals;
  bareSdk(issuer: Issuer, agent: Agent): BareSdk;
}
