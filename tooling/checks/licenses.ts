import type { Check } from '../check-definition.ts';
import { allowedLicenses } from '../licenses/allowed-licenses.ts';
import { billsOfMaterials, type BillOfMaterials } from '../licenses/bills-of-materials.ts';
import { publishedPackagesOf } from '../package-manifest.ts';

/** What we publish brings the packages that it depends on to its users, with their conditions. */
export const licenses: Check = {
  name: 'licenses',
  purpose: 'everything that a published package brings along has a license of tooling/licenses/allowed-licenses.ts',
  run: async (repository) => licenseProblems(await billsOfMaterials(repository.root), publishedPackagesOf(repository).map(({ manifest }) => manifest.name ?? ''), allowedLicenses),
};

/** @param published the packages that must have a bill */
export function licenseProblems(bills: readonly BillOfMaterials[], published: readonly string[], allowed: Readonly<Record<string, string>>): readonly string[] {
  const seen = new Set<string>();
  const problems = bills.flatMap((bill) => bill.components.flatMap((component) => {
    const names = (component.licenses ?? []).map(({ expression, license }) => expression ?? license?.id ?? license?.name ?? '');
    for (const name of names) seen.add(name);
    const place = `${nameOf(bill.metadata.component)} brings ${nameOf(component)} ${component.version}`;
    if (names.length === 0) return [`${place}, which names no license`];
    return names.filter((name) => !Object.hasOwn(allowed, name)).map((name) => `${place} under ${name}, which nobody has looked at`);
  }));
  const billed = bills.map(({ metadata }) => nameOf(metadata.component));
  return [
    ...problems,
    ...published.filter((name) => !billed.includes(name)).map((name) => `${name}: has no bill of materials`),
    ...Object.keys(allowed).filter((name) => !seen.has(name)).map((name) => `tooling/licenses/allowed-licenses.ts: nothing is under ${name} any more`),
  ];
}

function nameOf({ group, name }: { readonly group?: string; readonly name: string }): string {
  return group === undefined ? name : `${group}/${name}`;
}
