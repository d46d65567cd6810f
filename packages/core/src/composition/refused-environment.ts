import type { Provider, RefusedVariable } from '@carnet/provider';
import type { ProblemList } from './problem-list.ts';

type Environment = Readonly<Record<string, string | undefined>>;

// What they do, they do to every provider of the process: no author has to think of them.
const ofTheProcess: readonly { readonly name: string; readonly danger: string }[] = [
  { name: 'NODE_TLS_REJECT_UNAUTHORIZED', danger: 'it ends the check of every certificate, so that anybody could receive tokens' },
  // With http or https in it, Node prints the Authorization header of a request that opens a connection.
  { name: 'NODE_DEBUG', danger: 'Node would print tokens' },
];

/** One set variable of these could send every token to somebody else, and no SDK would say so. */
export function checkEnvironment(environment: Environment, providers: Iterable<Provider>, problems: ProblemList): void {
  for (const { name: pattern, danger } of ofTheProcess) {
    for (const name of setNames(environment, pattern)) problems.add('REFUSED_ENVIRONMENT', `The environment variable ${name} is set: ${danger}.`);
  }
  for (const { manifest } of providers) {
    for (const refused of manifest.refusedEnvironment ?? []) {
      const { name: pattern, except }: Exclude<RefusedVariable, string> = typeof refused === 'string' ? { name: refused, except: [] } : refused;
      for (const name of setNames(environment, pattern)) {
        if (except.includes(environment[name] ?? '')) continue;
        problems.add('REFUSED_ENVIRONMENT', `The environment variable ${name} is set, which provider '${manifest.id}' refuses: it could send tokens elsewhere or print them.`);
      }
    }
  }
}

/** Windows knows names in any case. */
function setNames(environment: Environment, pattern: string): readonly string[] {
  const wanted = pattern.toUpperCase();
  const prefix = wanted.endsWith('*') ? wanted.slice(0, -1) : undefined;
  return Object.keys(environment).filter((name) => {
    const folded = name.toUpperCase();
    return environment[name] !== undefined && (prefix === undefined ? folded === wanted : folded.startsWith(prefix));
  });
}
