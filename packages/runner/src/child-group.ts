import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasLivingMember } from './living-members.ts';

const pollMs = 20;
/** What a system may take to end what it was told to kill. */
const killMs = 1_000;

/** A child and, where it leads a group of its own, everything it started that stayed in the group. */
export class ChildGroup {
  readonly #child: ChildProcess;
  readonly #leads: boolean;
  #gone = false;

  constructor(child: ChildProcess, leads: boolean) {
    this.#child = child;
    this.#leads = leads;
  }

  send(signal: NodeJS.Signals): void {
    const { pid } = this.#child;
    if (pid === undefined || this.#gone) return;
    if (!this.#leads) {
      this.#child.kill(signal);
      return;
    }
    try {
      process.kill(-pid, signal);
    } catch {
      // Gone, or not ours to signal: either way there is nothing more to do.
    }
  }

  /** For a child that has ended: learns whether its group has too. Its number may then become a stranger's, so nothing is sent to it any more. */
  look(): void {
    const { pid } = this.#child;
    this.#gone ||= !this.#leads || pid === undefined || !hasLivingMember(pid);
  }

  /** For a child that has ended: asks what it left in its group to end, and ends it after the grace. */
  async endRest(graceMs: number): Promise<void> {
    this.look();
    this.send('SIGTERM');
    await this.#untilGone(graceMs);
    this.send('SIGKILL');
    await this.#untilGone(killMs);
  }

  async #untilGone(milliseconds: number): Promise<void> {
    for (let waited = 0; waited < milliseconds && !this.#gone; waited += pollMs) {
      await sleep(pollMs);
      this.look();
    }
  }
}
