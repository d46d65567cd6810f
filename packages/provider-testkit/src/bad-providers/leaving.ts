import { CarnetError } from '@carnet/provider';
import { abortError } from '../reference/acme-error.ts';

/** Settles with the promise, or as soon as the signal ends. */
export async function raced<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await promise;
  promise.catch(() => undefined);
  if (signal.aborted) throw abortError(signal);
  return await new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(abortError(signal)), { once: true });
    promise.then(resolve, reject);
  });
}

export const aborted = (): CarnetError => new CarnetError({ code: 'ABORTED', message: 'The caller ended the call.' });

export const isAborted = (error: unknown): error is CarnetError => CarnetError.isInstance(error) && error.code === 'ABORTED';

/** Sends a request that hears of the end of its signal before the head of its answer, or after it alone. */
export async function hearing(when: 'before' | 'after', send: (request: Request) => Promise<Response>, request: Request): Promise<Response> {
  const { signal } = request;
  const heard = new AbortController();
  const { promise: left, reject } = Promise.withResolvers<never>();
  let now: typeof when = 'before';
  signal.addEventListener('abort', () => {
    if (now === when) heard.abort(signal.reason);
    else if (now === 'before') reject(aborted());
  });
  const response = await Promise.race([send(new Request(request, { signal: heard.signal })), left]);
  now = 'after';
  return response;
}
