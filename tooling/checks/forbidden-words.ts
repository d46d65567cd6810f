import type { Check } from '../check-definition.ts';

// Each pattern is written so that it does not match itself.
const rules: readonly { readonly what: string; readonly pattern: RegExp; readonly in?: RegExp }[] = [
  { what: 'a path of one machine', pattern: /(?:^|[\s"'`(=:])\/(?:[w]ork|[h]ome\/\w+|[r]oot|[U]sers\/\w+)\// },
  { what: 'a registry host', pattern: /\b(?:[r]egistry\.(?:npmjs|yarnpkg)|npm\.[p]kg\.github|[p]ypi\.org|[a]rtifactory|[n]exus\.)/i },
  { what: 'a promise for later', pattern: /\b(?:TO[D]O|FIXM[E]|XX[X]|HAC[K])\b/ },
  { what: 'a rule switched off', pattern: /@ts-(?:[i]gnore|[n]ocheck)|(?:[e]slint|[o]xlint)-disable|\b[a]s any\s*[),;.\]}]/, in: /\.(?:ts|tsx|mjs)$/ },
  { what: 'a test switched off', pattern: /\b(?:it|test|describe)\.(?:[s]kip|[o]nly|[t]odo)\b/, in: /\.test\.tsx?$/ },
  { what: 'a private key', pattern: /^-----BEGIN (?:[A-Z]+ )?[P]RIVATE KEY-----$/ },
];

/** What belongs to somebody's workplace and not into the repository. */
export const forbiddenWords: Check = {
  name: 'forbidden-words',
  purpose: "no machine's paths, registry hosts, promises for later, switched-off rules or private keys in tracked files",
  run: (repository) => repository.files
    .filter((file) => !/(?:^pnpm-lock\.yaml|\.(?:png|ico|woff2|gz|tgz))$/.test(file))
    .flatMap((file) => {
      const applicable = rules.filter((rule) => rule.in?.test(file) ?? true);
      return repository.read(file).split('\n').flatMap((line, index) =>
        applicable.filter(({ pattern }) => pattern.test(line)).map(({ what }) => `${file}:${index + 1}: ${what}`));
    }),
};
