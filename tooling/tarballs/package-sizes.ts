import { textOf, type Tarball } from './tarball.ts';

/** The most that a package may weigh: bytes, and how many packages it depends on by itself. */
export interface SizeBudget {
  readonly packed: number;
  readonly unpacked: number;
  readonly dependencies: number;
}

/** What a packed package weighs. */
export function sizeOf(tarball: Tarball): SizeBudget {
  const { dependencies = {} } = JSON.parse(textOf(tarball, 'package.json')) as { dependencies?: object };
  return { packed: tarball.packedBytes, unpacked: tarball.unpackedBytes, dependencies: Object.keys(dependencies).length };
}

/** Every figure above its budget, every package without one, and every budget without a package. */
export function sizeProblems(sizes: ReadonlyMap<string, SizeBudget>, budgets: Readonly<Record<string, SizeBudget>>): readonly string[] {
  const tooLarge = [...sizes].flatMap(([name, size]) => {
    const budget = budgets[name];
    if (budget === undefined) return [`${name}: has no budget in tooling/package-sizes.json`];
    return (['packed', 'unpacked', 'dependencies'] as const)
      .filter((figure) => size[figure] > budget[figure])
      .map((figure) => `${name}: ${figure} ${size[figure]} of ${budget[figure]}; what came in, and is it worth its weight? Then raise the budget in tooling/package-sizes.json`);
  });
  return [...tooLarge, ...Object.keys(budgets).filter((name) => !sizes.has(name)).map((name) => `${name}: has a budget in tooling/package-sizes.json and is no published package`)];
}
