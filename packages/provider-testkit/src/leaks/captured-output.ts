import { setImmediate as nextTurn } from 'node:timers/promises';
import { format, inspect } from 'node:util';

export interface CapturedOutput<T> {
  readonly result: T;
  /** What was printed, a text for each time. */
  readonly printed: readonly string[];
}

const functionsOf = (owner: object): readonly string[] => Object.keys(owner).filter((name) => typeof Reflect.get(owner, name) === 'function');

/** Runs work while everything that is written to the console and the two output streams, and every warning of the process, is caught and shown to nobody. */
export async function capturedOutput<T>(work: () => Promise<T>): Promise<CapturedOutput<T>> {
  const printed: string[] = [];
  // Node hands a warning to its listeners, and prints it past the stream: here it has one listener.
  const others = process.listeners('warning');
  const listen = (warning: Error): void => void printed.push(inspect(warning, { depth: 12 }));
  process.removeAllListeners('warning').on('warning', listen);
  const restore = [
    ...functionsOf(console).map((method) => replaced(console, method, (...words: readonly unknown[]) => void printed.push(format(...words)))),
    replaced(process, '_rawDebug', (...words: readonly unknown[]) => void printed.push(format(...words))),
    ...[process.stdout, process.stderr].map((stream) => replaced(stream, 'write', (chunk: unknown, ...more: readonly unknown[]) => {
      printed.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString('latin1'));
      const done = more.find((each) => typeof each === 'function');
      if (done !== undefined) queueMicrotask(done as () => void);
      return true;
    })),
  ];
  try {
    const result = await work();
    // A warning is told in the turn after it was given.
    await nextTurn();
    return { result, printed };
  } finally {
    for (const undo of restore) undo();
    process.off('warning', listen);
    for (const other of others) process.on('warning', other);
  }
}

function replaced(owner: object, member: string, by: unknown): () => void {
  const own = Object.getOwnPropertyDescriptor(owner, member);
  Object.defineProperty(owner, member, { value: by, configurable: true, writable: true, enumerable: own?.enumerable ?? false });
  return () => {
    if (own) Object.defineProperty(owner, member, own);
    else Reflect.deleteProperty(owner, member);
  };
}
