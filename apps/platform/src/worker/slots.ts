import type { SlotProvider } from '../kickoff-process/slot-messages.ts';
import { pause, pauseMs, type Random } from './backoff.ts';
import { Slot, type SlotProgram } from './slot.ts';

export interface SlotsOptions {
  readonly count: number;
  readonly program: SlotProgram;
  /** After so many kickoffs a process is replaced. */
  readonly mostServed: number;
  /** Bytes; a process that holds more is replaced. */
  readonly mostMemory: number;
  readonly random: Random;
  readonly log: (line: string) => void;
}

/** The processes of a worker: each serves one kickoff at a time and keeps its cloud credentials in between. */
export class Slots {
  readonly #options: SlotsOptions;
  readonly #idle: Slot[] = [];
  readonly #all = new Set<Slot>();
  #opened = false;
  readonly #closing = new AbortController();
  #busy = 0;
  #wake = Promise.withResolvers<void>();

  constructor(options: SlotsOptions) {
    this.#options = options;
  }

  /** Starts the first one, and the others behind it; without this, each is started when it is needed. @throws WorkerError */
  async open(): Promise<readonly SlotProvider[]> {
    this.#opened = true;
    const first = await this.#start();
    const providers = await first.ready;
    this.#idle.push(first);
    for (let started = 1; started < this.#options.count; started += 1) this.#replace();
    return providers;
  }

  /** How many could take a kickoff now, or as soon as their process is there. */
  get free(): number {
    return this.#options.count - this.#busy;
  }

  get busy(): number {
    return this.#busy;
  }

  /** Settles when the number of those that are free has changed. */
  get changed(): Promise<void> {
    return this.#wake.promise;
  }

  /** The work gets a slot for itself, and says whether it may serve again. */
  async use(work: (slot: Slot) => Promise<boolean>): Promise<void> {
    this.#count(1);
    let slot = this.#idle.pop();
    while (slot?.alive === false) slot = this.#idle.pop();
    try {
      slot ??= await this.#ready();
      const { mostServed } = this.#options;
      const good = await work(slot).catch(() => false);
      if (good && slot.alive && slot.served < mostServed && !this.#closing.signal.aborted) this.#idle.push(slot);
      else {
        await slot.kill();
        this.#replace();
      }
    } finally {
      this.#count(-1);
    }
  }

  get mostMemory(): number {
    return this.#options.mostMemory;
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await Promise.all([...this.#all].map((slot) => slot.kill()));
  }

  #count(change: number): void {
    this.#busy += change;
    this.#wake.resolve();
    this.#wake = Promise.withResolvers();
  }

  #replace(): void {
    if (this.#closing.signal.aborted || !this.#opened) return;
    // It fails at the end of the worker alone, which nobody has to be told.
    void this.#ready().then(async (slot) => {
      if (this.#idle.length + this.#busy < this.#options.count) this.#idle.push(slot);
      else await slot.kill();
    }, () => undefined);
  }

  /** As often as it takes: what could be loaded once can be loaded again. */
  async #ready(): Promise<Slot> {
    for (let attempt = 0; ; attempt += 1) {
      const slot = await this.#start();
      try {
        await slot.ready;
        return slot;
      } catch {
        await slot.kill();
        if (this.#closing.signal.aborted) throw new Error('The worker has ended.');
        this.#options.log('The process of a slot did not start; trying again.');
        await pause(pauseMs(attempt, this.#options.random), this.#closing.signal);
      }
    }
  }

  async #start(): Promise<Slot> {
    const slot = await Slot.start(this.#options.program);
    this.#all.add(slot);
    slot.ready.catch(() => undefined);
    void slot.ended.then(() => this.#all.delete(slot));
    // It may have been asked for while the worker ended.
    if (this.#closing.signal.aborted) await slot.kill();
    return slot;
  }
}
