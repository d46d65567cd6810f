import type { Audit } from '../audit/audit.ts';
import type { Actor } from '../audit/audit.ts';
import type { HostedCredential, ProviderHost, TokenDesk } from '../provider-host/provider-host.ts';
import type { Sealer } from '../sealing/sealer.ts';
import type { Store } from '../store/store.ts';
import type { Cursors } from '../store/cursors.ts';
import type { ListedAddress } from '../provider-host/allowed-addresses.ts';
import type { LoadedConfig } from './workload-identity/loaded-config.ts';

/** What resources are made of. Each function takes the few of them that it needs. */
export interface ResourceParts {
  readonly store: Store;
  readonly audit: Audit;
  readonly sealer: Sealer;
  readonly cursors: Cursors;
  readonly host: ProviderHost;
  /** Epoch milliseconds. */
  now(): number;
  randomBytes(size: number): Uint8Array;
  /** Rejects when the signal ends it. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** The issuer that a config's tokens name. */
  issuerOf(organization: string, config: { readonly organizationIssuer: boolean }): string;
  /** Mints for a test, a list or a check inside of this process. What it mints is never part of an answer. */
  tokens(request: TokensRequest): TokenDesk;
  /**
   * Has a connected worker of the organization do it, and yields the lines of its answer.
   *
   * @throws PlatformError `WORKER_NOT_CONNECTED`, HostedError with what the worker tells
   */
  runOnWorker(organization: string, worker: string, task: WorkerOrder, signal: AbortSignal): AsyncIterable<unknown>;
  /** Free addresses that this process itself may call. */
  readonly directAddresses: readonly ListedAddress[];
}

export interface TokensRequest {
  readonly organization: string;
  readonly actor: Actor;
  readonly credential: HostedCredential;
  readonly config: LoadedConfig | undefined;
  /** Whose subject it is, where that of the config is an automation's. */
  readonly automation?: string | undefined;
}

export interface WorkerOrder {
  readonly operation: 'test' | 'list' | 'check' | 'write' | 'remove';
  readonly credential: HostedCredential;
  readonly request: object;
  /** Base64. */
  readonly fingerprintKey: string;
  readonly deadlineMs: number;
}
