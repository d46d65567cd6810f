import { dirname, join } from 'node:path';
import ts from 'typescript';

/**
 * The types that one built entry exports, and those of the package that they are made of, each once and by name: whatever chunks the
 * build has cut them into, and in whatever order, the text is the same. Of comments only the marks that change what is promised stay.
 */
export function surfaceOf(entry: string): string {
  const program = ts.createProgram([entry], options, hostOfOnePackage());
  const source = program.getSourceFile(entry);
  if (source === undefined) throw new Error(`${entry} is not there: build first`);
  return new SurfaceReader(program.getTypeChecker()).read(source);
}

const options: ts.CompilerOptions = { noLib: true, types: [], target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext };

/** Follows imports inside the package alone: what another package exports is its own surface. */
function hostOfOnePackage(): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  host.resolveModuleNameLiterals = (literals, containing) => literals.map(({ text }) => {
    if (!text.startsWith('.')) return { resolvedModule: undefined };
    const resolvedFileName = join(dirname(containing), text.replace(/\.js$/, '.d.ts'));
    return { resolvedModule: { resolvedFileName, extension: ts.Extension.Dts, isExternalLibraryImport: false } };
  });
  return host;
}

interface Part {
  readonly name: string;
  readonly text: string;
}

class SurfaceReader {
  readonly #checker: ts.TypeChecker;
  readonly #parts = new Map<ts.Symbol, Part>();
  readonly #imports = new Set<string>();
  readonly #renamed: string[] = [];
  #exported: ReadonlyMap<ts.Symbol, string> = new Map();

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker;
  }

  read(source: ts.SourceFile): string {
    const module = this.#checker.getSymbolAtLocation(source);
    const exports = module === undefined ? [] : this.#checker.getExportsOfModule(module);
    this.#exported = new Map(exports.map((symbol) => [this.#origin(symbol), symbol.name]));
    for (const symbol of exports) this.#add(symbol);
    const parts = [...this.#parts.values()].toSorted((left, right) => compare(left.name, right.name) || compare(left.text, right.text));
    // Without this last line a declaration file exports whatever stands in it.
    return `${[...[...this.#imports].toSorted(compare), ...parts.map(({ text }) => text), ...this.#renamed.toSorted(compare), 'export {};'].join('\n')}\n`;
  }

  #origin(symbol: ts.Symbol): ts.Symbol {
    return (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : this.#checker.getAliasedSymbol(symbol);
  }

  #add(symbol: ts.Symbol): void {
    const origin = this.#origin(symbol);
    if (this.#parts.has(origin)) return;
    const statements = (origin.declarations ?? []).flatMap(statementOf);
    if (statements.length === 0) {
      this.#addForeign(symbol);
      return;
    }
    const name = origin.name;
    const exportedAs = this.#exported.get(origin);
    if (exportedAs !== undefined && exportedAs !== name) this.#renamed.push(`export { ${name} as ${exportedAs} };`);
    const text = statements.map((statement) => textOf(statement, exportedAs === name)).join('\n');
    this.#parts.set(origin, { name, text });
    for (const statement of statements) this.#addNamesIn(statement);
  }

  /** A name that comes from another package. */
  #addForeign(symbol: ts.Symbol): void {
    for (const declaration of symbol.declarations ?? []) {
      if (ts.isExportSpecifier(declaration)) this.#imports.add(`export { ${declaration.getText()} } from ${declaration.parent.parent.moduleSpecifier?.getText() ?? ''};`);
      if (ts.isImportSpecifier(declaration)) this.#imports.add(`import { ${declaration.getText()} } from ${declaration.parent.parent.parent.moduleSpecifier.getText()};`);
      if (ts.isNamespaceImport(declaration)) this.#imports.add(`import ${declaration.getText()} from ${declaration.parent.parent.moduleSpecifier.getText()};`);
    }
  }

  #addNamesIn(node: ts.Node): void {
    node.forEachChild((child) => this.#addNamesIn(child));
    if (!ts.isIdentifier(node)) return;
    const symbol = this.#checker.getSymbolAtLocation(node);
    const isOfModule = symbol?.declarations?.some((declaration) => statementOf(declaration).length > 0 || isImport(declaration)) ?? false;
    if (symbol !== undefined && isOfModule) this.#add(symbol);
  }
}

function isImport(declaration: ts.Declaration): boolean {
  return ts.isImportSpecifier(declaration) || ts.isNamespaceImport(declaration);
}

/** The statement of a module that declares it; nothing for a member, a parameter or an import. */
function statementOf(declaration: ts.Declaration): readonly ts.Statement[] {
  const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  const declares = ts.isVariableStatement(statement) || ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)
    || ts.isClassDeclaration(statement) || ts.isFunctionDeclaration(statement);
  return declares && ts.isSourceFile(statement.parent) ? [statement] : [];
}

function textOf(statement: ts.Statement, exported: boolean): string {
  const text = statement.getSourceFile().text.slice(statement.getStart(undefined, true), statement.getEnd());
  const marked = text.replace(/^([ \t]*)\/\*\*(?:[^*]|\*(?!\/))*\*\/\n/gm, (comment, indent: string) =>
    [...comment.matchAll(/@(?:experimental|deprecated)\b/g)].map(([mark]) => `${indent}/** ${mark} */\n`).join(''));
  const [, marks = '', declaration = ''] = /^((?:\/\*\*.*\*\/\n)*)(?:export )?([^]*)$/.exec(marked) ?? [];
  return `${marks}${exported ? 'export ' : ''}${declaration.replace(/^type .{160,}$/gm, (line) => line.replaceAll(' | ', '\n    | '))}`;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
