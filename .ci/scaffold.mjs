// An author's first hour, outside of the workspace, with what would be published: `npm create`, install, test, build, the pages of the
// command line, the checks of the package; then the platform reads through it by one line of configuration. And once with pnpm.
// Runs as `npm run scaffold`, on the Node of the workspace; the suite and the score on the other Nodes of the new package's CI, too.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fetchNodes } from '../tooling/empty-projects/node-versions.ts';
import { packAll } from '../tooling/tarballs/pack-all.ts';
import { startRegistry } from '../tooling/tarballs/registry.ts';
import { runToEnd } from '../tooling/tarballs/run-to-end.ts';

const goalSeconds = 60;
const root = fileURLToPath(new URL('..', import.meta.url));
const folder = await mkdtemp(join(tmpdir(), 'carnet-scaffold-'));

try {
  await wholeWay();
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function wholeWay() {
  const [tarballs, nodes] = await Promise.all([packAll(pathToFileURL(join(folder, 'tarballs/'))), fetchNodes(await emptyFolder('nodes'))]);
  const registry = await startRegistry(tarballs);
  const environment = await environmentFor(registry.url);
  const runWith = (env) => (cwd, command, ...args) => runToEnd(command, args, { cwd, minutes: 3, env }).then(({ stdout }) => stdout);
  const run = runWith(environment);
  // What was run once by this name is taken from there the next time, whatever the registry has: here that would be an older tarball.
  const create = runWith({ ...environment, npm_config_cache: join(folder, 'cache'), XDG_CACHE_HOME: join(folder, 'cache') });

  // The figure is for a registry that is warm: one that has handed all of it out before.
  const warm = await emptyFolder('warm');
  await create(warm, 'npm', 'create', '--yes', '@carnet/provider', 'acme');
  await run(join(warm, 'carnet-provider-acme'), 'npm', 'install');

  const author = await emptyFolder('author');
  const made = join(author, 'carnet-provider-acme');
  const started = performance.now();
  const words = await create(author, 'npm', 'create', '--yes', '@carnet/provider', 'acme');
  for (const line of ['cd carnet-provider-acme', 'npm install', 'npm test']) assert(words.includes(`  ${line}\n`), `npm create does not print ${line}`);
  await run(made, 'npm', 'install');
  const [scorecard] = /^.* conforms to v\d+: .*\n(?:.+\n)*/m.exec(await run(made, 'npm', 'test')) ?? [];
  const seconds = (performance.now() - started) / 1000;
  assert(scorecard, 'npm test shows no scorecard');
  console.log(scorecard);
  console.log(`scaffold to green, registry warm: ${seconds.toFixed(1)} s (goal: at most ${goalSeconds} s)`);
  assert(seconds <= 1.5 * goalSeconds, 'the figure is beyond 1.5 times its goal');

  await run(made, 'npm', 'run', 'typecheck');
  await run(made, 'npm', 'run', 'build');
  await run(made, 'npm', 'run', 'scorecard');
  const badge = await readFile(join(made, 'conformance.json'), 'utf8');
  console.log(`pass  types, build, scorecard: ${badge}`.trimEnd());
  for (const { version, path } of nodes.filter((node) => node.version !== process.versions.node)) {
    const runThere = runWith({ ...environment, PATH: `${dirname(path)}:${environment.PATH}` });
    for (const job of ['test', 'scorecard']) await runThere(made, 'npm', 'run', job);
    assert.equal(await readFile(join(made, 'conformance.json'), 'utf8'), badge, `the score is another on Node ${version}`);
    console.log(`pass  the same suite and score on Node ${version}`);
  }
  await run(made, 'npx', 'carnet', 'provider', 'show', './');
  await run(made, 'npm', 'run', 'package');
  console.log('pass  publint and attw');
  const [packed] = JSON.parse(await run(made, 'npm', 'pack', '--json', '--pack-destination', folder));
  const outside = packed.files.map(({ path }) => path).filter((path) => !/^(?:package\.json|LICENSE|README\.md|dist\/[\w-]+\.(?:js|d\.ts))$/.test(path));
  assert.deepEqual(outside, [], 'the tarball holds more than it should');
  console.log(`pass  the tarball: ${packed.files.length} files, ${packed.size} bytes`);

  const operator = await emptyFolder('operator');
  await writeFile(join(operator, 'package.json'), '{ "private": true }\n');
  await run(operator, 'npm', 'install', '@carnet/cli', join(folder, packed.filename));
  const configured = { ...environment, CARNET_PROVIDERS: 'carnet-provider-acme' };
  const show = (...options) => runWith(configured)(operator, 'npx', 'carnet', 'provider', 'show', 'acme', ...options);
  const { identity, store } = JSON.parse(await show('--json')).provider.manifest;
  const names = Object.keys({ ...identity.schema.properties, ...store.schema.properties });
  const [shown, page] = [await show(), await show('--markdown')];
  assert(names.length > 0);
  for (const name of names) assert(shown.includes(name) && page.includes(`\`${name}\``), `the field ${name} is missing`);
  console.log(`pass  carnet provider show acme: its fields ${names.join(' and ')}, and a documentation page of ${page.length} characters`);
  const kickoff = [...process.execArgv, join(root, '.ci/scaffold-kickoff.mjs'), pathToFileURL(join(made, 'src/conformance.ts')).href];
  console.log((await runToEnd(process.execPath, kickoff, { cwd: operator, minutes: 2, env: configured })).stdout.trimEnd());

  const other = await emptyFolder('pnpm');
  const scoped = join(other, 'carnet-provider-my-2nd-safe');
  await create(other, 'pnpm', 'create', '@carnet/provider', 'my-2nd-safe', '--scope', '@labs');
  for (const job of ['install', 'test', 'typecheck', 'build', 'package']) await run(scoped, 'pnpm', ...(job === 'install' ? [job] : ['run', job]));
  assert.equal(JSON.parse(await readFile(join(scoped, 'package.json'), 'utf8')).name, '@labs/carnet-provider-my-2nd-safe');
  console.log('pass  with pnpm, a scope and a name of several words: install, test, types, build, publint, attw');
  await registry.close();
}

async function emptyFolder(name) {
  await mkdir(join(folder, name));
  return join(folder, name);
}

/** That of a person who has our scope at the loopback registry, and everything else where this machine gets it. */
async function environmentFor(url) {
  const setting = (name) => runToEnd('npm', ['config', 'get', name], { cwd: folder, minutes: 1 }).then(({ stdout }) => stdout.trim());
  // The machine's own settings stay: its certificate authorities, for example. With another Node in front, npm would look for its global ones elsewhere.
  const settings = await readFile(await setting('userconfig'), 'utf8').catch(() => '');
  const userconfig = join(folder, 'npmrc');
  const lines = [settings, `registry=${await setting('registry')}`, `@carnet:registry=${url}`, 'fund=false', 'audit=false', 'update-notifier=false', ''];
  await writeFile(userconfig, lines.join('\n'), { mode: 0o600 });
  const own = Object.entries(process.env).filter(([name]) => !/^(?:npm|pnpm)_/i.test(name));
  return { ...Object.fromEntries(own), PATH: `${dirname(process.execPath)}:${process.env.PATH}`, npm_config_globalconfig: await setting('globalconfig'), npm_config_userconfig: userconfig, NO_COLOR: '1' };
}
