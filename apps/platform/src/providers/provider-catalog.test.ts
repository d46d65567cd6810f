import { afterAll, describe, expect, test, vi } from 'vitest';
import type { KickoffProgram } from '../kickoffs/kickoff-process.ts';
import { plainProvider, providerProject } from '../testing/provider-project.ts';
import { catalogLines, loadCatalog, type CatalogResult } from './provider-catalog.ts';

// Every package is a process.
vi.setConfig({ testTimeout: 60_000 });

const canary = 'canary-2f6d90b1';
const shape = (manifest: string): string => `export default { specificationVersion: 'v1', open() {}, manifest: ${manifest} };`;
const data = "{ id: 'odd', title: 'Odd', store: { schema: { type: 'object', properties: {} } }, methods: [{ id: 'none' }], refusedEnvironment: [] }";

const project = providerProject();
afterAll(() => project[Symbol.dispose]());

function load(names: readonly string[], deadlineMs?: number): Promise<CatalogResult> {
  const program: KickoffProgram = { module: new URL('../kickoff-process/main.ts', import.meta.url), environment: process.env, packages: { names, directory: project.folder } };
  return loadCatalog(program, { deadlineMs });
}

async function problemsOf(packages: Readonly<Record<string, string>>, deadlineMs?: number): Promise<readonly string[]> {
  for (const [name, source] of Object.entries(packages)) project.write(name, source);
  const result = await load(Object.keys(packages), deadlineMs);
  return result.ok ? [] : result.problems;
}

async function problemOf(source: string, deadlineMs?: number): Promise<string> {
  const [problem = '', ...others] = await problemsOf({ 'carnet-provider-odd': source }, deadlineMs);
  expect(others).toEqual([]);
  expect(problem).toMatch(/^CARNET_PROVIDERS: carnet-provider-odd .*\. \([A-Z_]+\)$/);
  expect(problem).not.toContain(canary);
  return problem;
}

/** All of them at once, each as a package of its own: name, source, and what is said of it. */
async function expectEach(packages: readonly (readonly [what: string, source: string, sentence: string])[], code: string, deadlineMs?: number): Promise<void> {
  const named = packages.map(([what, source, sentence]) => ({ name: `carnet-provider-${what.replaceAll(/[^a-zA-Z0-9]+/g, '-').toLowerCase()}`, source, sentence }));
  const problems = await problemsOf(Object.fromEntries(named.map(({ name, source }) => [name, source])), deadlineMs);
  expect(problems).toEqual(named.map(({ sentence }) => expect.stringContaining(sentence) as string));
  for (const [index, problem] of problems.entries()) {
    expect(problem).toMatch(new RegExp(`^CARNET_PROVIDERS: ${named[index]?.name} .*\\. \\(${code}\\)$`));
    expect(problem).not.toContain(canary);
  }
}

describe('what is loaded', () => {
  test('a package of which exports has an import condition alone, and the log says its version and id', async () => {
    project.write('@acme/carnet-provider-safe', plainProvider(), '2.0.0-beta.1');
    const result = await load(['@acme/carnet-provider-safe']);
    if (!result.ok) throw new Error(result.problems.join('\n'));
    expect(result.catalog?.packages.map(({ name, manifest: { id } }) => [name, id])).toEqual([['@acme/carnet-provider-safe', 'safe']]);
    expect(result.catalog?.composition.map(({ id }) => id)).toEqual(expect.arrayContaining(['azure', 'aws', 'gcp']));
    expect(catalogLines(result.catalog)).toEqual(['loaded provider package @acme/carnet-provider-safe 2.0.0-beta.1 (id safe, kind safe)']);
  });

  test.each(['./node_modules/by-path', './node_modules/by-path/index.js', `${project.folder}/node_modules/by-path`])('a folder or file by its path: %s', async (path) => {
    project.write('by-path', plainProvider());
    expect(await load([path])).toMatchObject({ ok: true, catalog: { packages: [{ name: path, version: '1.2.3', manifest: { id: 'safe' } }] } });
  });

  test('a provider itself in place of a function that makes one, and CommonJS', async () => {
    project.write('plain', shape(data));
    project.write('older', '');
    const { writeFileSync } = await import('node:fs');
    writeFileSync(`${project.folder}/node_modules/older/package.json`, '{ "name": "older", "version": "0.1.0", "main": "main.cjs" }');
    writeFileSync(`${project.folder}/node_modules/older/main.cjs`, `module.exports = () => ({ specificationVersion: 'v1', open() {}, manifest: ${data.replace('odd', 'older')} });`);
    expect(await load(['plain', 'older'])).toMatchObject({ ok: true, catalog: { packages: [{ manifest: { id: 'odd' } }, { version: '0.1.0', manifest: { id: 'older' } }] } });
  });

  test('two stores of one package of identities: a kind may be used by any', async () => {
    const problems = await problemsOf({ first: plainProvider(), second: plainProvider({ id: 'second', identity: "{ kind: 'safe' }" }), third: plainProvider({ id: 'third', identity: "{ kind: 'aws' }" }) });
    expect(problems).toEqual([]);
  });
});

