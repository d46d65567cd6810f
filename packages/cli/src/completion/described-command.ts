import type { Command } from 'commander';
import { visibleCommands, visibleOptions } from '../command-tree.ts';

export interface DescribedFlag {
  /** `-f`, `--format`. */
  readonly names: readonly string[];
  readonly description: string;
  /** Always: a value that may be left out is not waited for. */
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

/** What a shell has to know of one command. */
export interface DescribedCommand {
  /** The words behind `carnet`, joined by blanks; empty for `carnet` itself. */
  readonly path: string;
  readonly description: string;
  readonly subcommands: readonly string[];
  readonly flags: readonly DescribedFlag[];
  /** What its first argument may be. */
  readonly choices: readonly string[];
}

/** The command and all that its help leads to. */
export function describeCommands(command: Command, path: readonly string[] = []): readonly DescribedCommand[] {
  const children = visibleCommands(command);
  return [
    {
      path: path.join(' '),
      description: command.description(),
      subcommands: children.map((child) => child.name()),
      flags: visibleOptions(command).map((option) => ({
        names: [option.short, option.long].filter((name) => name !== undefined),
        description: option.description,
        takesValue: option.required,
        choices: option.argChoices ?? [],
      })),
      choices: command.registeredArguments[0]?.argChoices ?? [],
    },
    ...children.flatMap((child) => describeCommands(child, [...path, child.name()])),
  ];
}

export function joined(path: string, name: string): string {
  return path === '' ? name : `${path} ${name}`;
}
