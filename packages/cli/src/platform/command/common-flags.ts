import type { Command } from 'commander';

/** The flags that a command has whatever a provider's schema says, without their dashes. */
export function commonFlags(command: Command): ReadonlySet<string> {
  return new Set(command.options.flatMap(({ long }) => (long ? [long.slice(2)] : [])));
}
