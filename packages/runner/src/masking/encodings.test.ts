import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foreignWriters, writtenSecret } from '../testing/foreign-writers.ts';
import { createMasker } from './masker.ts';

function mask(secret: string | Uint8Array, text: string): string {
  const masker = createMasker([secret]);
  return Buffer.concat([masker.write(Buffer.from(text)), masker.end()]).toString();
}

/** What a writer puts around and between masks: quotation marks, line ends, `value=` and the start of what was encoded before the secret. */
const nothingOfTheSecret = /^"?(?:value=|dXNlcjp)?\*{3}(?:\n\*{3})*"?\n?$/;

describe('C6 what other programs make of a secret is masked to the last character', () => {
  it.each(foreignWriters)('%s', (_, written) => {
    expect(mask(writtenSecret, written)).toMatch(nothingOfTheSecret);
  });

  // Documented by their makers, who print the same.
  it.each([
    ['PHP: json_encode', 'a/b é "c" <d>', 'a\\/b \\u00e9 \\"c\\" <d>'],
    ['PHP: json_encode with JSON_UNESCAPED_UNICODE', 'a/b é', 'a\\/b é'],
    ['Go, Rails: HTML-safe JSON', 'a&b<c>\u2028', 'a\\u0026b\\u003cc\\u003e\\u2028'],
    ['Gson: HTML-safe JSON', "a=b&'c'", "a\\u003db\\u0026\\u0027c\\u0027"],
    ["Flask: tojson", "a&b'é", "a\\u0026b\\u0027\\u00e9"],
    ['Jackson: ESCAPE_NON_ASCII', 'a\u00ebc"d', 'a\\u00EBc\\"d'],
    ['.NET: System.Text.Json', 'a+b"é`<\n', 'a\\u002Bb\\u0022\\u00E9\\u0060\\u003C\\n'],
    ['PHP: urlencode', 'a b~c*d/e', 'a+b%7Ec%2Ad%2Fe'],
    ['.NET: HttpUtility.UrlEncode', 'a b/(c)é', 'a+b%2f(c)%c3%a9'],
  ])('%s', (_, secret, written) => {
    expect(mask(secret, `<${written}>`)).toBe('<***>');
  });
});

describe('C6 a value that a program or a shell prints in quotation marks is masked to the last character', () => {
  const json = '{"key":"-----BEGIN KEY-----\\nMIIEvQ\\n"}';

  it.each([
    ['util.inspect', json, inspect({ KEY: json }), "{ KEY: '***' }"],
    ['util.inspect with another quotation mark', "it's\\42", inspect({ KEY: "it's\\42" }), `{ KEY: "***" }`],
    ['util.inspect of several lines', 'first "line\nnext \\ line', inspect('first "line\nnext \\ line'), `'***'`],
    ['Python: repr', `it's "42"\t\\`, `'it\\'s "42"\\t\\\\'`, `'***'`],
    ['bash: set -x', `it's 42`, `+ run 'it'\\''s 42'`, `+ run '***'`],
    ['bash: set -x with several lines', "it's\n42 \\", `+ run $'it\\'s\\n42 \\\\'`, `+ run $'***'`],
    ['bash: export -p', 'a$b"c`d\\', 'declare -x KEY="a\\$b\\"c\\`d\\\\"', 'declare -x KEY="***"'],
    ['dash: set -x', `it's 42`, `+ run 'it'"'"'s 42'`, `+ run '***'`],
    ['JSON in JSON: JSON.stringify', `${json}\n`, JSON.stringify({ body: JSON.stringify({ key: `${json}\n` }) }), String.raw`{"body":"{\"key\":\"***\"}"}`],
    ['JSON in JSON: Python', 'é"42', String.raw`"{\"key\": \"\\u00e9\\\"42\"}"`, String.raw`"{\"key\": \"***\"}"`],
  ])('%s', (_, secret, written, shown) => {
    expect(mask(secret, written)).toBe(shown);
  });
});

describe('for any text or bytes', () => {
  const text = fc.string({ unit: 'binary', minLength: 4, maxLength: 60 }).filter((value) => value.trim().length >= 4 && value.isWellFormed());

  it.each<[string, (secret: string) => string]>([
    ['JSON.stringify', (secret) => JSON.stringify(secret)],
    ['encodeURIComponent', encodeURIComponent],
    ['encodeURIComponent in lower case', (secret) => encodeURIComponent(secret).replaceAll(/%../g, (escape) => escape.toLowerCase())],
    ['encodeURI', encodeURI],
    ['URLSearchParams', (secret) => new URLSearchParams([['', secret]]).toString()],
    ['base64', (secret) => Buffer.from(secret).toString('base64')],
    ['base64url', (secret) => Buffer.from(secret).toString('base64url')],
    ['hex', (secret) => Buffer.from(secret).toString('hex')],
  ])('%s is masked as a whole', (_, write) => {
    fc.assert(fc.property(text, (secret) => {
      expect(mask(secret, write(secret)).replaceAll(/["=]/g, '')).toBe('***');
    }));
  });

  it.each(['base64', 'base64url'] as const)('%s hides at every offset all that belongs to the secret alone', (alphabet) => {
    fc.assert(fc.property(fc.uint8Array({ minLength: 6, maxLength: 40 }), fc.uint8Array({ maxLength: 4 }), fc.uint8Array({ minLength: 3, maxLength: 4 }), (secret, before, after) => {
      fc.pre(Buffer.from(secret).toString().trim().length >= 4);
      const shown = mask(secret, Buffer.concat([before, secret, after]).toString(alphabet));
      const own = Buffer.concat([before, secret]).toString(alphabet).slice(Math.ceil((before.length * 8) / 6), Math.floor(((before.length + secret.length) * 8) / 6));
      expect(shown).toContain('***');
      expect(shown).not.toContain(own);
    }));
  });
});

it.each([65_536, 1_048_576])('C6 a secret of %i bytes is masked in every form', (size) => {
  const secret = Array.from({ length: size / 8 }, (_, index) => `/"${(index * 0x9e37).toString(36)}`).join('').slice(0, size);
  const masker = createMasker([secret]);
  for (const written of [secret, JSON.stringify(secret), encodeURIComponent(secret), Buffer.from(secret).toString('base64url'), Buffer.from(`x${secret}`).toString('base64'), Buffer.from(secret).toString('hex')]) {
    const shown = Buffer.concat([masker.write(Buffer.from(written)), masker.end()]).toString();
    expect(shown.length).toBeLessThan(10);
    expect(shown).toContain('***');
  }
}, 120_000);
