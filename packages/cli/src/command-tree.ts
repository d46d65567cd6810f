import type { Command, Option } from 'commander';

/** A command and the words that lead to it, `carnet` itself left out. */
export interface PlacedCommand {
  readonly command: Command;
  readonly path: readonly string[];
}

/** The command and everything below it, hidden ones among them, each before its own subcommands. */
export function* walk(command: Command, path: readonly string[] = []): Generator<PlacedCommand, void, undefined> {
  yield { command, path };
  for (const child of command.commands) yield* walk(child, [...path, child.name()]);
}

/** As its help lists them, `help` itself left out. */
export function visibleCommands(command: Command): readonly Command[] {
  return command.createHelp().visibleCommands(command).filter((child) => command.commands.includes(child));
}

/** As its help lists them. */
export function visibleOptions(command: Command): readonly Option[] {
  return command.createHelp().visibleOptions(command);
}
