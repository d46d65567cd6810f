import ts from 'typescript';
import type { Check } from '../check-definition.ts';
import type { Repository } from '../repository.ts';
import { isProductionSource, nodesOf, parseSource, placeOf } from '../source-file.ts';
import { seams, type Seam } from './seams.ts';

const forbiddenMembers = new Set(['Date.now', 'Math.random', 'performance.now', 'process.env', 'globalThis.fetch']);

/** With time, randomness, network and environment passed in, every test of a fault is deterministic. */
export const ambientAccess: Check = {
  name: 'ambient-access',
  purpose: 'packages reach clock, randomness, network and environment through a seam named in tooling/checks/seams.ts',
  run: (repository) => ambientProblems(repository, seams),
};

export function ambientProblems(repository: Repository, allowed: readonly Seam[]): readonly string[] {
  const uses = repository.files
    .filter((file) => file.startsWith('packages/') && isProductionSource(file))
    .flatMap((file) => ambientUses(file, repository.read(file)).map((use) => ({ file, ...use })));
  const isAllowed = ({ file, what }: { file: string; what: string }): boolean => allowed.some((seam) => seam.file === file && seam.uses.includes(what));
  const stale = allowed.flatMap(({ file, uses: named }) =>
    named.filter((what) => !uses.some((use) => use.file === file && use.what === what)).map((what) => `${file}: no longer uses ${what}; remove it from tooling/checks/seams.ts`));
  return [...uses.filter((use) => !isAllowed(use)).map(({ place, what }) => `${place}: ${what}`), ...stale];
}

function ambientUses(file: string, text: string): { what: string; place: string }[] {
  const nodes = [...nodesOf(parseSource(file, text))];
  const declared = new Set(nodes.filter(isBinding).map((node) => node.name.getText()));
  return nodes.flatMap((node) => {
    const what = ambientUse(node);
    // A parameter or constant of that name is an injected one.
    return what === undefined || declared.has(what.replace(/[.(].*$/, '')) ? [] : [{ what, place: placeOf(node) }];
  });
}

function ambientUse(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    const member = node.getText().replace(/^globalThis\.(?!fetch$)/, '');
    return forbiddenMembers.has(member) ? member : undefined;
  }
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && !node.arguments?.length) return 'new Date()';
  if (ts.isCallExpression(node) && node.expression.getText() === 'fetch') return 'fetch()';
  return undefined;
}

function isBinding(node: ts.Node): node is ts.ParameterDeclaration | ts.VariableDeclaration | ts.BindingElement | ts.ImportSpecifier | ts.ImportClause & { name: ts.Identifier } {
  return ts.isParameter(node) || ts.isVariableDeclaration(node) || ts.isBindingElement(node) || ts.isImportSpecifier(node)
    || (ts.isImportClause(node) && node.name !== undefined);
}
