import type { Command } from 'commander';

export function addSecretsCommands(_program: Command, _host: NodeJS.Process, _ended: (code: number) => void): readonly Command[] {
  return [];
}
