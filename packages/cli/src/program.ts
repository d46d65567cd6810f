import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { addCheckCommands } from './check/check-commands.ts';
import { walk } from './command-tree.ts';
import { addCompletionCommands } from './completion/completion-commands.ts';
import { exitCodes } from './exit-codes.ts';
import { addExportCommands } from './export/export-commands.ts';
import { addGlobalFlags } from './global-flags.ts';
import { helpText } from './help-text.ts';
import { addPlanCommands } from './plan/plan-commands.ts';
import { addProviderCommands } from './provider/provider-commands.ts';
import { reportUsage } from './report-usage.ts';
import { addRunCommand } from './run/run-command.ts';
import { addSecretsCommands } from './secrets/secrets-commands.ts';
import { addTrustCommands } from './trust/trust-commands.ts';
import { usageMessage } from './usage-message.ts';

/** Adds commands. What one of them did is given to `ended` as its exit code. */
export type AddCommands = (program: Command, host: NodeJS.Process, ended: (code: number) => void) => void;

// In the order of the help. Those of the platform stand between them, and are described where somebody may mean them.
const first = [addExportCommands, addPlanCommands, addSecretsCommands, addCheckCommands, addTrustCommands, addProviderCommands];
const last = [addCompletionCommands];
const withoutPlatform = new Set(['run', 'export', 'plan', 'explain', 'secrets', 'doctor', 'check', 'trust', 'provider', '--version', '-V']);

/** Reads the command line, does what it asks and returns the exit code. */
export async function runProgram(host: NodeJS.Process): Promise<number> {
  const args = host.argv.slice(2);
  let exitCode: number = exitCodes.success;
  const [word = ''] = args.filter((each) => each !== '--no-color' && each !== '--no-input');
  const platform = withoutPlatform.has(word) ? [] : (await import('./platform/platform-commands.ts')).platformCommands;
  const program = createProgram(host, (code) => { exitCode = code; }, platform);
  const json = isJsonAsked(args);
  for (const { command, path } of walk(program)) {
    // One object takes the place of all that it would say.
    if (json) command.configureOutput({ writeErr: () => undefined });
    command.exitOverride((error) => {
      // Not the error's own code: for help it is that of the process, which stands at failure until we end.
      const asked = error.code === 'commander.version' || error.code === 'commander.helpDisplayed' || (error.code === 'commander.help' && args.includes('help'));
      // A wrong flag of `run` must not look like the command's own code.
      const wrong = path[0] === 'run' ? exitCodes.notStarted : exitCodes.usage;
      exitCode = asked ? exitCodes.success : wrong;
      if (json && !asked) {
        const message = error.code === 'commander.help' ? 'a command is missing' : usageMessage(error.message);
        reportUsage(message, `Try: ${['carnet', ...path].join(' ')} --help`, { exitCode, json, stream: host.stderr });
      }
      throw error;
    });
  }
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
  }
  return exitCode;
}

/** Read without the command, which may be what is wrong. Behind `--` it is a word of somebody else. */
function isJsonAsked(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end === -1 ? undefined : end).includes('--json');
}

/** The commands, with nothing parsed and nothing loaded that does the work. What a command did is given to `ended` as its exit code. */
export function createProgram(host: NodeJS.Process, ended: (code: number) => void, platform: readonly AddCommands[]): Command {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  const program = new Command('carnet')
    .description('Run anything with secrets, without holding a credential.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .addHelpText('after', helpText({ examples: ['carnet run -- node app.js', 'carnet plan', 'carnet provider show acme'], notes: ['carnet help <command> tells the rest.'] }))
    .configureOutput({
      writeOut: (text) => void host.stdout.write(text),
      writeErr: (text) => void host.stderr.write(text),
      outputError: (text, write) => write(`carnet: ${usageMessage(text)}\n`),
    });
  addRunCommand(program, host, ended);
  for (const add of [...first, ...platform, ...last]) add(program, host, ended);
  addGlobalFlags(program, host);
  for (const { command, path } of walk(program)) command.showHelpAfterError(`Try: ${['carnet', ...path].join(' ')} --help`);
  return program;
}
