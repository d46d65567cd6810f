import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { isProvidersWork } from './providers-work.ts';

export interface ProcessWatch extends Disposable {
  readonly started: number;
}

// Where Node tells of them.
const channels = ['child_process', 'worker_threads'] as const;

/** Counts processes and threads that are started. */
export function watchProcesses(): ProcessWatch {
  let started = 0;
  const count = (): void => {
    if (isProvidersWork()) started += 1;
  };
  for (const channel of channels) subscribe(channel, count);
  return {
    get started() {
      return started;
    },
    [Symbol.dispose]() {
      for (const channel of channels) unsubscribe(channel, count);
    },
  };
}
