import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { errorCodes, type ErrorCode } from '@carnet/provider';
import { describe, expect, it } from 'vitest';
import { contractBreaks, exportsOf } from './contract-breaks.ts';
import { experimental, given, received } from './contract-directions.ts';

const first = readFileSync(new URL('../../compatibility/v1/contract/index.d.ts', import.meta.url), 'utf8');
const released = { path: '/released/index.d.ts', text: first };
const today = { path: fileURLToPath(new URL('../../packages/provider/src/index.ts', import.meta.url)) };

it('today\'s contract takes the providers of the first v1, and they take what today\'s hosts give', () => {
  expect(contractBreaks(released, today)).toEqual([]);
// The first of these reads all of TypeScript's own declarations.
}, 60_000);

it('every exported type of today has a direction, or is marked experimental', () => {
  const { types } = exportsOf(today);
  expect(types.length).toBeGreaterThan(40);
  expect(types.filter((name) => !(name in given) && !(name in received) && !experimental.includes(name))).toEqual([]);
});

it('what is outside of the promise says so where it stands', () => {
  const sources = ['manifest', 'trust-plan', 'provider', 'secret-store'].map((name) => readFileSync(new URL(`../../packages/provider/src/v1/${name}.ts`, import.meta.url), 'utf8')).join('\n');
  const marked = [...sources.matchAll(/@experimental(?:[^/]|(?<!\*)\/)*\*\/\n\s*(?:export interface |readonly )?(\w+)/g)].flatMap(([, name]) => name ?? []);
  expect(marked.toSorted()).toEqual([...experimental, 'check', 'registrations', 'trust', 'trust'].toSorted());
});

it('a failure that may pass, and one that may not, are so for good', async () => {
  const { errorCodes: errorCodesOfFirst } = (await import(new URL('../../compatibility/v1/contract/index.js', import.meta.url).href)) as { readonly errorCodes: typeof errorCodes };
  const answers = (codes: typeof errorCodes): object => Object.fromEntries(Object.keys(errorCodesOfFirst).map((code) => [code, codes[code as ErrorCode].retryable]));
  expect(answers(errorCodes)).toEqual(answers(errorCodesOfFirst));
});

it('the policy names the types of each side as they are compared here', () => {
  const policy = readFileSync(new URL('../../docs/compatibility.md', import.meta.url), 'utf8');
  const namesAfter = (words: string): readonly string[] => [...new RegExp(`\\| ${words}: ([^|]+)\\|`).exec(policy)?.[1]?.matchAll(/`(\w+)`/g) ?? []].flatMap(([, name]) => name ?? []);
  expect(namesAfter('a provider gives').length).toBeGreaterThan(10);
  expect(namesAfter('a provider gets').length).toBeGreaterThan(7);
  expect(namesAfter('a provider gives').filter((name) => !(name in given))).toEqual([]);
  expect(namesAfter('a provider gets').filter((name) => !(name in received))).toEqual([]);
});

describe('what an addition is', () => {
  it.each([
    ['an optional member of what a provider gives', 'readonly title: string;\n    /** Absent where', 'readonly title: string;\n    readonly icon?: string;\n    /** Absent where'],
    ['a member of what a provider gets', 'random(size: number): Uint8Array;', 'random(size: number): Uint8Array;\n    readonly region: string;'],
    ['an error code', "type ErrorCode = 'CONFIG_NOT_FOUND'", "type ErrorCode = 'CONFIG_UNREADABLE' | 'CONFIG_NOT_FOUND'"],
    ['a step', "type Step = 'configure'", "type Step = 'prepare' | 'configure'"],
    ['a value of what a provider gives', "readonly severity: 'error' | 'warning';", "readonly severity: 'error' | 'warning' | 'note';"],
    ['an optional claim', "type OptionalClaim = 'session-tags';", "type OptionalClaim = 'session-tags' | 'region';"],
    ['an optional method of a store', 'close?(): Promise<void>;', 'close?(): Promise<void>;\n    ping?(): Promise<void>;'],
    ['a new shape of an experimental type', 'readonly teardown: readonly', 'readonly undo: readonly'],
    ['another rung of the experimental check', "readonly status: 'pass' | 'fail' | 'warn' | 'skip';", "readonly status: 'pass' | 'fail';"],
  ])('%s', (_, before, after) => {
    expect(changed(before, after)).toEqual([]);
  });
});

