import fc from 'fast-check';
import { expect, it } from 'vitest';
import { leaksIn } from './secret-forms.ts';

const secret = 'canary "value" +/7!';
const disguises: Readonly<Record<string, (text: string) => string>> = {
  raw: (text) => text,
  'URL-encoded': encodeURIComponent,
  'in JSON': (text) => JSON.stringify({ text }),
  hex: (text) => Buffer.from(text).toString('hex'),
  'hex in capitals': (text) => Buffer.from(text).toString('hex').toUpperCase(),
  base64: (text) => Buffer.from(text).toString('base64'),
  base64url: (text) => Buffer.from(text).toString('base64url'),
};

it.each(Object.keys(disguises))('a secret is found %s, whatever stands around it', (name) => {
  fc.assert(fc.property(fc.string(), fc.string(), (before, after) => {
    const text = disguises[name]?.(`${before}${secret}${after}`) ?? '';
    expect(leaksIn(text, { secret })).toEqual(['secret']);
  }));
});

it('another text is not', () => {
  expect(leaksIn('canary value 7!', { secret })).toEqual([]);
});