describe('what stops the start, with its name, a sentence, a cure and a code', () => {
  test('a package that is not installed, one without a main entry, a path that leads nowhere', async () => {
    project.write('no-entry', '');
    const { rmSync } = await import('node:fs');
    rmSync(`${project.folder}/node_modules/no-entry/index.js`);
    const result = await load(['carnet-provider-absent', 'no-entry', './absent']);
    expect(result).toEqual({
      ok: false,
      problems: [
        'CARNET_PROVIDERS: carnet-provider-absent is not installed where the server runs. Install it in the directory that the server was started in. (PROVIDER_NOT_FOUND)',
        'CARNET_PROVIDERS: no-entry has no main entry that can be imported. Build the package, or correct the exports in its package.json. (PROVIDER_NOT_FOUND)',
        'CARNET_PROVIDERS: ./absent does not exist. Correct the path; it is read from the directory that the server was started in. (PROVIDER_NOT_FOUND)',
      ],
    });
  });

  test('code that fails, and what is no provider: PROVIDER_FAULT', async () => expectEach([
    ['throws at import', `throw new Error('${canary}');`, 'throws an error when it is loaded'],
    ['throws a trap', `export default () => { throw new Proxy(new Error('${canary}'), { get() { throw new Error('${canary}'); }, getPrototypeOf() { throw 1; } }); };`, 'throws something that cannot be looked at'],
    ['throws a CarnetError that is none', `throw Object.assign(new Error('${canary}'), { code: 'FREE', [Symbol.for('carnet.error')]: true });`, 'throws an error when it is loaded'],
    ['cannot be parsed', `const ${canary};`, 'throws a SyntaxError'],
    ['imports what is not there', `import '${canary}';`, 'ERR_MODULE_NOT_FOUND'],
    ['has no default export', 'export const acme = 1;', 'has no default export'],
    ['exports a word', `export default '${canary}';`, 'does not export a provider'],
    ['exports a class', 'export default class {}', 'throws a TypeError'],
    ['has a factory that throws', `export default () => { throw new Error('${canary}'); };`, 'throws an error'],
    ['exports another version', `export default { specificationVersion: 'v9', open() {}, manifest: ${data} };`, "specificationVersion is not 'v1'"],
    ['cannot be opened', `export default { specificationVersion: 'v1', manifest: ${data} };`, 'without open()'],
    ['has no manifest', "export default { specificationVersion: 'v1', open() {} };", 'without a manifest'],
    ['diagnoses with a word', `export default { specificationVersion: 'v1', open() {}, manifest: ${data}, diagnose: 'x' };`, 'diagnose that is no function'],
  ], 'PROVIDER_FAULT'));

  test('a manifest that breaks rules, checked by its author or not: MANIFEST_INVALID', async () => expectEach([
    ['by defineProvider', plainProvider({ id: 'Not An Id' }), 'its id is not of the form'],
    ['by hand', shape(data.replace("'odd'", "'Not An Id'")), 'its id is not of the form'],
    ['as a list', shape('[]'), 'breaks the contract'],
    ['with null inside', shape(data.replace("[{ id: 'none' }]", '[null]')), 'not of the shape of a manifest'],
  ], 'MANIFEST_INVALID'));

  test('security: the id or the kind of identity of this platform, or of another package: PROVIDER_CONFLICT', async () => {
    const own = (kind: string, audience = '{address}'): string => `{ kind: '${kind}', audience: '${audience}', schema: { type: 'object', properties: { address: { type: 'string', format: 'uri' } }, required: ['address'] } }`;
    const problems = await problemsOf({
      'claims-id': plainProvider({ id: 'azure', identity: own('free') }), 'claims-kind': plainProvider({ id: 'mine', identity: own('aws') }),
      one: plainProvider({ id: 'twice', identity: own('first') }), two: plainProvider({ id: 'twice', identity: own('second') }), three: plainProvider({ id: 'other', identity: own('first') }),
      user: plainProvider({ id: 'user', identity: "{ kind: 'nowhere' }" }),
    });
    expect(problems.map((problem) => problem.replace('CARNET_PROVIDERS: ', ''))).toEqual([
      'claims-id claims the id azure, which belongs to this platform itself. Remove it, or tell its author. (PROVIDER_CONFLICT)',
      'claims-kind claims the kind of identity aws, which belongs to this platform itself. Remove it, or tell its author. (PROVIDER_CONFLICT)',
      'two claims the id twice, which belongs to one. Remove it, or tell its author. (PROVIDER_CONFLICT)',
      'three claims the kind of identity first, which belongs to one. Remove it, or tell its author. (PROVIDER_CONFLICT)',
      'user uses identities of the kind nowhere, which no provider here defines. Add the package that defines it. (PROVIDER_NOT_FOUND)',
    ]);
  });

  test('security: an audience that belongs to a cloud: PROVIDER_CONFLICT', async () => {
    const claims = (audience: string): string => shape(data.replace("title: 'Odd',", `title: 'Odd', identity: { kind: 'free', audience: ${audience}, schema: { type: 'object', properties: {} } },`));
    await expectEach([
      ['one', claims("'sts.amazonaws.com'"), 'claims the audience sts.amazonaws.com, which belongs to aws'],
      ['two', claims("'//iam.googleapis.com/projects/1'"), 'which belongs to gcp'],
      ['by-field', claims("{ byField: 'cloud', audiences: { public: 'api://AzureADTokenExchange' } }"), 'which belongs to azure'],
    ], 'PROVIDER_CONFLICT');
  });
});

