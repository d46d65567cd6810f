import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../../../packages/cli/src/main.ts', import.meta.url));

/** The words of a command line for the real `carnet`, for whoever starts it in a way of their own. */
export function carnetWords(...args: readonly string[]): readonly string[] {
  return [process.execPath, '--conditions=carnet-source', main, ...args];
}

export interface Ended {
  /** As a shell tells it: 128 + N where signal N ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartedCommand {
  readonly process: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ended>;
  /** Settles when this text has come on either stream; rejects when the command has ended without it. */
  until(text: string): Promise<void>;
}

/** Somebody at a shell, with a home of their own, and the `carnet` command as a process. Nothing of this process's environment goes to it but PATH. */
export interface Operator extends Disposable {
  readonly home: string;
  readonly environment: Readonly<Record<string, string>>;
  start(args: readonly string[], options?: CommandOptions): StartedCommand;
  /** To its end. */
  carnet(args: readonly string[], options?: CommandOptions): Promise<Ended>;
  /** With `--json`, which must end with 0: what it printed. */
  ask<T>(args: readonly string[], options?: CommandOptions): Promise<T>;
  /** Everything that every command has printed. */
  readonly shown: () => string;
}

export interface CommandOptions {
  readonly stdin?: string;
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export function createOperator(): Operator {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'carnet-operator-')));
  const environment = { PATH: process.env['PATH'] ?? '', HOME: home, XDG_STATE_HOME: home };
  let shown = '';
  const start: Operator['start'] = (args, { stdin = '', cwd = home, environment: more } = {}) => {
    const [file = '', ...words] = carnetWords(...args);
    const child = spawn(file, words, { cwd, env: { ...environment, ...more } });
    const texts = { stdout: '', stderr: '' };
    let isOver = false;
    const waiting = new Set<() => void>();
    const look = (): void => { for (const each of waiting) each(); };
    for (const stream of ['stdout', 'stderr'] as const) {
      child[stream].setEncoding('utf8').on('data', (text: string) => {
        texts[stream] += text;
        shown += text;
        look();
      });
    }
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);
    const ended = new Promise<Ended>((resolve) => {
      child.on('close', (code, signal) => {
        isOver = true;
        look();
        resolve({ code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]), ...texts });
      });
    });
    const until = (text: string): Promise<void> => new Promise((resolve, reject) => {
      const check = (): void => {
        if (`${texts.stdout}${texts.stderr}`.includes(text)) resolve();
        else if (isOver) reject(new Error(`carnet ${args.join(' ')} ended without '${text}': ${texts.stdout}${texts.stderr}`));
        else return;
        waiting.delete(check);
      };
      waiting.add(check);
      check();
    });
    return { process: child, ended, until };
  };
  const carnet: Operator['carnet'] = (args, options) => start(args, options).ended;
  return {
    home, environment, start, carnet,
    async ask<T>(args: readonly string[], options?: CommandOptions) {
      const { code, stdout, stderr } = await carnet([...args, '--json'], options);
      if (code !== 0) throw new Error(`carnet ${args.join(' ')} ended with ${code}: ${stderr}`);
      return JSON.parse(stdout) as T;
    },
    shown: () => shown,
    [Symbol.dispose]() { rmSync(home, { recursive: true, force: true }); },
  };
}

/** The words of a printed command, as a shell reads them. */
export function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/'((?:[^']|'\\'')*)'|(\S+)/g)].map(([, inQuotes, plain]) => plain ?? inQuotes?.replaceAll(String.raw`'\''`, "'") ?? '');
}
