import { parse as parseHcl } from '@cdktf/hcl2json';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { bicepString, hclString, yamlString } from './string-literals.ts';

const hostile = fc.array(fc.oneof(fc.constantFrom('$', '%', '{', '}', '$' + '{', '%{', '"', "'", '\\', '\n', '\r', '\t', '\b', '\f', '\0', '#', ': ', '\u0085', '\u2028', '\uFEFF', '\uD800', 'x'), fc.string({ unit: 'grapheme' })), { maxLength: 12 })
  .map((parts) => parts.join(''));
const asMeant = (text: string): string => text.toWellFormed();

test('any text is one string of Terraform, as it is, and no template', async () => {
  await fc.assert(fc.asyncProperty(hostile, async (text) => {
    const { locals: [read] } = await parseHcl('main.tf', `locals {\n  text = ${hclString(text)}\n}`) as { locals: [{ text: string }] };
    // The parser prints a literal `${` in Terraform's own escape, and normalizes as Terraform does.
    expect(read.text.normalize()).toBe(asMeant(text).replaceAll(/([$%])\{/g, '$1$1{').normalize());
  }), { numRuns: 60 });
});

test('any text is one scalar of YAML, as it is, in both versions of the language', () => {
  fc.assert(fc.property(hostile, fc.constantFrom('1.1' as const, '1.2' as const), (text, version) => {
    expect(parseYaml(`text: ${yamlString(text)} # a comment`, { version })).toEqual({ text: asMeant(text) });
  }));
});

test.each([
  ["it's", String.raw`'it\'s'`],
  ['C:\\temp', String.raw`'C:\\temp'`],
  ['$' + '{x}', String.raw`'\u{0024}{x}'`],
  ['$$' + '{x}', String.raw`'$\u{0024}{x}'`],
  ['a $ and 5 %', "'a $ and 5 %'"],
  ['one\r\n\ttwo', String.raw`'one\r\n\ttwo'`],
  ['\u0000\u2028', String.raw`'\u{0000}\u{2028}'`],
  ['"', `'"'`],
])('%j is one string of Bicep', (text, literal) => {
  expect(bicepString(text)).toBe(literal);
});

test('no string of Bicep holds a template, a line or an end of its own', () => {
  fc.assert(fc.property(hostile, (text) => {
    expect(bicepString(text)).toMatch(/^'(?:[^'\\\n\r$]|\$(?!\{)|\\[\\'nrt]|\\u\{[0-9a-f]{4}\})*'$/);
  }));
});