describe('security: a package that is hostile when it is loaded', () => {
  test('that changes what every provider uses', async () => expectEach(([
    ['fetch', 'globalThis.fetch = async () => new Response();', 'fetch'],
    ['an inherited property', 'Object.prototype.polluted = 1;', 'Object.prototype'],
    ['a method of every list', 'const { map } = Array.prototype; Array.prototype.map = function (...all) { return map.apply(this, all); };', 'Array.prototype.map'],
    ['JSON', 'JSON.stringify = () => "{}";', 'JSON.stringify'],
    ['a getter', "Object.defineProperty(Response.prototype, 'status', { get: () => 200 });", 'Response.prototype.status'],
    ['the process', 'const { kill } = process; process.kill = (...all) => kill.apply(process, all);', 'process.kill'],
    ["Node's own modules", "process.getBuiltinModule('node:https').request = () => {};", 'node:https.request'],
    ['what is loaded only on its first use', 'globalThis.Headers = class {};', 'Headers'],
    ['something, and throws', `globalThis.fetch = 1; throw new Error('${canary}');`, 'fetch'],
  ] as const).map(([what, before, name]) => [what, plainProvider({ before }), `changes ${name}, which every provider uses. Update`] as const), 'PROVIDER_FAULT'));

  test('changes something when its factory is called', async () => {
    expect(await problemOf(`export default () => { globalThis.fetch = 1; return { specificationVersion: 'v1', open() {}, manifest: ${data} }; };`)).toContain('changes fetch');
  });

  test('that exports a trap', async () => expectEach([
    ['a thenable', 'export default { then() {} };', 'a promise in place of a provider'],
    ['a promise', `export default async () => ({ specificationVersion: 'v1', open() {}, manifest: ${data} });`, 'a promise in place of a provider'],
    ['a module that is a thenable', "export const then = (resolve) => resolve({ default: 1 });", 'exports a then'],
    ['a Proxy', `export default new Proxy({}, { get() { throw new Error('${canary}'); } });`, 'exports a Proxy'],
    ['a function that makes a Proxy', `export default () => new Proxy({}, { get: () => '${canary}' });`, 'makes a Proxy'],
    ['a getter that throws', `export default { specificationVersion: 'v1', open() {}, get manifest() { throw new Error('${canary}'); } };`, 'throws an error'],
    ['a manifest with a getter that throws', shape(data.replace("title: 'Odd'", `get title() { throw new Error('${canary}'); }`)), 'throws an error'],
    ['a manifest with a circle', `const manifest = ${data}; manifest.store.self = manifest; ${shape('manifest')}`, 'throws a TypeError'],
  ], 'PROVIDER_FAULT'));

  test('that ends its process', async () => expectEach([
    ['with 0', 'process.exit(0);', 'ended its process when it was loaded. Update the provider'],
    ['with a signal', "process.kill(process.pid, 'SIGKILL');", 'ended its process'],
    ['out of turn', `process.nextTick(() => { throw new Error('${canary}'); }); await new Promise(() => {});`, 'ended its process'],
  ], 'PROVIDER_FAULT'));

  test('that loops or never finishes', async () => expectEach([
    ['loops for ever', 'for (;;);', 'was not loaded within 4 s.'],
    ['never finishes', 'await new Promise(() => {});', 'was not loaded within 4 s.'],
    ['never settles as a thenable', 'export const then = () => {};', 'was not loaded within 4 s.'],
    ['loops in its factory', 'export default () => { for (;;); };', 'was not loaded within 4 s.'],
  ], 'DEADLINE_EXCEEDED', 4_000));

  test('that answers in our place: what it says is judged like any other', async () => {
    const says = (text: string): string => `import { writeSync } from 'node:fs'; writeSync(3, ${JSON.stringify(`${text}\n`)}); await new Promise(() => {});`;
    const described = (manifest: unknown): string => says(JSON.stringify({ type: 'described', providers: [{ manifest, version: `${canary}\n` }], problems: [] }));
    const claim = { id: 'azure', title: 'Odd', store: { schema: { type: 'object', properties: {} } }, methods: [{ id: 'none' }], refusedEnvironment: [] };
    expect(await problemOf(described(claim))).toContain('claims the id azure');
    await expectEach([
      ['a broken manifest', described({ id: 1 }), 'says of itself what no provider can be'],
      ['no manifest', described(null), 'says of itself what no provider can be'],
      ['nothing', says(JSON.stringify({ type: 'described', providers: [], problems: [] })), 'says of itself what no provider can be'],
      ['something else', says(JSON.stringify({ type: 'finished' })), 'says of itself what no provider can be'],
      ['no JSON', says(canary), 'says of itself what no provider can be'],
      ['without an end', `import { writeSync } from 'node:fs'; for (;;) try { writeSync(3, '${canary}'.repeat(5_000)); } catch {}`, 'says of itself what no provider can be'],
    ], 'PROVIDER_FAULT');
  });

  test('and every other one is still judged: all problems at once', async () => {
    const problems = await problemsOf({ ends: 'process.exit(0);', throws: 'throw 1;', sound: plainProvider(), claims: plainProvider({ id: 'gcp' }) });
    expect(problems.map((problem) => /CARNET_PROVIDERS: (\w+) .*\((\w+)\)$/.exec(problem)?.slice(1))).toEqual([
      ['ends', 'PROVIDER_FAULT'], ['throws', 'PROVIDER_FAULT'], ['claims', 'PROVIDER_CONFLICT'], ['claims', 'PROVIDER_CONFLICT'],
    ]);
  });
});
