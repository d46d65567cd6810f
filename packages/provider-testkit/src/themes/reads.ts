import type { Assertion, Theme } from '../assertion.ts';
import { difference } from './bytes.ts';
import { readConduct } from './read-conduct.ts';

const kept = (id: string, what: string, value: () => string | Uint8Array): Assertion => ({
  id: `reads.${id}`,
  fact: `${what} arrives byte for byte`,
  async holds(scene) {
    const { name, bytes } = await scene.put('value', value());
    return difference((await scene.open().read({ name }, {})).bytes, bytes) ?? true;
  },
});

// 65,536 bytes: the most that the stores of the large clouds take.
const long = (): string => 'sixty four kibi-'.repeat(4_096);

/** What is stored is what is read. */
export const readsTheme: Theme = {
  id: 'reads',
  title: 'Reads',
  assertions: [
    kept('text', 'a text', () => 'two  spaces, a comma and a full stop.'),
    kept('empty', 'a value of no byte', () => ''),
    kept('long', 'a value of 64 KiB', long),
    kept('unicode', 'text beyond ASCII, composed and decomposed,', () => 'Grüße, こんにちは, 🔑, e\u0301 and é'),
    kept('byte-order-mark', 'a text that begins with a byte-order mark', () => '\uFEFFvalue'),
    kept('newlines', 'a text with every kind of line break', () => 'first\nsecond\r\nthird\rfourth'),
    kept('white-space', 'a text with white space around it', () => ' \tvalue with an end of line \n'),
    kept('control-characters', 'a text with a NUL and other controls', () => 'before\0after\u0007\u001B[31m'),
    kept('binary', 'each of the 256 bytes', () => Uint8Array.from({ length: 256 }, (_, index) => index)),
    kept('json', 'a JSON text, with its spaces, its order and a key that stands there twice,', () => '{"b": 1.0,\n "a" : [ ], "a":12345678901234567890, "__proto__": 1}'),
    kept('json-string', 'a JSON text that is a string', () => '"in \\"quotes\\""'),
    kept('json-number', 'a text that reads as a number', () => '1.50e3'),
    kept('base64', 'a text that reads as base64', () => 'Y2FybmV0'),
    kept('escapes', 'a text full of escapes', () => '%41%2F+%zz &amp; \\u0041 \\n ${HOME} $(id)'),
    ...readConduct,
  ],
};
