import type { Command } from 'commander';
import { platformCommands } from './platform/platform-commands.ts';
import { createProgram } from './program.ts';

/** Every command there is, with nothing parsed and nothing loaded that does the work. */
export function wholeProgram(host: NodeJS.Process, ended: (code: number) => void = () => undefined): Command {
  return createProgram(host, ended, platformCommands);
}
