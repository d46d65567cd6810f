import { syncBuiltinESMExports } from 'node:module';
import { isOfAProvider } from './caller.ts';
import { isProvidersWork } from './providers-work.ts';

export interface CallWatch extends Disposable {
  /** Names of the functions that a provider called. */
  readonly calls: ReadonlySet<string>;
}

/** Stands in for functions of Node's own modules until it is disposed of, for who imports them by name, too. */
export function watchCalls(modules: readonly object[], names: RegExp): CallWatch {
  const calls = new Set<string>();
  const kept = modules.flatMap((owner) => Object.entries(owner as Readonly<Record<string, unknown>>)
    .flatMap(([name, member]) => (typeof member === 'function' && names.test(name) ? [{ owner, name, member: member as () => unknown }] : [])));
  for (const { owner, name, member } of kept) {
    const instead = function (this: unknown, ...parameters: readonly unknown[]): unknown {
      if (isProvidersWork() && isOfAProvider(1)) calls.add(name);
      return Reflect.apply(member, this, parameters);
    };
    Reflect.set(owner, name, Object.defineProperties(instead, Object.getOwnPropertyDescriptors(member)));
  }
  syncBuiltinESMExports();
  return {
    calls,
    [Symbol.dispose]() {
      for (const { owner, name, member } of kept) Reflect.set(owner, name, member);
      syncBuiltinESMExports();
    },
  };
}
