import { execFileSync, spawn } from 'node:child_process';
import { accessSync, constants, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isRecentNode } from './bootstrap/versions.mjs';

const workspace = fileURLToPath(new URL('..', import.meta.url));

/** What a program printed, and the code it ended with. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that runs. */
export interface Running {
  readonly pid: number;
  /** Its exit code, as soon as it has gone: something that it left behind may still hold its output open. */
  readonly gone: Promise<number | null>;
  readonly ended: Promise<Ended>;
  /** Settles when stdout has shown the text; rejects when the program ended without it. */
  shown(text: string): Promise<void>;
}

/** A workspace without dependencies, with our bootstrap and our npm settings, whose entries are the given sources. */
export interface ToyWorkspace extends Disposable {
  npm(path: string, ...args: string[]): Running;
  /** The command lines of every process that works inside the workspace. Linux only. */
  processes(): readonly string[];
}

export function createToyWorkspace(entries: Readonly<Record<string, string>>): ToyWorkspace {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'carnet-toy-')));
  const { devDependencies: _, ...manifest } = JSON.parse(readFileSync(join(workspace, 'package.json'), 'utf8')) as { devDependencies: object };
  const files = {
    'package.json': JSON.stringify(manifest),
    'pnpm-workspace.yaml': 'packages: []\n',
    'pnpm-lock.yaml': "lockfileVersion: '9.0'\n\nimporters:\n\n  .: {}\n",
    ...entries,
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  for (const name of ['.npmrc', 'tooling/bootstrap.mjs', 'tooling/bootstrap']) cpSync(join(workspace, name), join(root, name), { recursive: true });
  return {
    npm: (path, ...args) => start('npm', args, root, path),
    processes: () => processesIn(root).map(({ line }) => line),
    [Symbol.dispose]() {
      for (const { pid } of processesIn(root)) process.kill(pid, 'SIGKILL');
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** PATH as it is, and, where an older Node than we need is on it, PATH without the recent ones. */
export function pathsToTry(): readonly { readonly title: string; readonly path: string }[] {
  const path = process.env['PATH'] ?? '';
  const withoutRecent = path.split(delimiter).filter((folder) => !holdsRecentNode(folder)).join(delimiter);
  const old = nodeVersionOn(withoutRecent);
  return [{ title: `Node ${nodeVersionOn(path)}`, path }, ...(old === undefined || withoutRecent === path ? [] : [{ title: `Node ${old}`, path: withoutRecent }])];
}

function holdsRecentNode(folder: string): boolean {
  const node = join(folder, 'node');
  try {
    accessSync(node, constants.X_OK);
  } catch {
    return false;
  }
  return isRecentNode(execFileSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim());
}

function nodeVersionOn(path: string): string | undefined {
  try {
    execFileSync('npm', ['--version'], { env: { ...process.env, PATH: path }, stdio: 'ignore' });
    return execFileSync('node', ['-p', 'process.versions.node'], { env: { ...process.env, PATH: path }, encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}

function start(command: string, args: readonly string[], cwd: string, path: string): Running {
  const child = spawn(command, args, { cwd, env: { ...process.env, PATH: path }, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  const gone = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
  return {
    pid: child.pid ?? Number.NaN,
    gone,
    ended,
    shown: (text) => new Promise((resolve, reject) => {
      const look = (): void => { if (stdout.includes(text)) resolve(); };
      child.stdout.on('data', look);
      look();
      void ended.then(() => reject(new Error(`ended without '${text}': ${stderr}`)));
    }),
  };
}

function processesIn(root: string): readonly { readonly pid: number; readonly line: string }[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    try {
      if (!readlinkSync(`/proc/${pid}/cwd`).startsWith(root)) return [];
      return [{ pid: Number(pid), line: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') }];
    } catch {
      // It ended meanwhile, or is not ours to look at.
      return [];
    }
  });
}
