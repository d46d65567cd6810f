import type { Command } from 'commander';
import { walk } from './command-tree.ts';
import { targetFlags, withTargetFlags } from './platform/command/platform-flags.ts';

/** The flags that every command has, and `carnet` itself in front of one. */
export function addGlobalFlags(program: Command, { env }: NodeJS.Process): void {
  withTargetFlags(program);
  for (const { command } of walk(program)) {
    command
      .option('--no-color', 'no colour, as with NO_COLOR')
      .option('--no-input', 'ask nothing, not even on a terminal');
  }
  program.hook('preAction', (_, command) => {
    if (isOff(command, 'color')) {
      env['NO_COLOR'] = '1';
      // It would win.
      delete env['FORCE_COLOR'];
    }
    if (isOff(command, 'input')) command.setOptionValue('input', false);
    for (const flag of targetFlags) {
      const given: unknown = command.getOptionValue(flag) ?? program.getOptionValue(flag);
      if (given !== undefined) command.setOptionValue(flag, given);
    }
  });
}

function isOff(command: Command, flag: string): boolean {
  return command.getOptionValue(flag) === false || (command.parent !== null && isOff(command.parent, flag));
}
