import type { Command } from 'commander';
import { seconds } from './flag-values.ts';

/** The flags of {@link ConfigOptions}. */
export function withConfigFlags(command: Command): Command {
  return command
    .option('-c, --config <file>', 'configuration to use (default: carnet.config.ts, .mts, .js or .mjs in the working directory)')
    .option('--timeout <seconds>', 'most seconds for the whole command, 1 to 3600 (default: what the configuration says, else 60)', seconds)
    .option('--json', 'print one JSON object, and failures as one on standard error');
}
