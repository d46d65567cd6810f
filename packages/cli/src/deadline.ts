import { CarnetError } from '@carnet/provider';

/** Rejects with `DEADLINE_EXCEEDED` when the work is not done in time. Its timer keeps the process alive until then. */
export function withinDeadline<T>(work: Promise<T>, milliseconds: number, what: string): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const timer = setTimeout(() => reject(new CarnetError({ code: 'DEADLINE_EXCEEDED', step: 'configure', message: `${what} within ${milliseconds / 1000} s.`, hint: 'Look for what it waits for.' })), milliseconds);
  work.then(resolve, reject);
  return promise.finally(() => clearTimeout(timer));
}
