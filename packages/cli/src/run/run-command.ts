import { Option, type Command } from 'commander';
import { names, seconds } from '../flag-values.ts';
import { withTargetFlags } from '../platform/command/platform-flags.ts';
import type { RunOptions } from './run-options.ts';

const runExample = `
Example:
  $ carnet run -- node app.js
  $ carnet run --only API_KEY --config deploy/carnet.config.ts -- ./migrate.sh
  $ carnet run --watch 60 -- node server.js
  $ carnet run -a billing -- node app.js

The command gets the variables of the configuration in its environment, and
its output is masked. It ends with the command's own code; 125: nothing was
started, 126: not executable, 127: not found, 128+N: ended by signal N.

With -a the variables are those of an automation on a platform, where the run
is recorded; you need the permission automations:run_locally, and the providers
installed here. Direct values and those of stored credentials stay there.

--github-masks writes each value in clear to standard error, out of which the
runner takes it. Whatever else reads along keeps it, as in 2>&1 | tee log, so
it is done only where you ask for it.`;

/** Adds `carnet run`. What it did is given to `ended` as its exit code. */
export function addRunCommand(program: Command, host: NodeJS.Process, ended: (code: number) => void): void {
  describeRun(program).action(async (argv: string[], options: RunOptions) => {
    const { runWithSecrets } = await import('./run-with-secrets.ts');
    ended(await runWithSecrets(argv, options, host));
  });
}

function describeRun(program: Command): Command {
  return withTargetFlags(program
    .command('run')
    .description('run a command with the variables of carnet.config.ts')
    .usage('[options] -- <command> [arguments…]')
    .argument('<command...>', 'the command and its arguments, as they are, without a shell')
    .option('-c, --config <file>', 'configuration to use (default: carnet.config.ts, .mts, .js or .mjs in the working directory)')
    .option('-a, --automation <automation>', 'use the variables of this automation on the platform, by name or id, in place of a configuration')
    .option('--only <names>', 'resolve only these variables, separated by commas; may be given again', names)
    .addOption(new Option('--mask <when>', 'mask secrets in the output: auto spares a terminal').choices(['auto', 'always', 'never']).default('auto'))
    .option('--no-mask', 'the same as --mask never')
    .option('--github-masks', 'in a job of GitHub Actions, have the runner hide the values everywhere (::add-mask::)')
    .addOption(new Option('--watch [seconds]', 'look every so many seconds, 1 to 3600, and start the command anew when a secret has changed').argParser(seconds).preset('30'))
    .option('--timeout <seconds>', 'most seconds for resolving, 1 to 3600 (default: what the configuration says, else 60)', seconds)
    .option('--json', 'report failures as one JSON object on standard error')
    .option('-v, --verbose', 'tell on standard error what was resolved'))
    .passThroughOptions()
    .addHelpText('after', runExample);
}
