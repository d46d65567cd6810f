import { join } from 'node:path';
import ts from 'typescript';
import { experimental, given, growingAnswers, received, takesPromisedParts } from './contract-directions.ts';

/** A contract: the path that stands for it, and its text where it is no file. */
export interface ContractText {
  readonly path: string;
  readonly text?: string;
}

interface Assertion {
  readonly what: string;
  readonly code: string;
}

/** What of the released contract today's no longer keeps, one sentence each. */
export function contractBreaks(released: ContractText, today: ContractText): readonly string[] {
  const names = exportsOf(released);
  const assertions = [
    ...names.types.filter((name) => !experimental.includes(name)).flatMap(typeAssertions),
    ...names.functions.flatMap(functionAssertions),
    ...names.classes.flatMap(classAssertions),
    ...names.constants.map((name) => ({ what: `${name} is gone or something else`, code: `Takes<typeof Released.${name}, typeof Today.${name}>` })),
  ];
  const text = [
    `import type * as Released from '${released.path}';`,
    `import type * as Today from '${today.path}';`,
    'type Takes<To, From extends To> = [To, From];',
    'type Keys<Each> = Each extends string ? never : Each extends unknown ? keyof Each : never;',
    'type Without<Each, Key extends string> = [Key] extends [never] ? Each : Omit<Each, Key>;',
    ...assertions.map(({ code }, index) => `export type A${index} = ${code};`),
  ];
  const preamble = text.length - assertions.length;
  const file = join(import.meta.dirname, 'contract-assertions.ts');
  const program = programOf([released, today, { path: file, text: text.join('\n') }]);
  const source = program.getSourceFile(file);
  const own = [released, today].flatMap(({ path }) => program.getSemanticDiagnostics(program.getSourceFile(path)).map((each) => `${path}: ${messageOf(each)}`));
  return [...new Set([...own, ...program.getSemanticDiagnostics(source).map((diagnostic) => {
    const line = source?.getLineAndCharacterOfPosition(diagnostic.start ?? 0).line ?? 0;
    return `${assertions[line - preamble]?.what ?? 'the comparison'}: ${messageOf(diagnostic)}`;
  })])];
}

interface Exports {
  /** Classes among them. */
  readonly types: readonly string[];
  readonly functions: readonly string[];
  readonly classes: readonly string[];
  readonly constants: readonly string[];
}

export function exportsOf(contract: ContractText): Exports {
  const program = programOf([contract]);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(contract.path);
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  const symbols = (module === undefined ? [] : checker.getExportsOfModule(module)).map((symbol) => ({
    name: symbol.name,
    flags: (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol.flags : checker.getAliasedSymbol(symbol).flags,
  }));
  const named = (flags: ts.SymbolFlags): string[] => symbols.filter((each) => (each.flags & flags) !== 0).map(({ name }) => name).toSorted();
  return { types: named(ts.SymbolFlags.Type), functions: named(ts.SymbolFlags.Function), classes: named(ts.SymbolFlags.Class), constants: named(ts.SymbolFlags.Variable) };
}

function typeAssertions(name: string): readonly Assertion[] {
  const without = (side: string, except: readonly string[]): string => `Without<${side}.${name}, ${except.map((key) => `'${key}'`).join(' | ') || 'never'}>`;
  const isGiven = given[name];
  const isReceived = received[name];
  return [
    { what: `${name} has lost a member`, code: `Takes<Keys<Today.${name}>, Keys<Released.${name}>>` },
    ...(isGiven === undefined ? [] : [{ what: `${name}, which a provider gives, asks for more`, code: `Takes<${without('Today', isGiven)}, ${without('Released', isGiven)}>` }]),
    ...(isReceived === undefined ? [] : [{ what: `${name}, which a provider gets, holds less or something else`, code: `Takes<${without('Released', isReceived)}, ${without('Today', isReceived)}>` }]),
  ];
}

function functionAssertions(name: string): readonly Assertion[] {
  const parameters = (side: string): string => `Parameters<typeof ${side}.${name}>${takesPromisedParts.includes(name) ? "['length']" : ''}`;
  return [
    { what: `${name}() asks for more`, code: `Takes<${parameters('Today')}, ${parameters('Released')}>` },
    ...(growingAnswers.includes(name) ? [] : [{ what: `${name}() answers something else`, code: `Takes<ReturnType<typeof Released.${name}>, ReturnType<typeof Today.${name}>>` }]),
  ];
}

/** What a class is besides its instances, which are types of the contract. */
function classAssertions(name: string): readonly Assertion[] {
  return [
    { what: `new ${name}() asks for more`, code: `Takes<ConstructorParameters<typeof Today.${name}>, ConstructorParameters<typeof Released.${name}>>` },
    { what: `${name} has lost a static member`, code: `Takes<keyof typeof Today.${name}, keyof typeof Released.${name}>` },
  ];
}

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2024, lib: ['lib.es2024.d.ts', 'lib.dom.d.ts'], types: [], strict: true, exactOptionalPropertyTypes: true, noEmit: true,
  module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, allowImportingTsExtensions: true,
};

// TypeScript's own declarations are most of the text, and the same each time.
const libraries = new Map<string, ts.SourceFile>();

/** The texts, and whatever files they import, under the options of a strict author. */
export function programOf(texts: readonly ContractText[]): ts.Program {
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile, getSourceFile } = host;
  const inMemory = new Map(texts.flatMap(({ path, text }) => (text === undefined ? [] : [[path, text]])));
  host.fileExists = (path) => inMemory.has(path) || fileExists(path);
  // The folder of a text in memory is on no disk.
  host.directoryExists = () => true;
  host.readFile = (path) => inMemory.get(path) ?? readFile(path);
  host.getSourceFile = (path, target, ...rest) => {
    const text = inMemory.get(path);
    if (text !== undefined) return ts.createSourceFile(path, text, target, true);
    const file = libraries.get(path) ?? getSourceFile(path, target, ...rest);
    if (file !== undefined && /\/lib\.[\w.]+\.d\.ts$/.test(path)) libraries.set(path, file);
    return file;
  };
  return ts.createProgram(texts.map(({ path }) => path), options, host);
}

function messageOf({ messageText }: ts.Diagnostic): string {
  return ts.flattenDiagnosticMessageText(messageText, ' ').replace(/\s+/g, ' ').slice(0, 400);
}
