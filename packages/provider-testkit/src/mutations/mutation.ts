import type { BadProvider } from '../bad-providers/bad-provider.ts';
import { checkThemes } from '../check-provider.ts';
import { themes } from '../themes/index.ts';

/** What became of one bad provider. */
export interface Mutation {
  readonly id: string;
  readonly fault: string;
  /** What its own assertion saw. Undefined: the assertion let it through. */
  readonly problem: string | undefined;
  /** Assertions that fail it besides and should not, or should and do not: without its own, it would not get through as expected. */
  readonly unexpected: readonly string[];
}

// In memory an assertion takes milliseconds, and what hangs does so for ever. A busy machine gets a second chance.
const patienceMs = 400;
const patienceOfBusyMs = 4_000;

// Much work for one fact each: a third of the time of all. They look at their own bad providers, and at those that name them.
const costly: readonly string[] = ['listing.ten-thousand', 'faults.exchange-large', 'faults.read-large'];

/** Runs a bad provider through its own assertion alone, and through the whole kit with that assertion switched off. */
export async function mutate(bad: BadProvider): Promise<Mutation> {
  const first = await attempt(bad, patienceMs);
  return isNoticed(first) ? first : await attempt(bad, patienceOfBusyMs);
}

/** Only the assertion stands between this bad provider and an author's trust. */
export function isNoticed({ problem, unexpected }: Mutation): boolean {
  return problem !== undefined && unexpected.length === 0;
}

async function attempt({ caughtBy, fault, conformance, alsoCaughtBy }: BadProvider, patience: number): Promise<Mutation> {
  const failuresOf = async (chosen: (id: string) => boolean): Promise<ReadonlyMap<string, string | undefined>> => {
    const left = themes.map((theme) => ({ ...theme, assertions: theme.assertions.filter(({ id }) => chosen(id)) }));
    const { themes: results } = await checkThemes(conformance, left, { patienceMs: patience });
    return new Map(results.flatMap(({ assertions }) => assertions).filter(({ verdict }) => verdict === 'fails').map(({ id, problem }) => [id, problem]));
  };
  const problem = (await failuresOf((id) => id === caughtBy)).get(caughtBy);
  const isConcerned = (id: string): boolean => !costly.includes(id) || alsoCaughtBy.includes(id);
  const others = [...(await failuresOf((id) => id !== caughtBy && isConcerned(id))).keys()];
  const unexpected = [...others.filter((id) => !alsoCaughtBy.includes(id)), ...alsoCaughtBy.filter((id) => !others.includes(id))];
  return { id: caughtBy, fault, problem, unexpected };
}
