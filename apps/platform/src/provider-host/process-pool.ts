import { contractError, hostError } from './host-error.ts';
import type { HostProcess } from './host-process.ts';

/** Whose work a process does. It does no other's, and foreign code of one package sees nothing of another's. */
export interface ProcessOwner {
  /** Undefined: work that belongs to no organization. */
  readonly organization: string | undefined;
  /** Undefined: the providers of the composition alone. */
  readonly package: string | undefined;
  /** Who asks, where the work belongs to no organization: none of them may fill the queue of all. */
  readonly asker?: string | undefined;
}

/** A place in a process, until it is given back. */
export interface Place {
  readonly process: HostProcess;
  release(): void;
}

export interface ProcessPoolOptions {
  /** Starts one. `onEnd` is called once, with whether the process was asked to end. */
  readonly start: (onEnd: (wasAsked: boolean) => void) => HostProcess;
  /** The most that live at once for organizations. */
  readonly mostProcesses: number;
  /** So many of them go to organizations alone that have none at work. */
  readonly processesForNewcomers: number;
  readonly mostProcessesOfOne: number;
  readonly mostCallsOfOne: number;
  readonly mostWaitingOfOne: number;
  /** Milliseconds that a call waits for its place. */
  readonly patienceMs: number;
  /** Milliseconds that a process without work lives on. */
  readonly idleMs: number;
  /** After so many calls a process ends, and a new one begins. */
  readonly mostCallsOfProcess: number;
  /** Milliseconds before a process is started again: doubled with each failure in a row, to the most. */
  readonly backoffMs: { readonly first: number; readonly most: number };
}

interface Entry {
  readonly owner: ProcessOwner;
  readonly process: HostProcess;
  places: number;
  served: number;
  idle?: NodeJS.Timeout | undefined;
}

interface Waiter {
  readonly owner: ProcessOwner;
  readonly give: (place: Place) => void;
}

/** Gives each organization processes of its own, few enough that no organization takes the machine, or another's turn. */
export class ProcessPool {
  readonly #options: ProcessPoolOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #waiters = new Set<Waiter>();
  readonly #failures = new Map<string, { count: number; isResting: boolean }>();
  #isClosed = false;

  constructor(options: ProcessPoolOptions) {
    this.#options = options;
  }

