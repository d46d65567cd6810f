import { InvalidArgumentError } from 'commander';

/** Of a flag that may be given again. */
export function names(text: string, before: readonly string[] = []): readonly string[] {
  const list = text.split(',').map((name) => name.trim());
  if (list.includes('')) throw new InvalidArgumentError('Write names separated by commas.');
  return [...before, ...list];
}

export function seconds(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || value > 3600) throw new InvalidArgumentError('Write whole seconds from 1 to 3600.');
  return value;
}
