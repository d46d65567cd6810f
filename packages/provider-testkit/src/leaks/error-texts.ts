import { inspect } from 'node:util';
import { reachableTexts } from './reachable-texts.ts';

/** All the text that anybody could get out of something that was thrown. */
export function errorTexts(thrown: unknown): readonly string[] {
  const told = [
    () => String(thrown),
    () => JSON.stringify(thrown) ?? '',
    () => inspect(thrown, { depth: 12 }),
    () => inspect(thrown, { depth: 12, showHidden: true, customInspect: false }),
    () => getterValues(thrown).map((value) => [...textsOf(value)].join('\n')).join('\n'),
    () => [...textsOf(thrown)].join('\n'),
  ];
  return told.map((text) => {
    try {
      return text();
    } catch {
      return '';
    }
  });
}

function* textsOf(value: unknown): Generator<string> {
  for (const part of reachableTexts(value)) yield typeof part === 'string' ? part : Buffer.from(part.buffer, part.byteOffset, part.byteLength).toString('latin1');
}

/** What the getters give, its own and those of its classes. */
function getterValues(thrown: unknown): readonly unknown[] {
  return classesOf(thrown).flatMap((owner) => Reflect.ownKeys(owner).flatMap((key) => {
    const get = Reflect.getOwnPropertyDescriptor(owner, key)?.get;
    return get ? [valueOf(get, thrown)] : [];
  }));
}

function valueOf(get: () => unknown, owner: unknown): unknown {
  try {
    return Reflect.apply(get, owner, []) as unknown;
  } catch (thrown) {
    return thrown;
  }
}

/** The value and its prototypes, but for that of every object. */
function classesOf(value: unknown): readonly object[] {
  if (typeof value !== 'object' || value === null || value === Object.prototype) return [];
  return [value, ...classesOf(Reflect.getPrototypeOf(value))];
}
