import { CarnetError } from '@carnet/provider';

const aborted = (): CarnetError => new CarnetError({ code: 'ABORTED', message: 'The caller ended the call.', step: 'mint' });

/** Leaves foreign work behind as soon as the caller's signal aborts, whether or not the work heeds it. */
export function untilAborted<T>(signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  if (signal?.aborted) return Promise.reject(aborted());
  return new Promise<T>((resolve, reject) => {
    const leave = (): void => reject(aborted());
    signal?.addEventListener('abort', leave, { once: true });
    new Promise<T>((accept) => accept(work()))
      .then(resolve, reject)
      .finally(() => signal?.removeEventListener('abort', leave));
  });
}
