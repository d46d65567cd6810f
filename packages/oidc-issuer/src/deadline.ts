/** Runs `work` under a signal; when the time is up, or `work` fails, the answer is `failure`, and nothing of the foreign error is kept. */
export async function withDeadline<T>(
  milliseconds: number,
  failure: () => Error,
  work: (signal: AbortSignal) => T | Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      controller.abort();
      reject(failure());
    }, milliseconds);
  });
  try {
    return await Promise.race([work(controller.signal), late]);
  } catch {
    throw failure();
  } finally {
    clearTimeout(timer);
  }
}

/** Leaves `shared` running for its other callers when this caller's signal fires. */
export async function unlessAborted<T>(shared: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return shared;
  let abandon: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abandon = () => reject(signal.reason as Error);
    signal.addEventListener('abort', abandon, { once: true });
    if (signal.aborted) abandon();
  });
  try {
    return await Promise.race([shared, aborted]);
  } finally {
    if (abandon !== undefined) signal.removeEventListener('abort', abandon);
  }
}
