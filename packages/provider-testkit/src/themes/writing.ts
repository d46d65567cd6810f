import type { Assertion, Theme } from '../assertion.ts';
import { difference } from './bytes.ts';
import { failedWith } from './failed-with.ts';
import { writingFailureAssertions } from './writing-failures.ts';

const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);

const readBack = (id: string, what: string, value: () => Uint8Array): Assertion => ({
  id: `writing.${id}`,
  fact: `${what} that was written is read back byte for byte`,
  async holds(scene) {
    const store = scene.open();
    await store.write?.('value', value(), {});
    return difference((await store.read({ name: 'value' }, {})).bytes, value()) ?? true;
  },
});

const written: readonly Assertion[] = [
  readBack('text', 'text of several lines and scripts', () => encoded('Grüße\r\nこんにちは\n\t"🔑" \\ e\u0301\n')),
  readBack('binary', 'each of the 256 bytes', () => Uint8Array.from({ length: 256 }, (_, index) => index)),
  {
    id: 'writing.version',
    fact: 'the version that a write tells is the one that the next read tells',
    async holds(scene) {
      await scene.put('value');
      const store = scene.open();
      const answer: unknown = await store.write?.('value', encoded('another'), {});
      const { version } = await store.read({ name: 'value' }, {});
      return (answer as { readonly version?: unknown } | undefined)?.version === version || 'it tells another version';
    },
  },
  {
    id: 'writing.replaces',
    fact: 'a write to a secret that exists becomes its newest version',
    async holds(scene) {
      await scene.put('value');
      const store = scene.open();
      await store.write?.('value', encoded('another'), {});
      return difference((await store.read({ name: 'value' }, {})).bytes, encoded('another')) ?? true;
    },
  },
  {
    id: 'writing.older',
    fact: 'the version before a write stays readable',
    async holds(scene) {
      const { name, bytes, version } = await scene.put('value');
      const store = scene.open();
      await store.write?.(name, encoded('another'), {});
      return difference((await store.read({ name, version }, {})).bytes, bytes) ?? true;
    },
  },
  {
    id: 'writing.bytes-untouched',
    fact: 'the bytes of the caller stay as they are',
    async holds(scene) {
      const bytes = encoded('another');
      await scene.open().write?.('value', bytes, {});
      return difference(bytes, encoded('another')) ?? true;
    },
  },
  {
    id: 'writing.others',
    fact: 'a write changes no other secret',
    async holds(scene) {
      const { name, bytes } = await scene.put('value-1');
      const store = scene.open();
      await store.write?.('value', encoded('another'), {});
      return difference((await store.read({ name }, {})).bytes, bytes) ?? true;
    },
  },
  {
    id: 'writing.canonical',
    fact: 'a name that is not written as the store writes it is refused with REFERENCE_INVALID',
    async holds(scene) {
      const store = scene.open();
      const spellings = ['value_1', 'Value-1', 'value.1', 'value 1'].filter((name) => canonicalOf(name, store.canonicalName) !== name);
      for (const name of spellings) {
        const seen = failedWith(await scene.failureOf(Promise.resolve(store.write?.(name, encoded('another'), {}))), 'REFERENCE_INVALID');
        if (seen !== true) return seen;
      }
      return true;
    },
  },
];

function canonicalOf(name: string, canonicalName: ((name: string) => string) | undefined): string | undefined {
  try {
    return canonicalName?.(name) ?? name;
  } catch {
    return undefined;
  }
}

/** New versions, by a credential that may. */
export const writingTheme: Theme = { id: 'writing', title: 'Writing', capability: 'write', assertions: [...written, ...writingFailureAssertions] };
