import ts from 'typescript';
import type { Repository } from './repository.ts';
import { nodesOf, parseSource } from './source-file.ts';

/** A piece of TypeScript that stands in a text. */
export interface Snippet {
  readonly file: string;
  /** The line of its first line of code, from 1. */
  readonly line: number;
  readonly code: string;
}

const fence = /^( *)(`{3,})ts\s*$/;

/** The ```ts blocks of our Markdown and of every `@example` in a package's source. */
export function snippetsOf(repository: Repository): readonly Snippet[] {
  return repository.files.flatMap((file) => {
    if (isDocument(file)) return blocksOf(file, repository.read(file).split('\n'), 1);
    if (/^packages\/[^/]+\/src\/.*\.ts$/.test(file) && !file.endsWith('.test.ts')) return examplesOf(file, repository.read(file));
    return [];
  });
}

function isDocument(file: string): boolean {
  return file.endsWith('.md') && !file.startsWith('.changeset/') && !file.endsWith('CHANGELOG.md');
}

function blocksOf(file: string, lines: readonly string[], firstLine: number): Snippet[] {
  const snippets: Snippet[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const [, indent = '', ticks] = fence.exec(lines[index] ?? '') ?? [];
    if (ticks === undefined) continue;
    const end = lines.findIndex((line, at) => at > index && line.trim() === ticks);
    const code = lines.slice(index + 1, end === -1 ? undefined : end).map((line) => line.startsWith(indent) ? line.slice(indent.length) : line.trimStart());
    snippets.push({ file, line: firstLine + index + 1, code: code.join('\n') });
    index += code.length;
  }
  return snippets;
}

function examplesOf(file: string, text: string): Snippet[] {
  const source = parseSource(file, text);
  const comments = new Set([...nodesOf(source)].filter(ts.isJSDoc));
  return [...comments].flatMap((comment) => {
    if (!comment.getText().includes('@example')) return [];
    const first = source.getLineAndCharacterOfPosition(comment.getStart()).line + 1;
    const lines = comment.getText().split('\n').map((line) => line.replace(/^\s*\*? ?/, ''));
    return blocksOf(file, lines, first);
  });
}
