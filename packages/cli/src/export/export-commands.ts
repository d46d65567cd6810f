import { Option, type Command } from 'commander';
import { withConfigFlags } from '../config-flags.ts';
import { names } from '../flag-values.ts';
import { cloudCodes, helpText } from '../help-text.ts';
import type { ExportOptions } from './export-variables.ts';

const help = helpText({
  examples: [
    'eval "$(carnet export -f shell)"',
    'carnet export -f dotenv -o .env.local',
    'carnet export -f github --only API_KEY >> "$GITHUB_ENV"',
    'carnet export -f json | jq -r .API_KEY',
  ],
  notes: [
    'Every value is read fresh, and written so that its reader gets it byte for byte: sh, node --env-file (and npm\'s dotenv), a JSON or YAML parser, docker run --env-file, $GITHUB_ENV. Where a format cannot carry one, the variable is named and nothing is written. In a job of GitHub Actions the values are hidden from its log, too.',
    'Values do not go to a terminal without --reveal. A file is made complete, for you alone (0600).',
    'eval forgets that carnet failed. Where that has to stop a script: text="$(carnet export -f shell)" && eval "$text"',
    'Prefer carnet run: what it gives to a command is never written down.',
  ],
  exitCodes: cloudCodes,
});

/** Adds `carnet export`. */
export function addExportCommands(program: Command, host: NodeJS.Process, ended: (code: number) => void): void {
  withConfigFlags(program
    .command('export')
    .description('print the variables for another program to read')
    .addOption(new Option('-f, --format <format>', 'how to write them, always needed').choices(['dotenv', 'shell', 'json', 'yaml', 'docker', 'github']))
    .option('--only <names>', 'only these variables, separated by commas; may be given again', names)
    .option('-o, --output <file>', 'write to this file, which must not exist yet')
    .option('--force', 'with --output: take the place of a plain file that is there')
    .option('--reveal', 'print values to a terminal, too'), 'report failures as one JSON object on standard error')
    .addHelpText('after', help)
    .action(async (options: ExportOptions) => {
      const { exportVariables } = await import('./export-variables.ts');
      ended(await exportVariables(options, host));
    });
}
