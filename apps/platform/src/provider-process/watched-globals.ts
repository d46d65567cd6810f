// Taken before any foreign code runs.
const { ownKeys, getOwnPropertyDescriptor } = Reflect;
const { is } = Object;

// What tokens and values of every provider pass through, beside the built-in objects themselves.
const modules = ['node:child_process', 'node:crypto', 'node:dns', 'node:http', 'node:https', 'node:net', 'node:tls'];
const behindGetters = ['process', 'crypto', 'Buffer'];

type Named = readonly [name: string, value: object];

interface Member {
  /** As a sentence names it: `fetch`, `Object.prototype.then`, `node:https.request`. */
  readonly name: string;
  readonly holder: object;
  readonly key: PropertyKey;
  readonly before: PropertyDescriptor | undefined;
}

/**
 * Remembers the built-in objects; what it returns names the first thing in them that was replaced or removed, or a prototype that
 * got something more. It finds what is careless: of what is hostile, no look from within the same process finds all.
 */
export function watchGlobals(): () => string | undefined {
  const root = membersOf(['', globalThis]);
  const objects = [...root.flatMap(objectOf), ...modules.flatMap((name): Named[] => namedObject(name, process.getBuiltinModule(name)))];
  // Functions alone: other values may be settings, and getters stand in for what is loaded on its first use.
  const functions = objects.flatMap(membersOf).filter(({ before }) => typeof before?.value === 'function');
  const prototypes = [...objects, ...functions.flatMap(objectOf)].flatMap(([name, value]) => namedObject(`${name}.prototype`, typeof value === 'function' ? getOwnPropertyDescriptor(value, 'prototype')?.value : undefined));
  const members = [...root, ...functions, ...prototypes.flatMap(membersOf)];
  const sizes = prototypes.map(([name, value]) => ({ name, value, size: ownKeys(value).length }));
  return () => {
    // Loops alone: a method of a list may be what was replaced.
    for (const { name, holder, key, before } of members) if (!isSame(getOwnPropertyDescriptor(holder, key), before)) return name;
    for (const { name, value, size } of sizes) if (ownKeys(value).length !== size) return name;
    return undefined;
  };
}

function membersOf([name, holder]: Named): Member[] {
  return ownKeys(holder).map((key) => ({ name: `${name}${name === '' ? '' : '.'}${String(key)}`, holder, key, before: getOwnPropertyDescriptor(holder, key) }));
}

/** Without calling a getter that could load or warn. */
function objectOf({ name, holder, key, before }: Member): Named[] {
  const value: unknown = behindGetters.includes(name) ? Reflect.get(holder, key) : before?.value;
  return value === globalThis ? [] : namedObject(name, value);
}

function namedObject(name: string, value: unknown): Named[] {
  return typeof value === 'function' || (typeof value === 'object' && value !== null) ? [[name, value]] : [];
}

function isSame(now: PropertyDescriptor | undefined, before: PropertyDescriptor | undefined): boolean {
  return now !== undefined && is(now.value, before?.value) && now.get === before?.get && now.set === before?.set;
}
