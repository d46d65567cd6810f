// What an operator installs: the platform from its tarball, in an empty folder, with Node 24: a server and a worker as programs, a
// person who signs in by the printed link, and one kickoff; then a backup, and the chain of the audit log.
// Runs as `npm run platform:installed`.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as wait } from 'node:timers/promises';
import { packAll } from '../tooling/tarballs/pack-all.ts';
import { startRegistry } from '../tooling/tarballs/registry.ts';
import { runToEnd } from '../tooling/tarballs/run-to-end.ts';

const folder = await mkdtemp(join(tmpdir(), 'carnet-platform-'));
const programs = [];
let token;
try {
  const tarballs = await packAll(pathToFileURL(join(folder, 'tarballs/')), ['./packages/*', './apps/platform']);
  const registry = await startRegistry(tarballs);
  await writeFile(join(folder, 'package.json'), '{"name":"operator","private":true}\n');
  await writeFile(join(folder, '.npmrc'), `@carnet:registry=${registry.url}\n`);
  await runToEnd('npm', ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '@carnet/platform'], { cwd: folder, minutes: 4, env: { ...process.env, npm_config_cache: join(folder, 'cache') } });
  await registry.close();

  const program = join(folder, 'node_modules/@carnet/platform/dist/main.js');
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  await writeFile(join(folder, 'issuer.pem'), key, { mode: 0o600 });
  const settings = {
    PATH: process.env.PATH, OIDC_ISSUER: 'https://issuer.example.com', OIDC_PRIVATE_KEY_FILE: join(folder, 'issuer.pem'), CARNET_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    CARNET_SESSION_SECRET: randomBytes(32).toString('base64'), CARNET_ADMINISTRATORS: 'ada@example.com', CARNET_DATA_DIRECTORY: join(folder, 'data'), PORT: '0', CARNET_MANAGEMENT_PORT: '0', CARNET_DRAIN_SECONDS: '5',
  };
  const server = start([program, 'serve', '--sign-in-link', 'ada@example.com'], settings);
  const [, url] = await server.shows(/^ready (\S+)$/m);
  const [, link] = await server.shows(/sign-in#(\S+)/);
  const discovery = await (await fetch(`${url}/.well-known/openid-configuration`)).json();
  check('the server serves its documents', discovery.issuer === 'https://issuer.example.com');

  ({ token } = await call('POST', '/v1/sign-in-links/redeem', { token: link, bearer: true }));
  const organization = await call('POST', '/v1/organizations', { name: 'Acme' });
  const at = `/v1/organizations/${organization.id}`;
  const automation = await call('POST', `${at}/automations`, { name: 'hello', command: [process.execPath, '-e', 'console.log(process.env.GREETING)'], timeoutSeconds: 60 });
  await call('POST', `${at}/variables`, { name: 'GREETING', source: 'direct', value: 'good morning' });
  await call('POST', `${at}/automations/${automation.id}/deployments`, {});
  check('it knows its four providers', (await call('GET', '/v1/providers')).items.length === 4);

  const join_ = await call('POST', `${at}/tokens`, { kind: 'join', name: 'first' });
  const worker = start([program, 'worker'], { PATH: process.env.PATH, CARNET_PLATFORM_URL: url, CARNET_JOIN_TOKEN: join_.token, CARNET_STATE_DIRECTORY: join(folder, 'worker') });
  const { id } = await call('POST', `${at}/automations/${automation.id}/kickoffs`, {});
  const kickoff = await ended(`${at}/kickoffs/${id}`);
  check('a worker runs a kickoff', kickoff.status === 'succeeded' && kickoff.exitCode === 0);
  const { items } = await call('GET', `${at}/kickoffs/${id}/logs`);
  check('its log is kept', items.some(({ text }) => text === 'good morning'));
  check('SIGTERM ends the worker with 0', await worker.end() === 0);
  check('SIGTERM ends the server with 0', await server.end() === 0);

  const { stdout } = await runToEnd(process.execPath, [program, 'audit', 'verify'], { cwd: folder, minutes: 1, env: settings });
  check('the chains of the audit log are whole', /^platform: whole/m.test(stdout) && new RegExp(`^${organization.id}: whole`, 'm').test(stdout));
  await runToEnd(process.execPath, [program, 'backup', join(folder, 'backup.ndjson')], { cwd: folder, minutes: 1, env: settings });
  await runToEnd(process.execPath, [program, 'restore', join(folder, 'backup.ndjson')], { cwd: folder, minutes: 1, env: { ...settings, CARNET_DATA_DIRECTORY: join(folder, 'restored') } });
  check('a backup can be restored', true);

  async function call(method, path, body) {
    const answer = await fetch(`${url}${path}`, {
      method, redirect: 'error', signal: AbortSignal.timeout(30_000), headers: { ...(token && { authorization: `Bearer ${token}` }), ...(body && { 'content-type': 'application/json' }) }, ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    assert(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
  }

  async function ended(path) {
    for (const end = Date.now() + 60_000; Date.now() < end; await wait(200)) {
      const found = await call('GET', path);
      if (found.endedAt) return found;
    }
    return {};
  }
} finally {
  for (const { pid } of programs) endGroup(pid);
  await rm(folder, { recursive: true, force: true });
}

function start(words, env) {
  const child = spawn(process.execPath, ['--disable-sigusr1', ...words], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  programs.push(child);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => { output += text; });
  const exited = new Promise((resolve) => { child.on('exit', (code, signal) => resolve(code ?? signal)); });
  return {
    async shows(pattern) {
      for (const end = Date.now() + 60_000; Date.now() < end; await wait(50)) if (pattern.test(output)) return pattern.exec(output);
      throw new Error(`${words.at(-1)} never showed ${pattern}`);
    },
    end() {
      child.kill('SIGTERM');
      return Promise.race([exited, wait(30_000, 'still running', { ref: false })]);
    },
  };
}

function check(what, holds) {
  console.log(`${holds ? 'pass' : 'FAIL'}  ${what}`);
  if (!holds) process.exitCode = 1;
}

function endGroup(leader) {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // The group is empty, as it should be.
  }
}
