import { setImmediate as nextTurn } from 'node:timers/promises';

/** A wait that went on for longer than the kit's patience, in real time. */
export class OutOfPatience extends Error {}

/** Ends a wait after so many real milliseconds: a provider that hangs fails, and the kit goes on. */
export async function withPatience<T>(promise: T | PromiseLike<T>, milliseconds: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new OutOfPatience(`${what} did not end within ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Lets work go on until the condition holds. */
export async function untilTrue(condition: () => boolean, milliseconds: number, what: string): Promise<void> {
  let over = false;
  const timer = setTimeout(() => {
    over = true;
  }, milliseconds);
  try {
    while (!condition()) {
      if (over) throw new OutOfPatience(`${what} did not happen within ${milliseconds} ms`);
      await nextTurn();
    }
  } finally {
    clearTimeout(timer);
  }
}
