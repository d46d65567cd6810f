/** One figure. `goal` is for a person; `pass` is null where a figure is reported without a goal. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly goal: string;
  readonly pass: boolean | null;
}

/** How long to measure: the short form takes fewer rounds of the same method. */
export interface Effort {
  readonly rounds: number;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const [before = Number.NaN, at = Number.NaN] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? at : (before + at) / 2;
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

export function atMost(name: string, value: number, unit: string, limit: number): Row {
  return { name, value: rounded(value), unit, goal: `≤ ${limit}`, pass: value <= limit };
}

export function exactly(name: string, value: number, unit: string, wanted: number): Row {
  return { name, value, unit, goal: `exactly ${wanted}`, pass: value === wanted };
}

export function reported(name: string, value: number, unit: string): Row {
  return { name, value: rounded(value), unit, goal: 'reported', pass: null };
}

/** Reported with an expectation rather than a goal. */
export function atLeast(name: string, value: number, unit: string, expected: number): Row {
  return { name, value: rounded(value), unit, goal: `reported, expected ≥ ${expected}`, pass: value >= expected };
}
