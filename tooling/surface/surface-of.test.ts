import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { contractBreaks } from '../compatibility/contract-breaks.ts';
import { surfaceOf } from './surface-of.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** The surface of `index.d.ts` among the given files. */
function surface(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'carnet-surface-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return surfaceOf(join(folder, 'index.d.ts'));
}

const store = '/** Long words. */\ninterface Store {\n    /** Reads. */\n    read(name: string): Hidden;\n}\ninterface Hidden {\n    readonly at: number;\n}\n';
const create = 'declare function create(options?: Options): Store;\ninterface Options {\n    readonly store?: Store;\n}\n';

test('the same types have the same surface, whatever chunks they are cut into', () => {
  const whole = surface({ 'index.d.ts': `${store}${create}export { create };\nexport type { Options, Store };\n` });
  const cut = surface({
    'index.d.ts': `import { S as Store } from './store-Ab12.js';\nexport { S as Store } from './store-Ab12.js';\n${create}export { type Options, create };\n`,
    'store-Ab12.d.ts': `${store}export type { Store as S };\n`,
  });
  const nested = surface({
    'index.d.ts': "export { O as Options, c as create, S as Store } from './parts/deep-Zz.js';\n",
    'parts/deep-Zz.d.ts': `import { a as Store } from '../store-Q9.js';\n${create}export { type Options as O, create as c, Store as S };\n`,
    'store-Q9.d.ts': `interface Hidden {\n    readonly at: number;\n}\n${store.replace(/interface Hidden[^]*$/, '')}export type { Store as a };\n`,
  });
  expect(cut).toBe(whole);
  expect(nested).toBe(whole);
  expect(whole).toBe(`interface Hidden {
    readonly at: number;
}
export interface Options {
    readonly store?: Store;
}
export interface Store {
    read(name: string): Hidden;
}
export declare function create(options?: Options): Store;
export {};
`);
});

test('what comes from another package is named, and not followed', () => {
  expect(surface({ 'index.d.ts': "import { Provider } from '@carnet/provider';\nexport { Secret } from '@carnet/provider';\ndeclare const one: Provider;\nexport { one };\n" }))
    .toBe("export { Secret } from '@carnet/provider';\nimport { Provider } from '@carnet/provider';\nexport declare const one: Provider;\nexport {};\n");
});

test('marks stay and words go', () => {
  const text = surface({ 'index.d.ts': '/**\n * Words.\n *\n * @experimental More words.\n */\nexport interface Plan {\n    /**\n     * @deprecated Since today.\n     */\n    readonly step: string;\n    /** Words. */\n    readonly other: string;\n}\n' });
  expect(text).toBe('/** @experimental */\nexport interface Plan {\n    /** @deprecated */\n    readonly step: string;\n    readonly other: string;\n}\nexport {};\n');
});

test('a long union has a line for each member', () => {
  const members = Array.from({ length: 20 }, (_, index) => `'MEMBER_NUMBER_${index}'`);
  expect(surface({ 'index.d.ts': `export type Code = ${members.join(' | ')};\n` })).toBe(`export type Code = ${members.join('\n    | ')};\nexport {};\n`);
});

test('a name that is exported under another, and every form of a function', () => {
  expect(surface({ 'index.d.ts': 'declare function one(text: string): string;\ndeclare function one(count: number): number;\ndeclare class Two {\n    #private;\n}\nexport { one as first, Two };\n' }))
    .toBe('export declare class Two {\n    #private;\n}\ndeclare function one(text: string): string;\ndeclare function one(count: number): number;\nexport { one as first };\nexport {};\n');
});

test('the surface of a contract can be compared as the contract itself', () => {
  const path = fileURLToPath(new URL('../../compatibility/v1/contract/index.d.ts', import.meta.url));
  const contract = { path: '/contract/index.d.ts', text: readFileSync(path, 'utf8') };
  const ofIt = { path: '/surface/index.d.ts', text: surfaceOf(path) };
  expect([...contractBreaks(contract, ofIt), ...contractBreaks(ofIt, contract)]).toEqual([]);
}, 60_000);

test('an entry that was not built is no empty surface', () => {
  expect(() => surfaceOf('/nowhere/index.d.ts')).toThrow('build first');
});