  /**
   * Waits for a place.
   *
   * @throws HostedError `OVERLOADED`, `ABORTED`, `PROVIDER_HOST_FAILED` after `close`
   */
  async take(owner: ProcessOwner, signal: AbortSignal): Promise<Place> {
    if (this.#isClosed) throw hostError('PROVIDER_HOST_FAILED', 'The server is shutting down.');
    if (signal.aborted) throw aborted();
    if ([...this.#waiters].filter((waiter) => askerOf(waiter.owner) === askerOf(owner)).length >= this.#options.mostWaitingOfOne) throw hostError('OVERLOADED', 'Too many calls of this organization wait for its providers.');
    const place = Promise.withResolvers<Place>();
    const waiter: Waiter = { owner, give: place.resolve };
    const giveUp = (): void => place.reject(aborted());
    const patience = setTimeout(() => place.reject(this.#isClosed ? hostError('PROVIDER_HOST_FAILED') : hostError('OVERLOADED', 'The processes of the providers are all at work.')), this.#options.patienceMs);
    signal.addEventListener('abort', giveUp, { once: true });
    this.#waiters.add(waiter);
    this.#serve();
    try {
      return await place.promise;
    } finally {
      clearTimeout(patience);
      signal.removeEventListener('abort', giveUp);
      this.#waiters.delete(waiter);
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([...this.#entries.values()].map(({ process }) => process.end()));
  }

  /** In the order of asking, past those whose organization has to wait. */
  #serve(): void {
    for (const waiter of [...this.#waiters]) {
      const entry = this.#entryFor(waiter.owner);
      if (entry === undefined) continue;
      this.#waiters.delete(waiter);
      waiter.give(this.#placeIn(entry));
    }
  }

  #entryFor(owner: ProcessOwner): Entry | undefined {
    const { mostProcesses, processesForNewcomers, mostProcessesOfOne, mostCallsOfOne } = this.#options;
    const key = keyOf(owner);
    const own = this.#besides(owner);
    if (sum(own.map(({ places }) => places)) >= mostCallsOfOne) return undefined;
    const found = this.#entries.get(key);
    if (found?.process.isUsable && found.served < this.#options.mostCallsOfProcess) return found;
    // One that is ending makes room when it is gone.
    if (this.#isClosed || found !== undefined || this.#failures.get(key)?.isResting) return undefined;
    if (owner.organization !== undefined) {
      if (own.length >= mostProcessesOfOne && !this.#endIdle(own)) return undefined;
      const all = [...this.#entries.values()].filter((entry) => entry.owner.organization !== undefined);
      // One without work makes room for whoever has some.
      const limit = own.some(isAtWork) ? mostProcesses - processesForNewcomers : mostProcesses;
      if (all.filter(isAtWork).length >= limit) return undefined;
      if (all.length >= mostProcesses && !this.#endIdle(all)) return undefined;
    }
    return this.#start(owner, key);
  }

  #start(owner: ProcessOwner, key: string): Entry {
    const entry: Entry = { owner, places: 0, served: 0, process: this.#options.start((wasAsked) => this.#ended(entry, key, wasAsked)) };
    this.#entries.set(key, entry);
    return entry;
  }

  #placeIn(entry: Entry): Place {
    clearTimeout(entry.idle);
    entry.places += 1;
    entry.served += 1;
    let isHeld = true;
    return {
      process: entry.process,
      release: () => {
        if (!isHeld) return;
        isHeld = false;
        entry.places -= 1;
        if (entry.places === 0) this.#rest(entry);
        this.#serve();
      },
    };
  }

  #rest(entry: Entry): void {
    if (entry.process.isUsable) this.#failures.delete(keyOf(entry.owner));
    const isSpent = entry.served >= this.#options.mostCallsOfProcess || !entry.process.isUsable;
    entry.idle = setTimeout(() => void entry.process.end(), isSpent ? 0 : this.#options.idleMs);
    if (!isSpent) entry.idle.unref();
  }

  #ended(entry: Entry, key: string, wasAsked: boolean): void {
    clearTimeout(entry.idle);
    if (this.#entries.get(key) === entry) this.#entries.delete(key);
    if (!wasAsked) this.#backOff(key);
    this.#serve();
  }

  #backOff(key: string): void {
    const { first, most } = this.#options.backoffMs;
    const count = (this.#failures.get(key)?.count ?? 0) + 1;
    const failure = { count, isResting: count > 1 };
    this.#failures.set(key, failure);
    if (!failure.isResting) return;
    setTimeout(() => {
      failure.isResting = false;
      this.#serve();
    }, Math.min(most, first * 2 ** (count - 2))).unref();
  }

  #endIdle(entries: readonly Entry[]): boolean {
    const idle = entries.find((entry) => !isAtWork(entry));
    if (idle === undefined) return false;
    this.#entries.delete(keyOf(idle.owner));
    void idle.process.end();
    return true;
  }

  /** What counts against it: all of its organization, and where it has none, its own alone, so that no package holds up another. */
  #besides(owner: ProcessOwner): readonly Entry[] {
    return [...this.#entries.values()].filter((entry) => (owner.organization === undefined ? keyOf(entry.owner) === keyOf(owner) : entry.owner.organization === owner.organization));
  }
}

function isAtWork({ places }: Entry): boolean {
  return places > 0;
}

function askerOf({ organization, asker }: ProcessOwner): string | undefined {
  return organization ?? asker;
}

function keyOf({ organization = '', package: name = '' }: ProcessOwner): string {
  return JSON.stringify([organization, name]);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function aborted(): Error {
  return contractError('ABORTED', 'The call was given up.');
}
