import { CarnetError } from '@carnet/provider';
import type { Alarm } from './alarm.ts';

/** Calls that began in the same turn with the same limit. They are late together, so they share a deadline and a signal. */
interface Turn {
  readonly pending: Set<(error: CarnetError) => void>;
  readonly controller: AbortController;
  readonly disarm: () => void;
  readonly message: string;
}

/**
 * The calls into foreign code that one operation has running. Each settles at its deadline or with the operation, whatever
 * the foreign code does with its signal.
 */
export class RunningCalls {
  readonly #alarm: Alarm;
  readonly #running = new Set<Turn>();
  readonly #beginning = new Map<string, Turn>();

  constructor(alarm: Alarm) {
    this.#alarm = alarm;
  }

  run<T>(what: string, milliseconds: number, work: (signal: AbortSignal) => T | PromiseLike<T>): Promise<T> {
    const turn = this.#turnOf(what, milliseconds);
    return new Promise<T>((resolve, reject) => {
      turn.pending.add(reject);
      // The inner function takes a throw, a thenable and a getter that throws alike.
      void (async () => {
        try {
          resolve(await work(turn.controller.signal));
        } catch (error) {
          reject(error as Error);
        }
        turn.pending.delete(reject);
        if (turn.pending.size === 0) this.#end(turn);
      })();
    });
  }

  stopAll(error: CarnetError): void {
    for (const turn of this.#running) this.#stop(turn, error);
  }

  #turnOf(what: string, milliseconds: number): Turn {
    const message = `${what} took longer than ${milliseconds} ms.`;
    const open = this.#beginning.get(message);
    if (open) return open;
    const turn: Turn = {
      message,
      pending: new Set(),
      controller: new AbortController(),
      disarm: this.#alarm.set(milliseconds, () => this.#stop(turn, new CarnetError({ code: 'DEADLINE_EXCEEDED', message }))),
    };
    this.#running.add(turn);
    this.#beginning.set(message, turn);
    queueMicrotask(() => {
      if (this.#beginning.get(message) === turn) this.#beginning.delete(message);
    });
    return turn;
  }

  #stop(turn: Turn, error: CarnetError): void {
    this.#end(turn);
    for (const reject of turn.pending) reject(error);
    turn.pending.clear();
    turn.controller.abort(error);
  }

  #end(turn: Turn): void {
    this.#running.delete(turn);
    // Nobody may join a turn that has no deadline any more.
    if (this.#beginning.get(turn.message) === turn) this.#beginning.delete(turn.message);
    turn.disarm();
  }
}
