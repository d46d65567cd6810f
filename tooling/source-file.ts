import ts from 'typescript';

/** Tests, files and folders named as made for them, and the witnesses. Everything else is production code. */
export function isTestFile(file: string): boolean {
  return /\.test\.tsx?$|\/test-[\w-]+\.ts$|\/(?:testing|fixtures|witness|bad-providers|mutations)\//.test(file);
}

/** TypeScript that a published package or an app runs. */
export function isProductionSource(file: string): boolean {
  return /^(?:packages|apps)\/[^/]+\/src\/.*\.tsx?$/.test(file) && !isTestFile(file);
}

export function parseSource(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
}

/** Every node below this one, parents before children. */
export function* nodesOf(node: ts.Node): Generator<ts.Node> {
  for (const child of node.getChildren()) {
    yield child;
    yield* nodesOf(child);
  }
}

/** `file:line` of a node. */
export function placeOf(node: ts.Node): string {
  const source = node.getSourceFile();
  return `${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
}

/** Every module named by an import, an export-from or an `import()`, types among them. */
export function importsOf(file: string, text: string): readonly { readonly specifier: string; readonly place: string }[] {
  return [...nodesOf(parseSource(file, text))].flatMap((node) => {
    const specifier = specifierOf(node);
    return specifier === undefined ? [] : [{ specifier: specifier.text, place: placeOf(node) }];
  });
}

function specifierOf(node: ts.Node): ts.StringLiteralLike | undefined {
  const named =
    ts.isImportDeclaration(node) || ts.isExportDeclaration(node) ? node.moduleSpecifier
    : ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword ? node.arguments[0]
    : ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) ? node.argument.literal
    : undefined;
  return named !== undefined && ts.isStringLiteralLike(named) ? named : undefined;
}

/** The package of a specifier: `@carnet/azure` of `@carnet/azure/manifest`. Undefined for relative paths and Node's own modules. */
export function packageNameOf(specifier: string): string | undefined {
  if (/^(?:\.|node:|#)/.test(specifier)) return undefined;
  return specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}
