import type { EventEmitter } from 'node:events';

/** Something that emits signals by name, as `process` does. */
export type SignalSource = Pick<EventEmitter, 'on' | 'off'>;

const forwarded = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH'] as const;
// The terminal sends these to the whole group: the child has them already, and its answer to them decides how we end.
const fromTerminal: ReadonlySet<string> = new Set(['SIGINT', 'SIGQUIT', 'SIGWINCH']);

/** Hands signals on until the returned function is called. SIGTSTP and SIGCONT keep their meaning for us and reach a child on a terminal by themselves. */
export function forwardSignals(source: SignalSource, send: (signal: NodeJS.Signals) => void, terminal: boolean): () => void {
  const listeners = forwarded.map((signal) => [signal, () => {
    if (!terminal || !fromTerminal.has(signal)) send(signal);
  }] as const);
  // A host that exits in the middle takes the child along.
  const all: readonly (readonly [string, () => void])[] = [...listeners, ['exit', () => { send('SIGKILL'); }]];
  for (const [name, listener] of all) source.on(name, listener);
  return () => { for (const [name, listener] of all) source.off(name, listener); };
}
