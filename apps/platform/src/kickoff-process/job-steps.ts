import type { Exchange } from '@carnet/core';
import { CarnetError, type SubjectTokenSource } from '@carnet/provider';
import type { KickoffStep } from '../worker-protocol/protocol.ts';

/** The steps of one kickoff with their times, told whenever one is added. */
export class JobSteps {
  readonly #now: () => number;
  readonly #tell: (steps: readonly KickoffStep[], phase: 'resolving' | 'running') => void;
  readonly #steps: KickoffStep[] = [];
  #phase: 'resolving' | 'running' = 'resolving';

  constructor(now: () => number, tell: (steps: readonly KickoffStep[], phase: 'resolving' | 'running') => void) {
    this.#now = now;
    this.#tell = tell;
  }

  /** One step for each token that is handed over or refused. */
  watch(source: SubjectTokenSource): SubjectTokenSource {
    return {
      subjectToken: async (request) => {
        const at = this.#now();
        const step = (errorCode?: string): KickoffStep => ({ name: 'token', at, durationMs: this.#since(at), workloadIdentity: request.workloadIdentity, ...(errorCode && { errorCode }) });
        try {
          const token = await source.subjectToken(request);
          this.#add(step());
          return token;
        } catch (error) {
          // Whoever no longer wanted it has not failed.
          if (CarnetError.isInstance(error)) this.#add(step(error.code));
          throw error;
        }
      },
    };
  }

  exchanged(at: number, exchanges: readonly Exchange[]): void {
    for (const { workloadIdentity, durationMs, origin, errorCode } of exchanges) {
      this.#add({ name: 'exchange', at, durationMs: origin === 'new' ? Math.round(durationMs) : 0, workloadIdentity, exchange: origin, ...(errorCode && { errorCode }) });
    }
  }

  resolved(at: number, secrets: number): void {
    this.#add({ name: 'secrets', at, durationMs: this.#since(at), secrets });
  }

  commandStarts(): void {
    this.#phase = 'running';
    this.#add({ name: 'command', at: this.#now(), durationMs: null });
  }

  commandEnded(): void {
    const last = this.#steps.pop();
    if (last?.name === 'command') this.#add({ ...last, durationMs: this.#since(last.at) });
  }

  #since(at: number): number {
    return Math.max(0, this.#now() - at);
  }

  #add(step: KickoffStep): void {
    this.#steps.push(step);
    this.#tell(this.#steps, this.#phase);
  }
}
