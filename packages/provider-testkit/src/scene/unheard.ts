import { setImmediate as nextTurn } from 'node:timers/promises';

const watchers = new Set<() => void>();
let others: readonly NodeJS.UnhandledRejectionListener[] = [];

const tell = (): void => {
  for (const watcher of watchers) watcher();
};

function watch(watcher: () => void): void {
  if (watchers.size === 0) {
    // Node ends a process that has no listener, and a test runner fails the run: here it is the provider's failure, and no more.
    others = process.listeners('unhandledRejection');
    process.removeAllListeners('unhandledRejection').on('unhandledRejection', tell);
  }
  watchers.add(watcher);
}

function unwatch(watcher: () => void): void {
  watchers.delete(watcher);
  if (watchers.size > 0) return;
  process.off('unhandledRejection', tell);
  for (const other of others) process.on('unhandledRejection', other);
}

/** The result of some work, and how many rejected promises nobody heard of meanwhile: each of them ends a process of Node. */
export async function withUnheard<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly unheard: number }> {
  let unheard = 0;
  const watcher = (): void => {
    unheard += 1;
  };
  watch(watcher);
  try {
    const result = await work();
    await nextTurn();
    return { result, unheard };
  } finally {
    unwatch(watcher);
  }
}
