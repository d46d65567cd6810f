import { Agent } from 'node:http';

// Far more than a session holds.
const mostObjects = 500_000;

/**
 * Every text and all bytes that can be reached from a value through its properties, enumerable or not, and the entries of
 * maps and sets. No getter is called, and `#private` members and closures cannot be seen.
 *
 * @param beyond what is not entered
 */
export function* reachableTexts(root: unknown, beyond: readonly unknown[] = []): Generator<string | Uint8Array> {
  const seen = new Set<unknown>(beyond);
  const open: unknown[] = [root];
  while (open.length > 0 && seen.size < mostObjects) {
    const value = open.pop();
    if (typeof value === 'string') yield value;
    // The sockets of a transport belong to the host.
    if (value === null || (typeof value !== 'object' && typeof value !== 'function') || seen.has(value) || value instanceof Agent) continue;
    seen.add(value);
    if (ArrayBuffer.isView(value)) yield new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    else open.push(...partsOf(value));
  }
}

function partsOf(value: object): readonly unknown[] {
  const entries: readonly unknown[] = value instanceof Map ? [...value.keys(), ...value.values()] : value instanceof Set ? [...value] : [];
  return [...entries, ...ownValues(value)];
}

function ownValues(value: object): readonly unknown[] {
  return Reflect.ownKeys(value).map((key): unknown => Reflect.getOwnPropertyDescriptor(value, key)?.value);
}
