import type { Capability, PathRule } from './policy.ts';

interface Candidate extends PathRule {
  readonly isPrefix: boolean;
  /** Without the asterisk at its end. */
  readonly stem: string;
  readonly wildcards: number;
  /** Where the first wildcard stands. */
  readonly position: number;
}

/**
 * What some rules together allow at a path. One rule decides, the most specific one; rules of the same path are added up, and
 * `deny` outweighs all (https://developer.hashicorp.com/vault/docs/concepts/policies#priority-matching).
 */
export function allowedCapabilities(rules: readonly PathRule[], path: string, isList: boolean): ReadonlySet<Capability> {
  const merged = mergeByPath(rules);
  const withoutSlash = path.replace(/\/$/, '');
  const exact = merged.get(path) ?? (isList ? merged.get(withoutSlash) : undefined);
  if (exact) return exact;
  const candidates = [...merged].map(([rule, allowed]) => candidate(rule, allowed)).filter(({ isPrefix, wildcards }) => isPrefix || wildcards > 0);
  // A list is asked for without the slash first, for a rule may name what it lists.
  const asked = isList && withoutSlash !== path ? [withoutSlash, path] : [path];
  for (const each of asked) {
    const best = candidates.filter((one) => matches(one, each)).toSorted(bySpecificity).at(-1);
    if (best) return best.capabilities;
  }
  return new Set();
}

function mergeByPath(rules: readonly PathRule[]): Map<string, ReadonlySet<Capability>> {
  const merged = new Map<string, ReadonlySet<Capability>>();
  for (const { path, capabilities } of rules) {
    const sum = new Set([...(merged.get(path) ?? []), ...capabilities]);
    merged.set(path, sum.has('deny') ? new Set(['deny']) : sum);
  }
  return merged;
}

function candidate(path: string, capabilities: ReadonlySet<Capability>): Candidate {
  const isPrefix = path.endsWith('*');
  const stem = isPrefix ? path.slice(0, -1) : path;
  const wildcards = stem.split('/').filter((segment) => segment === '+').length;
  return { path, capabilities, isPrefix, stem, wildcards, position: wildcards > 0 ? stem.search(/(?<![^/])\+(?![^/])/) : stem.length };
}

function matches({ stem, isPrefix, wildcards }: Candidate, path: string): boolean {
  if (wildcards === 0) return path.startsWith(stem);
  const expected = stem.split('/');
  const given = path.split('/');
  if (isPrefix ? given.length < expected.length : given.length !== expected.length) return false;
  return expected.every((segment, index) => {
    const text = given[index] ?? '';
    return segment === '+' || segment === text || (isPrefix && index === expected.length - 1 && text.startsWith(segment));
  });
}

function bySpecificity(one: Candidate, other: Candidate): number {
  return (
    one.position - other.position ||
    Number(other.isPrefix) - Number(one.isPrefix) ||
    other.wildcards - one.wildcards ||
    one.stem.length - other.stem.length ||
    (one.stem < other.stem ? -1 : 1)
  );
}
