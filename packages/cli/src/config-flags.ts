import type { Command } from 'commander';
import { seconds } from './flag-values.ts';

/** The flags of {@link ConfigOptions}. */
export function withConfigFlags(command: Command, json: string = 'print one JSON object, and failures as one on standard error'): Command {
  return command
    .option('-c, --config <file>', 'configuration to use (default: carnet.config.ts, .mts, .js or .mjs in the working directory)')
    .option('--timeout <seconds>', 'most seconds for loading the configuration, and as many for the work, 1 to 3600 (default: 60, or what the configuration says)', seconds)
    .option('--json', json);
}
