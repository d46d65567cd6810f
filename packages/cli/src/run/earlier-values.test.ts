import { describe, expect, it } from 'vitest';
import { EarlierValues } from './earlier-values.ts';
import type { MaskedValue } from './child-values.ts';

const value = (name: string, text: string): MaskedValue => ({ name, bytes: Buffer.from(text), stored: true });

describe('what is masked after a rotation', () => {
  const masked = (...starts: readonly (readonly MaskedValue[])[]): readonly string[] => {
    const earlier = new EarlierValues();
    return starts.map((secrets) => earlier.with(secrets).map(String).join()).slice(-1);
  };

  it('is the value and the two before it, of each variable alone', () => {
    const rotations = [1, 2, 3, 4].map((version) => [value('QUICK', `quick-${version}`), value('SLOW', 'slow-1')]);
    expect(masked(...rotations, [value('QUICK', 'quick-5'), value('SLOW', 'slow-2')])).toEqual(['quick-5,quick-4,quick-3,slow-2,slow-1']);
  });

  it('is every form of a value, and one value once', () => {
    const rotation = (text: string): readonly MaskedValue[] => [value('KEY', btoa(text)), value('KEY', text)];
    expect(masked(rotation('one'), rotation('two'), rotation('one'))).toEqual(['b25l,one,dHdv,two']);
  });

  it('is also what a variable held that has none any more', () => {
    expect(masked([value('KEY', 'old')], [])).toEqual(['old']);
  });
});
