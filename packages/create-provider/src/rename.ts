import type { Names } from './names.ts';

/**
 * Puts a provider's names where the template says acme, in one pass, so that nothing put in is replaced again.
 *
 * Its package, folder and repository are whole words of their own; `Acme` and `acme` that touch other letters are parts of
 * identifiers; those that stand alone are the title and the id. `Acme Safe` is the title of the reference provider.
 */
export function rename(text: string, names: Names): string {
  return text.replace(/Acme Safe|acme\/carnet-provider-acme|carnet-provider-acme|[\w$]*(?:ACME|Acme|acme)[\w$]*/g, (word) => {
    if (word === 'acme/carnet-provider-acme') return names.repository;
    if (word === 'carnet-provider-acme') return names.packageName;
    if (word === 'Acme' || word === 'Acme Safe') return names.title;
    if (word === 'acme') return names.id;
    return word.replaceAll('ACME', names.constant).replaceAll('Acme', names.pascal).replaceAll('acme', names.camel);
  });
}
