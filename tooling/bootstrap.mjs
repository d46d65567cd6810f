// Sets the workspace up on a machine that has only npm and Node 18 or later, then runs one job of it.
// No dependency and no syntax newer than Node 18: it runs before anything is installed.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cleanEnvironment } from './bootstrap/environment.mjs';
import { hasPnpm, install, isInstalled } from './bootstrap/install.mjs';
import { commandsOf, jobNames } from './bootstrap/jobs.mjs';
import { runChild } from './bootstrap/run-child.mjs';
import { isRecentNode, nodeVersion, platformPackage, pnpmVersion } from './bootstrap/versions.mjs';

const script = fileURLToPath(import.meta.url);
const root = dirname(dirname(script));
const environment = cleanEnvironment(process.env);

// Ours, put in front by `underNpx`: Node and pnpm are in place, so a second hop would never end.
const prepared = process.argv[2] === '--prepared';
const [job, ...args] = process.argv.slice(prepared ? 3 : 2);

process.exitCode = await main();

async function main() {
  if (!jobNames.includes(job)) return refuse(`Name one job: ${jobNames.join(', ')}.`);
  const recent = isRecentNode(process.versions.node);
  if (prepared && !recent) return refuse(missingNode());
  if (!prepared && (!recent || !hasPnpm(environment))) return underNpx(recent);

  if (!isInstalled(root)) {
    const code = await install(root, environment);
    if (code !== 0) return code;
  }
  for (const command of commandsOf(job, args, root)) {
    const code = await runChild(command, { cwd: root, env: environment });
    if (code !== 0) return code;
  }
  return 0;
}

function underNpx(recent) {
  const packages = [`pnpm@${pnpmVersion}`];
  if (!recent) {
    const name = platformPackage(process.platform, process.arch);
    if (name === undefined) return refuse(missingNode());
    packages.unshift(`${name}@${nodeVersion}`);
  }
  const line = ['node', script, '--prepared', job, ...args].map(quote).join(' ');
  // --loglevel: the workspace's own setting would hide why a download failed. exec: no shell stays in between to swallow a signal.
  const options = ['--yes', '--prefer-offline', '--loglevel=error', ...packages.flatMap((name) => ['-p', name])];
  return runChild(['npx', ...options, '-c', `exec ${line}`], { cwd: root, env: environment });
}

function missingNode() {
  return `This needs Node 24 or later, and there is ${process.versions.node}: install Node ${nodeVersion} from https://nodejs.org/en/download and run it again.`;
}

function refuse(message) {
  process.stderr.write(`${message}\n`);
  return 1;
}

function quote(word) {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
