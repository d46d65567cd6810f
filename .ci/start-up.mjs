// What a newcomer does first: npm start, look at the two documents, run the printed kickoff, stop. Nothing may stay behind.
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

const before = new Set(processesHere().map(({ pid }) => pid));
// A group of its own, so that the end of this check can take along what a broken shutdown left in it.
const npm = spawn('npm', ['start'], { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
const exited = new Promise((resolve) => npm.on('exit', (code, signal) => resolve(code ?? signal)));

try {
  const output = await outputUntilReady();
  const ready = /^ready (\S+)$/m.exec(output)[1];
  const discovery = await json(new URL('/.well-known/openid-configuration', ready));
  check('discovery names an issuer and a JWKS', typeof discovery.issuer === 'string' && typeof discovery.jwks_uri === 'string');
  const { keys } = await json(new URL('/oauth2/jwks', ready));
  check('the JWKS holds public keys only', keys.length > 0 && keys.every((key) => key.kid && key.n && key.d === undefined));

  const line = /^ {2}(curl .*\/kickoffs .*)$/m.exec(output)?.[1] ?? 'false';
  const kickoff = spawnSync('sh', ['-c', line.replace(/^curl /, 'curl --fail-with-body --silent --show-error --max-time 60 ')], { encoding: 'utf8' });
  check('the printed curl line starts a kickoff', kickoff.status === 0 && kickoff.stdout !== '');
  const [, collection = '', authorization = ''] = /(http\S+?)\/automations\/\S+ -H '(authorization: [^']+)'/.exec(line) ?? [];
  const { status, variables = [], lines = [] } = await ended(`${collection}/kickoffs/${JSON.parse(kickoff.stdout || '{}').id}`, authorization);
  check('it drew its variables from three clouds, each by one workload identity config', status === 'succeeded' && new Set(variables.map(({ credential }) => credential)).size === 3 && lines.length === 3);

  npm.kill('SIGTERM');
  const code = await Promise.race([exited, wait(20_000, 'still running', { ref: false })]);
  check(`SIGTERM to npm ends everything with 0 (it was: ${code})`, code === 0);
  const left = processesHere().filter(({ pid }) => !before.has(pid));
  check(`no process is left${left.map(({ line }) => `\n  ${line}`).join('')}`, left.length === 0);
} finally {
  endGroup(npm.pid);
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

function outputUntilReady() {
  return new Promise((resolve, reject) => {
    let output = '';
    npm.stdout.setEncoding('utf8').on('data', (text) => {
      output += text;
      // The kickoff line may stand before or after the ready line.
      if (/^ready \S+$/m.test(output) && /\bcurl .*kickoffs/.test(output) && output.endsWith('\n')) resolve(output);
    });
    npm.on('exit', (code) => reject(new Error(`npm start ended with ${code} before it was ready`)));
  });
}

async function ended(url, header) {
  const [name, value] = header.split(': ');
  for (const end = Date.now() + 60_000; Date.now() < end; await wait(200)) {
    const kickoff = await (await fetch(url, { headers: { [name]: value }, redirect: 'error', signal: AbortSignal.timeout(10_000) })).json();
    if (kickoff.endedAt) return kickoff;
  }
  return {};
}

async function json(url) {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(10_000) });
  check(`${url.pathname} answers 200 (it was: ${response.status})`, response.status === 200);
  return response.json();
}

function processesHere() {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    try {
      if (!readlinkSync(`/proc/${pid}/cwd`).startsWith(process.cwd())) return [];
      return [{ pid: Number(pid), line: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') }];
    } catch {
      return [];
    }
  });
}
