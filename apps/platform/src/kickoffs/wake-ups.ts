/** Tells those who wait in this process that something happened. Those of other processes look into the database. */
export interface WakeUps {
  wake(topic: string): void;
  /** Begins to listen at once, so that nothing between a look and a wait is missed. */
  listen(topic: string): Listener;
}

export interface Listener extends Disposable {
  /** Settles with the next wake-up since the last one, after `ms` at the latest, or as soon as the signal ends. */
  next(ms: number, signal: AbortSignal): Promise<void>;
}

export interface WakeUpOptions {
  /** Calls back after `ms`, and gives back what takes it back. Default: the system's timer. */
  readonly after?: ((ms: number, work: () => void) => () => void) | undefined;
}

export function createWakeUps({ after = systemTimer }: WakeUpOptions = {}): WakeUps {
  const listeners = new Map<string, Set<() => void>>();
  return {
    wake(topic) {
      for (const tell of listeners.get(topic) ?? []) tell();
    },
    listen(topic) {
      let told = false;
      let settle: (() => void) | undefined;
      const tell = (): void => {
        told = true;
        settle?.();
      };
      const group = listeners.get(topic) ?? new Set();
      listeners.set(topic, group.add(tell));
      return {
        async next(ms, signal) {
          if (!told && !signal.aborted) {
            const { promise, resolve } = Promise.withResolvers<void>();
            settle = resolve;
            const cancel = after(ms, resolve);
            signal.addEventListener('abort', resolve as () => void, { once: true });
            await promise;
            signal.removeEventListener('abort', resolve as () => void);
            cancel();
            settle = undefined;
          }
          told = false;
        },
        [Symbol.dispose]() {
          group.delete(tell);
          if (group.size === 0 && listeners.get(topic) === group) listeners.delete(topic);
        },
      };
    },
  };
}

function systemTimer(ms: number, work: () => void): () => void {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
}

/** Something to do for workers of the organization. */
export const workTopic = (organization: string): string => `work ${organization}`;

/** A kickoff's status, steps or log changed. */
export const kickoffTopic = (kickoff: string): string => `kickoff ${kickoff}`;

/** A worker answered a task. */
export const taskTopic = (task: string): string => `task ${task}`;
