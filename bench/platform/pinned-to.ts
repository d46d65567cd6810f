import { availableParallelism } from 'node:os';

/** The command kept on one processor, where the system can do that and has so many. */
export function pinnedTo(processor: number | undefined, command: readonly string[]): readonly string[] {
  if (processor === undefined || process.platform !== 'linux' || processor >= availableParallelism()) return command;
  return ['taskset', '-c', String(processor), ...command];
}
