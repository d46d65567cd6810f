/** A value whose change may or may not have been done: what was acknowledged last, and what was asked for since. */
export interface EditedValue<T> {
  acknowledged: T;
  asked: T | undefined;
}

export interface OrderedKickoff {
  readonly key: string;
  readonly number: number;
  /** Once it was acknowledged. */
  id: string | undefined;
}

export interface HeldKickoff {
  readonly id: string;
  readonly fence: number;
  acknowledgedLines: number;
  /** The result was said, and perhaps taken by a server that died over its answer. */
  said: boolean;
  ended: 'succeeded' | 'failed' | undefined;
  /** The platform said that the lease is lost. */
  lost: boolean;
}

/** All that a client and its workers were told, over any number of servers that were killed. */
export interface Ledger {
  readonly kickoffs: Map<string, OrderedKickoff>;
  /** By kickoff: each claim that a worker received. */
  readonly claims: Map<string, HeldKickoff[]>;
  /** By automation: the seconds of its timeout. */
  readonly automations: Map<string, EditedValue<number>>;
  /** Names that were asked for, and may stand there or not. */
  readonly unknownAutomations: Set<string>;
  /** By variable: its direct value. */
  readonly variables: Map<string, EditedValue<string>>;
  /** What contradicts what was acknowledged, in sentences. */
  readonly wrong: string[];
  counts: { kickoffs: number; claims: number; lines: number; results: number; edits: number };
}

export function newLedger(): Ledger {
  return {
    kickoffs: new Map(), claims: new Map(), automations: new Map(), unknownAutomations: new Set(), variables: new Map(), wrong: [],
    counts: { kickoffs: 0, claims: 0, lines: 0, results: 0, edits: 0 },
  };
}