describe('what a break is', () => {
  it.each([
    ['a new required member of what a provider gives', 'readonly title: string;\n    /** Absent where', 'readonly title: string;\n    readonly icon: string;\n    /** Absent where', /^Manifest, which a provider gives, asks for more: .*icon/m],
    ['a new required method of a store', 'close?(): Promise<void>;', 'close(): Promise<void>;', /^SecretStore, which a provider gives, asks for more/m],
    ['a removed optional of what a provider gives', '    readonly notAfter?: number;\n', '', /^ReadResult has lost a member: .*notAfter/m],
    ['a removed optional of what a provider gets', '    readonly secrets?: Readonly<Record<string, Secret>>;\n', '', /^Connection has lost a member: .*secrets/m],
    ['a removed method of the context', '    random(size: number): Uint8Array;\n', '', /^ProviderContext, which a provider gets, holds less/m],
    ['a required member of what a provider gets that becomes optional', 'readonly store: Settings;\n    /** The method\'s fields: its', 'readonly store?: Settings;\n    /** The method\'s fields: its', /^Connection, which a provider gets, holds less/m],
    ['a narrowed union of what a provider gives', "readonly severity: 'error' | 'warning';", "readonly severity: 'error';", /^Diagnosis, which a provider gives, asks for more/m],
    ['a widened union of what a provider gets', "'list' | 'write' | 'remove' | 'check';\n    readonly method", "'list' | 'write' | 'remove' | 'check' | 'rotate';\n    readonly method", /^Failure, which a provider gets, holds less or something else/m],
    ['an error code that is gone', " | 'ABORTED'", '', /^ErrorCode, which a provider gives, asks for more/m],
    ['a method that takes what no provider gives', 'observe(observation: Observation): void;', 'observe(observation: Observation, level: number): void;', /^ProviderContext, which a provider gets/m],
    ['an answer that becomes something else', 'canonicalName?(name: string): string;', 'canonicalName?(name: string): URL;', /^SecretStore, which a provider gives, asks for more/m],
    ['a function that asks for more', 'declare function parseReference(text: string): SecretReference;', 'declare function parseReference(text: string, strict: boolean): SecretReference;', /^parseReference\(\) asks for more/m],
    ['a function that answers less', 'declare function reservedAudienceOwner(audience: string): string | undefined;', 'declare function reservedAudienceOwner(audience: string): string | number | undefined;', /^reservedAudienceOwner\(\) answers something else/m],
    ['another literal of the specification', "readonly specificationVersion: 'v1';", "readonly specificationVersion: 'v2';", /^Provider, which a provider gives, asks for more/m],
    ['a constructor that asks for more', 'constructor(bytes: Uint8Array, fingerprint?: string);', 'constructor(bytes: Uint8Array, fingerprint: string);', /^new Secret\(\) asks for more/m],
    ['a static method that is gone', 'static isInstance(value: unknown)', 'static isError(value: unknown)', /^CarnetError has lost a static member/m],
    ['a constant that is gone', ', errorCodes, ', ', ', /^errorCodes is gone or something else/m],
    ['an exported type that is gone', ', ReadResult, RefusedVariable', ', RefusedVariable', /ReadResult/],
  ])('%s', (_, before, after, sentence) => {
    expect(changed(before, after).join('\n')).toMatch(sentence);
  });
});

/** The breaks of a contract that differs from the first v1 in one place. */
function changed(before: string, after: string): readonly string[] {
  expect(first.split(before).length).toBe(2);
  return contractBreaks(released, { path: '/today/index.d.ts', text: first.replace(before, after) });
}
