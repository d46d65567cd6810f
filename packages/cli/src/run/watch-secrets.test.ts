import { EventEmitter } from 'node:events';
import { createCarnet, type Carnet } from '@carnet/core';
import { memoryProvider, type MemoryProvider } from '@carnet/core/memory';
import { CarnetError } from '@carnet/provider';
import type { RunResult } from '@carnet/runner';
import { describe, expect, it } from 'vitest';
import { runWatched, type Watch } from './watch-secrets.ts';

interface Scene {
  readonly memory: MemoryProvider;
  readonly carnet: Carnet;
  readonly signals: EventEmitter;
  /** What happened, in order. */
  readonly events: string[];
  readonly watch: Watch;
  /** Lets the time between two looks pass. */
  look(): Promise<void>;
  /** The command ends by itself. */
  exit(exitCode: number): void;
}

function scene(more: Partial<Watch> = {}): Scene {
  const memory = memoryProvider({ key: 'first-value', other: 'constant' });
  const variables = { KEY: { credential: 'store', secret: 'key' }, OTHER: { credential: 'store', secret: 'other' }, LATER: { credential: 'store', secret: 'later', optional: true } };
  const carnet = createCarnet({ providers: [memory], credentials: { store: { provider: 'memory', method: 'none' } }, variables, environment: {}, fingerprintKey: new Uint8Array(32).fill(7) });
  const events: string[] = [];
  const signals = new EventEmitter();
  let wake: (() => void) | undefined;
  let exit: (result: RunResult) => void = () => undefined;
  const watch: Watch = {
    intervalMs: 30_000,
    clock: {
      now: () => 0,
      sleep: (milliseconds, { signal } = {}) => new Promise<void>((resolve, reject) => {
        expect(milliseconds).toBe(30_000);
        wake = resolve;
        signal?.addEventListener('abort', () => { reject(new Error('awake')); }, { once: true });
      }),
    },
    read: (signal) => carnet.resolve({ signal }),
    prepare: (resolution) => ({
      start: (signal) => new Promise((resolve) => {
        events.push(`start ${resolution.secret('KEY')?.reveal()}`);
        exit = resolve;
        signal?.addEventListener('abort', () => {
          events.push('end');
          resolve({ exitCode: 143, signal: 'SIGTERM' });
        }, { once: true });
      }),
      discard: () => { events.push('discard'); },
    }),
    onChange: (changes) => { events.push(...changes.map(({ name, before, after }) => `${name} ${before.version}→${after.version}${before.fingerprint === after.fingerprint ? '' : ' other value'}`)); },
    onFailure: (error) => { events.push((error as CarnetError).code); },
    signals,
    ...more,
  };
  const look = async (): Promise<void> => {
    while (wake === undefined) await new Promise(setImmediate);
    const go = wake;
    wake = undefined;
    go();
    // The look is over when it sleeps again, at last with the next command.
    while (wake === undefined) await new Promise(setImmediate);
  };
  return { memory, carnet, signals, events, watch, look, exit: (exitCode) => { exit({ exitCode }); } };
}

describe('--watch', () => {
  it('starts the command anew when a version has changed, with the new values, and only then', async () => {
    const { memory, carnet, events, watch, look, exit } = scene();
    const ended = runWatched(await carnet.resolve(), watch);
    await look();
    memory.set('key', 'second-value');
    await look();
    await look();
    exit(5);
    expect(await ended).toEqual({ exitCode: 5 });
    expect(events).toEqual(['start first-value', 'KEY 1→2 other value', 'end', 'start second-value']);
  });

  it('counts the same value stored again, and an optional secret that has come', async () => {
    const { memory, carnet, events, watch, look, exit } = scene();
    const ended = runWatched(await carnet.resolve(), watch);
    memory.set('key', 'first-value');
    memory.set('later', 'has-come');
    await look();
    exit(0);
    await ended;
    expect(events).toEqual(['start first-value', 'KEY 1→2', 'LATER undefined→1 other value', 'end', 'start first-value']);
  });

  it('keeps the command as it is when a look fails, or when the new values cannot be handed over', async () => {
    let isRefused = false;
    const { memory, carnet, events, watch, look, exit } = scene();
    const ended = runWatched(await carnet.resolve(), {
      ...watch,
      prepare: (resolution) => {
        if (isRefused) throw new CarnetError({ code: 'SECRET_TOO_LARGE_FOR_ENV', message: 'It is too large.' });
        return watch.prepare(resolution);
      },
    });
    memory.disable('key');
    await look();
    memory.set('key', 'too-large');
    isRefused = true;
    await look();
    isRefused = false;
    await look();
    exit(0);
    await ended;
    expect(events).toEqual(['start first-value', 'RESOLUTION_FAILED', 'SECRET_TOO_LARGE_FOR_ENV', 'KEY 1→2 other value', 'end', 'start too-large']);
  });

  it('ends with a command that ends by itself, also in the middle of a look', async () => {
    const { carnet, events, watch, exit } = scene({
      clock: { now: () => 0, sleep: () => Promise.resolve() },
      read: (signal) => new Promise((_, reject) => {
        signal.addEventListener('abort', () => { reject(new Error('left')); }, { once: true });
        exit(9);
      }),
    });
    expect(await runWatched(await carnet.resolve(), watch)).toEqual({ exitCode: 9 });
    expect(events).toEqual(['start first-value']);
  });

  it('does not start anew what somebody asks to end meanwhile', async () => {
    const { memory, carnet, signals, events, watch } = scene({
      // In turns: what loops without an end must not keep the deadline from coming.
      clock: { now: () => 0, sleep: () => new Promise((resolve) => { setImmediate(resolve); }) },
      onChange: () => { setImmediate(() => signals.emit('SIGTERM')); },
    });
    const first = await carnet.resolve();
    memory.set('key', 'second-value');
    const slow: Watch = {
      ...watch,
      prepare: (resolution) => ({
        ...watch.prepare(resolution),
        start: (signal) => new Promise((resolve) => {
          signal?.addEventListener('abort', () => { signals.once('SIGTERM', () => { resolve({ exitCode: 143, signal: 'SIGTERM' }); }); }, { once: true });
        }),
      }),
    };
    expect(await runWatched(first, slow)).toEqual({ exitCode: 143, signal: 'SIGTERM' });
    expect(events).toEqual(['discard']);
    expect(signals.eventNames()).toEqual([]);
  }, 2_000);
});
