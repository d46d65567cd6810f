import type { SlotProvider } from '../kickoff-process/slot-messages.ts';

type Environment = Readonly<Record<string, string | undefined>>;

// What they do, they do to the whole process: no provider has to think of them.
const ofTheProcess: SlotProvider = { id: '', refused: ['NODE_TLS_REJECT_UNAUTHORIZED', 'NODE_DEBUG'] };

/** The variables that could send tokens to somebody else or print them, sorted: while one is set, no worker starts (C6). */
export function refusedVariables(environment: Environment, providers: readonly SlotProvider[]): readonly string[] {
  const names = [ofTheProcess, ...providers].flatMap(({ refused }) => refused.flatMap((each) => {
    const { name, except } = typeof each === 'string' ? { name: each, except: [] } : each;
    return Object.keys(environment).filter((set) => environment[set] !== undefined && matches(name, set) && !except.includes(environment[set] ?? ''));
  }));
  return [...new Set(names)].toSorted();
}

/** A trailing star stands for any ending; Windows knows names in any case. */
function matches(pattern: string, name: string): boolean {
  const [wanted, given] = [pattern.toUpperCase(), name.toUpperCase()];
  return wanted.endsWith('*') ? given.startsWith(wanted.slice(0, -1)) : given === wanted;
}
