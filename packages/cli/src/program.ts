import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { addCheckCommands } from './check/check-commands.ts';
import { addCompletionCommands } from './completion/completion-commands.ts';
import { exitCodes } from './exit-codes.ts';
import { addExportCommands } from './export/export-commands.ts';
import { addPlanCommands } from './plan/plan-commands.ts';
import { addProviderCommands } from './provider/provider-commands.ts';
import { addRunCommand } from './run/run-command.ts';
import { addSecretsCommands } from './secrets/secrets-commands.ts';
import { addTrustCommands } from './trust/trust-commands.ts';

// In the order of the help.
const groups = [addExportCommands, addPlanCommands, addSecretsCommands, addCheckCommands, addTrustCommands, addProviderCommands, addCompletionCommands];

/** Reads the command line, does what it asks and returns the exit code. */
export async function runProgram(host: NodeJS.Process): Promise<number> {
  const args = host.argv.slice(2);
  let exitCode: number = exitCodes.success;
  const program = createProgram(host);
  const ended = (code: number): void => { exitCode = code; };
  const run = addRunCommand(program, host, ended);
  const others = groups.flatMap((add) => add(program, host, ended));
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
