import { readFileSync } from 'node:fs';
import { Command, CommanderError, Option } from 'commander';
import { exitCodes } from './exit-codes.ts';
import { names, seconds } from './flag-values.ts';
import { addProviderCommands } from './provider/provider-commands.ts';
import type { RunOptions } from './run-with-secrets.ts';

const runExample = `
Example:
  $ carnet run -- node app.js
  $ carnet run --only API_KEY --config deploy/carnet.config.ts -- ./migrate.sh

The command gets the variables of the configuration in its environment, and
its output is masked. It ends with the command's own code; 125: nothing was
started, 126: not executable, 127: not found, 128+N: ended by signal N.`;

/** Reads the command line, does what it asks and returns the exit code. */
export async function runProgram(host: NodeJS.Process): Promise<number> {
  const args = host.argv.slice(2);
  let exitCode: number = exitCodes.success;
  const program = createProgram(host);
  const run = describeRun(program).action(async (argv: string[], options: RunOptions) => {
    const { runWithSecrets } = await import('./run-with-secrets.ts');
    exitCode = await runWithSecrets(argv, options, host);
  });
  const others = addProviderCommands(program, host, (code) => { exitCode = code; });
  // A wrong flag of `run` must not look like the command's own code.
  for (const command of [program, ...others]) endWith(command, exitCodes.usage);
  endWith(run, exitCodes.notStarted);
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
  }
  return exitCode;

  function endWith(command: Command, usageCode: number): void {
    command.exitOverride((error) => {
      // Not the error's own code: for help it is that of the process, which stands at failure until we end.
      const asked = error.code === 'commander.version' || error.code === 'commander.helpDisplayed' || (error.code === 'commander.help' && args.includes('help'));
      exitCode = asked ? exitCodes.success : usageCode;
      throw error;
    });
  }
}

function createProgram(host: NodeJS.Process): Command {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  return new Command('carnet')
    .description('Run anything with secrets, without holding a credential.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .addHelpText('after', '\nExamples:\n  $ carnet run -- node app.js\n  $ carnet provider show acme')
    .configureOutput({
      writeOut: (text) => void host.stdout.write(text),
      writeErr: (text) => void host.stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'carnet: ')),
    });
}

function describeRun(program: Command): Command {
  return program
    .command('run')
    .description('run a command with the variables of carnet.config.ts')
    .usage('[options] -- <command> [arguments…]')
    .argument('<command...>', 'the command and its arguments, as they are, without a shell')
    .option('-c, --config <file>', 'configuration to use (default: carnet.config.ts, .mts, .js or .mjs in the working directory)')
    .option('--only <names>', 'resolve only these variables, separated by commas', names)
    .addOption(new Option('--mask <when>', 'mask secrets in the output: auto spares a terminal').choices(['auto', 'always', 'never']).default('auto'))
    .option('--timeout <seconds>', 'most seconds for resolving, 1 to 3600 (default: what the configuration says, else 60)', seconds)
    .option('--json', 'report failures as one JSON object on standard error')
    .option('-v, --verbose', 'tell on standard error what was resolved')
    .passThroughOptions()
    .showHelpAfterError('Try: carnet run --help')
    .addHelpText('after', runExample);
}
