import fc from 'fast-check';
import { expect, it } from 'vitest';
import { printJson } from './print-json.ts';
import { captureHost } from './testing/captured-host.ts';

it('what is printed reads back as it was, on one line, without a character that steers a terminal', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    const { host, written } = captureHost();
    printJson(host, { text });
    expect(JSON.parse(written.stdout)).toEqual({ version: 1, text });
    expect(written.stdout.slice(0, -1)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
  }));
  const { host, written } = captureHost();
  printJson(host, { text: '\u009b31m\u202e' });
  expect(written.stdout).toBe('{"version":1,"text":"\\u009b31m\\u202e"}\n');
});
