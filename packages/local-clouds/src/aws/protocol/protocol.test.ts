import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { QueryParameters } from './query-protocol.ts';
import { xmlElements, xmlText } from './xml.ts';

describe('XML', () => {
  test('lists are members, and what is undefined is left out', () => {
    expect(xmlElements({ A: ['x', { B: 1 }], C: undefined, D: false, E: [] })).toBe('<A><member>x</member><member><B>1</B></member></A><D>false</D><E></E>');
  });

  test('no text opens an element, an entity or an attribute, and none is outside XML', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const written = xmlText(text);
        expect(written).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|apos|#13);)/);
        expect(written.match(/\p{Cc}/gu)?.filter((character) => character < ' ' && !'\t\n'.includes(character)) ?? []).toEqual([]);
        expect(written.isWellFormed()).toBe(true);
      }),
    );
    expect(xmlText('<a href="&amp;">\r\n\u0000')).toBe('&lt;a href=&quot;&amp;amp;&quot;&gt;&#13;\n\ufffd');
  });
});

describe('query parameters', () => {
  const parameters = (text: string): QueryParameters => new QueryParameters(Buffer.from(text));

  test('lists are read up to the first that is missing, and the first of two counts', () => {
    expect(parameters('L.member.1=a&L.member.2=b&L.member.4=d').list('L')).toEqual(['a', 'b']);
    expect(parameters('T.member.1.Key=a&T.member.1.Value=b&T.member.2.Key=c').tags('T')).toEqual([['a', 'b'], ['c', '']]);
    expect(parameters('Action=one&Action=two').text('Action')).toBe('one');
  });

  test('a number is whole and of 32 bits', () => {
    for (const [text, value] of [['900', 900], ['+900', 900], ['0900', 900], ['-1', -1], ['2147483647', 2_147_483_647]] as const) expect(parameters(`N=${encodeURIComponent(text)}`).integer('N')).toBe(value);
    for (const text of ['', 'abc', '900.0', '2147483648', '-2147483649', '1e3', 'NaN']) expect(() => parameters(`N=${text}`).integer('N')).toThrow(/missing value|32 bits/);
    expect(parameters('').integer('N')).toBeUndefined();
  });
});
