import type { EventEmitter } from 'node:events';
import type { Resolution, ResolvedVariable } from '@carnet/core';
import type { Clock } from '@carnet/provider';
import type { RunResult } from '@carnet/runner';
import type { Launch } from './launcher.ts';

/** A variable whose secret has another version or another value than before. */
export interface Change {
  readonly name: string;
  readonly before: Pick<ResolvedVariable, 'version' | 'fingerprint'>;
  readonly after: Pick<ResolvedVariable, 'version' | 'fingerprint'>;
}

export interface Watch {
  readonly intervalMs: number;
  readonly clock: Clock;
  /** Reads everything anew. */
  readonly read: (signal: AbortSignal) => Promise<Resolution>;
  readonly prepare: (resolution: Resolution) => Launch;
  readonly onChange: (changes: readonly Change[]) => void;
  /** The command runs on with what it has. */
  readonly onFailure: (error: unknown) => void;
  /** Who is asked to end while one command goes and the next one has not come yet. */
  readonly signals: Pick<EventEmitter, 'on' | 'off'>;
}

interface Next {
  readonly resolution: Resolution;
  readonly launch: Launch;
  readonly changes: readonly Change[];
}

const endingSignals = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'];

/** Runs the command until it ends by itself, and starts it anew, all values ready, whenever a secret has changed. */
export async function runWatched(first: Resolution, watch: Watch): Promise<RunResult> {
  let resolution = first;
  let launch = watch.prepare(first);
  for (;;) {
    const [ended, ending] = [new AbortController(), new AbortController()];
    const running = launch.start(ending.signal).finally(() => { ended.abort(); });
    const next = await nextLaunch(resolution, ended.signal, watch);
    if (next === undefined) return await running;
    watch.onChange(next.changes);
    let isAsked = false;
    const onAsked = (): void => { isAsked = true; };
    for (const signal of endingSignals) watch.signals.on(signal, onAsked);
    ending.abort();
    const result = await running;
    for (const signal of endingSignals) watch.signals.off(signal, onAsked);
    if (isAsked) {
      next.launch.discard();
      return result;
    }
    ({ resolution, launch } = next);
  }
}

/** Undefined once the command has ended by itself. */
async function nextLaunch(before: Resolution, ended: AbortSignal, { intervalMs, clock, read, prepare, onFailure }: Watch): Promise<Next | undefined> {
  while (!ended.aborted) {
    try {
      await clock.sleep(intervalMs, { signal: ended });
      const resolution = await read(ended);
      const changes = changesBetween(before, resolution);
      if (ended.aborted) break;
      if (changes.length > 0) return { resolution, launch: prepare(resolution), changes };
    } catch (error) {
      if (!ended.aborted) onFailure(error);
    }
  }
  return undefined;
}

function changesBetween(before: Resolution, after: Resolution): readonly Change[] {
  const earlier = new Map(before.variables.map((variable) => [variable.name, variable]));
  return after.variables.flatMap((variable) => {
    const { name, version, fingerprint } = variable;
    const { version: oldVersion, fingerprint: oldFingerprint } = earlier.get(name) ?? {};
    if (version === oldVersion && fingerprint === oldFingerprint) return [];
    return [{ name, before: { version: oldVersion, fingerprint: oldFingerprint }, after: { version, fingerprint } } as Change];
  });
}
