import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { programOf } from './contract-breaks.ts';

const pathOf = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const packed = pathOf('compatibility/v1/contract/index.d.ts');
const todays = pathOf('packages/provider/src/index.ts');

/** What TypeScript says about a program that holds both copies of the contract, as an author's package with its own one makes it. */
function problemsOf(lines: readonly string[]): readonly string[] {
  const path = pathOf('tooling/compatibility/two-copies-program.ts');
  const text = [`import type * as Packed from '${packed}';`, `import type * as Today from '${todays}';`, ...lines].join('\n');
  const program = programOf([{ path, text }]);
  return program.getSemanticDiagnostics(program.getSourceFile(path)).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}

const given = ['Provider', 'SecretStore', 'Manifest', 'CarnetError', 'SubjectTokenSource'];
const received = ['Connection', 'ProviderContext', 'CallOptions', 'StoreReference', 'Secret', 'Failure', 'SettingsResult'];

/** Without what is experimental, whose new shape is a minor and leaves the range of whoever names the older copy, and without the list of codes, which grows. */
const left: Readonly<Record<string, string>> = { Provider: 'trust', Failure: 'error' };
const promised = (copy: string, name: string): string => (left[name] === undefined ? `${copy}.${name}` : `Omit<${copy}.${name}, '${left[name]}'>`);

test('TypeScript takes a provider that was typed by the packed contract for one of today\'s, and what today\'s host gives for what it expects', () => {
  expect(problemsOf([
    ...given.map((name) => `export const given${name} = (value: ${promised('Packed', name)}): ${promised('Today', name)} => value;`),
    ...received.map((name) => `export const received${name} = (value: ${promised('Today', name)}): ${promised('Packed', name)} => value;`),
  ])).toEqual([]);
}, 60_000);

test('the copies are two to TypeScript: what differs is refused', () => {
  expect(problemsOf(['export const given = (value: Packed.Provider): Today.SecretStore => value;'])).toHaveLength(1);
}, 60_000);
