import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Readable, Writable } from 'node:stream';
import type { Masker } from './masking/masker.ts';

/** One stream of a child on its way, through a masker, to where it is shown. */
export class MaskedOutput {
  readonly #source: Readable;
  readonly #destination: Writable;
  readonly #masker: Masker | undefined;
  /** Settles, and never rejects, when everything is shown or nobody reads any more. */
  readonly ended: Promise<void>;
  #waiting: (() => void) | undefined;
  #broken = false;
  #stopped = false;

  constructor(source: Readable, destination: Writable, masker: Masker | undefined) {
    this.#source = source;
    this.#destination = destination;
    this.#masker = masker;
    this.ended = this.#run();
  }

  /** Whether a reader that takes nothing is what it waits for. */
  get blocked(): boolean {
    return this.#waiting !== undefined;
  }

  /** Reads no more; what is held back is shown. */
  stop(): void {
    this.#stopped = true;
    this.#source.destroy();
    this.#waiting?.();
  }

  async #run(): Promise<void> {
    // Nobody reads on: the child learns it from its next write, as it would without us.
    const onBroken = (): void => {
      this.#broken = true;
      this.stop();
    };
    this.#destination.on('error', onBroken).on('close', onBroken);
    try {
      if (this.#destination.destroyed || this.#destination.writableEnded) onBroken();
      for await (const chunk of this.#source) await this.#show(this.#masker?.write(chunk as Uint8Array) ?? (chunk as Uint8Array));
    } catch {
      // The source was destroyed, by us or by the end of the child.
    }
    await this.#show(this.#masker?.end() ?? new Uint8Array(0));
    // The error of a last write comes a turn after it.
    await nextTurn();
    this.#destination.off('error', onBroken).off('close', onBroken);
  }

  async #show(bytes: Uint8Array): Promise<void> {
    if (bytes.length === 0 || this.#broken) return;
    await new Promise<void>((resolve) => {
      this.#waiting = resolve;
      this.#destination.write(bytes, () => { resolve(); });
      if (this.#stopped) resolve();
    });
    this.#waiting = undefined;
  }
}
