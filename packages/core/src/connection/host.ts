import type { Clock, Observation, SubjectTokenSource, Transport } from '@carnet/provider';

/** What the parts of one Carnet share. */
export interface Host {
  readonly clock: Clock;
  readonly random: (size: number) => Uint8Array;
  readonly transport: Transport;
  readonly tokens: SubjectTokenSource | undefined;
  readonly callMs: number;
  readonly totalMs: number;
  readonly concurrency: number;
  readonly run: { readonly id: string } | undefined;
  /** Aborts when the Carnet closes. */
  readonly closing: AbortSignal;
  /** Lets go of connections that are our own. */
  release(): void;
  /** Never throws. */
  readonly log: (line: string) => void;
  /** Never throws. */
  readonly observe: (observation: Observation) => void;
}
