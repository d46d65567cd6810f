import { isNoticed, type Mutation } from './mutation.ts';

export interface MutationTable {
  readonly text: string;
  /** Assertions whose absence would go unnoticed. */
  readonly unnoticed: number;
}

/** One line for each assertion, and what is wrong below it. */
export function mutationTable(ids: readonly string[], mutations: readonly Mutation[]): MutationTable {
  const width = Math.max(...ids.map((id) => id.length));
  let unnoticed = 0;
  const lines = ids.flatMap((id) => {
    const own = mutations.filter((each) => each.id === id);
    const wrong = own.filter((each) => !isNoticed(each));
    if (own.length > 0 && wrong.length === 0) return [`✓ ${id.padEnd(width)}  ${own.length}`];
    unnoticed += 1;
    return [
      `✗ ${id.padEnd(width)}  ${own.length === 0 ? 'no bad provider' : `${own.length - wrong.length} of ${own.length}`}`,
      ...wrong.map(({ fault, problem, unexpected }) => `    ${fault}: ${problem === undefined ? 'not caught' : `differs from what is expected in ${unexpected.join(', ')}`}`),
    ];
  });
  return { text: ['  assertion, and the bad providers that it alone fails', ...lines].join('\n'), unnoticed };
}
