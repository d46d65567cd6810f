import { isOfAProvider } from './caller.ts';

export interface EnvironmentWatch extends Disposable {
  /** Names that were read; `*` where all were looked at. */
  readonly read: ReadonlySet<string>;
  /** Names that were set or removed. */
  readonly written: ReadonlySet<string>;
}

export interface WatchOptions {
  /** What code that is neither Node's nor the test runner's reads, instead of the truth. */
  readonly instead?: string;
}

/** Stands in for `process.env` until it is disposed of. */
export function watchEnvironment({ instead }: WatchOptions = {}): EnvironmentWatch {
  const real = process.env;
  const read = new Set<string>();
  const written = new Set<string>();
  const note = (names: Set<string>, name: string | symbol): boolean => {
    const counts = typeof name === 'string' && isOfAProvider(2);
    if (counts) names.add(name);
    return counts;
  };
  const watched = new Proxy(real, {
    get(target, name) {
      const counts = note(read, name);
      return counts && instead !== undefined ? instead : (Reflect.get(target, name) as unknown);
    },
    has: (target, name) => (note(read, name) && instead !== undefined) || Reflect.has(target, name),
    getOwnPropertyDescriptor(target, name) {
      note(read, name);
      return Reflect.getOwnPropertyDescriptor(target, name);
    },
    ownKeys(target) {
      note(read, '*');
      return Reflect.ownKeys(target);
    },
    set(target, name, value) {
      note(written, name);
      return Reflect.set(target, name, value);
    },
    deleteProperty(target, name) {
      note(written, name);
      return Reflect.deleteProperty(target, name);
    },
  });
  process.env = watched;
  return {
    read,
    written,
    [Symbol.dispose]() {
      process.env = real;
    },
  };
}
