import type { Command } from 'commander';
import { bashScript } from './bash-script.ts';
import { describeCommands, type DescribedCommand } from './described-command.ts';
import { fishScript } from './fish-script.ts';
import { zshScript } from './zsh-script.ts';

export type ShellName = 'bash' | 'zsh' | 'fish';

const scripts: Readonly<Record<ShellName, (commands: readonly DescribedCommand[]) => string>> = { bash: bashScript, zsh: zshScript, fish: fishScript };

/** What a shell reads to complete the commands of the program. */
export function completionScript(program: Command, shell: ShellName): string {
  return scripts[shell](describeCommands(program));
}
