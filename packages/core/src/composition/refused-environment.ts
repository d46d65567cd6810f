import type { Provider } from '@carnet/provider';
import type { ProblemList } from './problem-list.ts';

/** One set variable of these could send every token to somebody else, and no SDK would say so. */
export function checkEnvironment(environment: Readonly<Record<string, string | undefined>>, providers: Iterable<Provider>, problems: ProblemList): void {
  // Windows knows names in any case.
  const set = Object.keys(environment).filter((name) => environment[name] !== undefined).map((name) => ({ name, folded: name.toUpperCase() }));
  for (const { manifest } of providers) {
    for (const refused of manifest.refusedEnvironment ?? []) {
      const { name: pattern, except } = typeof refused === 'string' ? { name: refused, except: [] } : refused;
      const prefix = pattern.endsWith('*') ? pattern.slice(0, -1).toUpperCase() : undefined;
      for (const { name, folded } of set) {
        const matches = prefix === undefined ? folded === pattern.toUpperCase() : folded.startsWith(prefix);
        if (matches && !except.includes(environment[name] ?? '')) {
          problems.add('REFUSED_ENVIRONMENT', `The environment variable ${name} is set, which provider '${manifest.id}' refuses: it could send tokens elsewhere.`);
        }
      }
    }
  }
}
