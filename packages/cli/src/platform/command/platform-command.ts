import type { Command } from 'commander';
import { helpText, type HelpText } from '../../help-text.ts';
import type { PlatformOptions } from '../connection/choose-platform.ts';
import type { Platform } from '../connection/open-platform.ts';
import { withPlatformFlags } from './platform-flags.ts';

/** What the work of a command gets. */
export interface PlatformCall<O extends PlatformOptions = PlatformOptions> {
  readonly platform: Platform;
  readonly options: O;
  /** The arguments, in their order; and those that commander left over. */
  readonly args: readonly string[];
  readonly host: NodeJS.Process;
  readonly command: Command;
}

/** Returns the exit code; nothing is success. */
export type PlatformWork<O extends PlatformOptions> = (call: PlatformCall<O>) => Promise<number | void>;

export interface PlatformCommand<O extends PlatformOptions> {
  readonly name: string;
  readonly description: string;
  /** `['<automation>', 'name or id of …']` */
  readonly arguments?: readonly (readonly [name: string, description: string])[];
  readonly flags?: (command: Command) => Command;
  readonly help: HelpText;
  /** What `--json` does, where it is not the usual. */
  readonly json?: string;
  /** Loads the work. */
  readonly work: () => Promise<PlatformWork<O>>;
}

/** The place where a group adds its commands. */
export interface CommandPlace {
  readonly parent: Command;
  readonly host: NodeJS.Process;
  readonly ended: (code: number) => void;
}

/** The codes of whatever asks a platform. */
export const platformCodes: Readonly<Record<number, string>> = {
  2: 'wrong use, or refused as things stand', 3: 'not found', 4: 'not signed in or not permitted', 7: 'the platform is unreachable or busy',
};

export function addPlatformCommand<O extends PlatformOptions>({ parent, host, ended }: CommandPlace, spec: PlatformCommand<O>): Command {
  const { name, description, arguments: described = [], flags = (command) => command, help, json, work } = spec;
  const command = flags(parent.command(name).description(description));
  for (const [argument, meaning] of described) command.argument(argument, meaning);
  return withPlatformFlags(command, json)
    .addHelpText('after', helpText({ exitCodes: platformCodes, ...help }))
    .action(async () => {
      const { withPlatform } = await import('./with-platform.ts');
      ended(await withPlatform({ options: command.opts<O>(), args: command.args, host, command }, await work()));
    });
}

/** A command that only holds others. */
export function addGroup({ parent, ...place }: CommandPlace, name: string, description: string, help: HelpText): CommandPlace {
  return { ...place, parent: parent.command(name).description(description).addHelpText('after', helpText(help)) };
}
