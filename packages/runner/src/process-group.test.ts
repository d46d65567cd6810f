import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { runCommand, type RunOptions } from './run-command.ts';
import type { RunResult } from './run-result.ts';
import { Collector } from './testing/collector.ts';

interface Running {
  readonly stdout: Collector;
  readonly signals: EventEmitter;
  readonly ended: Promise<RunResult>;
}

function start(argv: readonly string[], more: Partial<RunOptions> = {}): Running {
  const stdout = new Collector();
  const signals = new EventEmitter();
  return { stdout, signals, ended: runCommand({ argv, environment: { PATH: process.env['PATH'] ?? '' }, secrets: [], stdout, stderr: stdout, signals, ...more }) };
}

const node = (script: string): string[] => [process.execPath, '-e', script];
const shell = (script: string): string[] => ['/bin/sh', '-c', script];
// Says which signals reach it and ends at the word.
const listening = node(`
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2']) process.on(signal, () => process.stdout.write(signal + ';'));
  process.stdin.once('data', () => process.exit(7));
  process.stdout.write('ready;');
`);

// One that has ended and waits to be collected by init is not alive.
function alive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function pidIn(text: string): number {
  return Number(/pid=(\d+)/.exec(text)?.[1]);
}

describe.runIf(process.platform === 'linux')('a group of its own', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'])('gets %s from us', async (signal) => {
    const stdin = new PassThrough();
    const { stdout, signals, ended } = start(listening, { stdin });
    await stdout.until('ready;');
    signals.emit(signal);
    await stdout.until(`${signal};`);
    stdin.write('end');
    expect(await ended).toEqual({ exitCode: 7 });
  });

  it('is another than ours', async () => {
    const { stdout, ended } = start(shell('ps -o pgid= -p $$; echo pid=$$'));
    await ended;
    expect(Number.parseInt(stdout.text, 10)).toBe(pidIn(stdout.text));
  });

  it('gets the signal as a whole', async () => {
    const { stdout, signals, ended } = start(shell('sleep 600 & echo pid=$!; wait'));
    await stdout.until('\n');
    signals.emit('SIGTERM');
    expect(await ended).toEqual({ exitCode: 143, signal: 'SIGTERM' });
    expect(alive(pidIn(stdout.text))).toBe(false);
  });

  it('is ended by SIGTERM when the caller cancels', async () => {
    const controller = new AbortController();
    const { stdout, ended } = start(shell('sleep 600 & echo pid=$!; wait'), { signal: controller.signal });
    await stdout.until('\n');
    controller.abort();
    expect(await ended).toEqual({ exitCode: 143, signal: 'SIGTERM' });
    expect(alive(pidIn(stdout.text))).toBe(false);
  });

  it('is ended by SIGKILL where SIGTERM is not heard, with all that it started', async () => {
    const controller = new AbortController();
    const { stdout, ended } = start(shell('trap "" TERM; sleep 600 & echo pid=$!; wait'), { signal: controller.signal, graceMs: 60 });
    await stdout.until('\n');
    controller.abort();
    expect(await ended).toEqual({ exitCode: 137, signal: 'SIGKILL' });
    expect(alive(pidIn(stdout.text))).toBe(false);
  });

  it('leaves no survivor after a child that left something behind, with its pipes open or closed', async () => {
    for (const script of ['trap "" TERM; sleep 600 & echo pid=$!', 'sleep 600 >/dev/null 2>&1 & echo pid=$!']) {
      const { stdout, ended } = start(shell(script), { graceMs: 60 });
      expect(await ended).toEqual({ exitCode: 0 });
      expect(alive(pidIn(stdout.text))).toBe(false);
    }
  });

  it('shows what a child of the child writes after it', async () => {
    const { stdout, ended } = start(shell('(while kill -0 $$ 2>/dev/null; do :; done; echo late) & exit 3'));
    expect(await ended).toEqual({ exitCode: 3 });
    expect(stdout.text).toBe('late\n');
  });

  it('does not wait for a process that left it and keeps the pipes', async () => {
    const { stdout, ended } = start(shell('setsid sleep 600 & echo pid=$!; exit 4'));
    expect(await ended).toEqual({ exitCode: 4 });
    process.kill(pidIn(stdout.text), 'SIGKILL');
  });

  it('is ended when the host exits in the middle', async () => {
    const { stdout, signals, ended } = start(shell('sleep 600 & echo pid=$!; wait'));
    await stdout.until('\n');
    signals.emit('exit');
    expect(await ended).toEqual({ exitCode: 137, signal: 'SIGKILL' });
  });
});

describe.runIf(process.platform === 'linux')('on a terminal', () => {
  it('the child stays in our group', async () => {
    const { stdout, ended } = start(shell('ps -o pgid= -p $$; ps -o pgid= -p $PPID'), { terminal: true, stdin: 'ignore' });
    await ended;
    const [own, ours] = stdout.text.trim().split(/\s+/);
    expect(own).toBe(ours);
  });

  it('keyboard signals are not forwarded a second time, others are', async () => {
    const stdin = new PassThrough();
    const { stdout, signals, ended } = start(listening, { terminal: true, stdin });
    await stdout.until('ready;');
    for (const signal of ['SIGINT', 'SIGQUIT', 'SIGTERM']) signals.emit(signal);
    await stdout.until('SIGTERM;');
    stdin.write('end');
    expect(await ended).toEqual({ exitCode: 7 });
    expect(stdout.text).toBe('ready;SIGTERM;');
  });
});

describe('the source of signals', () => {
  it('keeps no listener', async () => {
    const { signals, ended } = start(shell('exit 0'));
    await ended;
    expect(signals.eventNames()).toEqual([]);
    const missing = start(['no-such-command-here']);
    await missing.ended;
    expect(missing.signals.eventNames()).toEqual([]);
  });
});
