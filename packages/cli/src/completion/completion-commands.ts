import { Argument, type Command } from 'commander';
import { exitCodes } from '../exit-codes.ts';
import { helpText } from '../help-text.ts';
import type { ShellName } from './completion-script.ts';

const help = helpText({
  examples: ['source <(carnet completion bash)', 'carnet completion zsh > "${fpath[1]}/_carnet"', 'carnet completion fish > ~/.config/fish/completions/carnet.fish'],
  notes: ['The first line belongs into ~/.bashrc. Commands, flags and their values are completed; names of a configuration are not, because that would run its code at each Tab.'],
  exitCodes: { 2: 'wrong use' },
});

/** Adds `carnet completion`. */
export function addCompletionCommands(program: Command, host: NodeJS.Process, ended: (code: number) => void): void {
  program
    .command('completion')
    .description('print the completion of a shell')
    .addArgument(new Argument('<shell>', 'the shell that is to complete').choices(['bash', 'zsh', 'fish']))
    .addHelpText('after', help)
    .action(async (shell: ShellName) => {
      const { completionScript } = await import('./completion-script.ts');
      host.stdout.write(completionScript(program, shell));
      ended(exitCodes.success);
    });
}
