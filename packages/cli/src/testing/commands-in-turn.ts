import { Readable } from 'node:stream';
import { walk } from '../command-tree.ts';
import { platformCommands } from '../platform/platform-commands.ts';
import { createProgram, runProgram } from '../program.ts';
import { captureStreams } from './captured-streams.ts';

/** A command line, with no terminal and nothing of this process's environment. */
interface Order {
  readonly id: number;
  readonly args: readonly string[];
  readonly home: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Left out: a pipe that is open and on which nobody writes anything. */
  readonly stdin?: string | undefined;
}

// Started by tests of other packages that run many commands: a process for each takes too long. It says which commands ask a platform, and runs what it is told to.
const withoutPlatform = new Set(leavesOf([]).map(({ words }) => words));
process.send?.(leavesOf(platformCommands).filter(({ words }) => !withoutPlatform.has(words)));
process.on('message', (order: Order) => void run(order).then((ended) => process.send?.({ id: order.id, ...ended })));
process.once('disconnect', () => process.exit());

function leavesOf(commands: typeof platformCommands): readonly { readonly words: string; readonly help: string; readonly flags: readonly string[]; readonly required: readonly string[] }[] {
  return [...walk(createProgram(process, () => undefined, commands))].filter(({ command }) => command.commands.length === 0).map(({ command, path }) => {
    let help = '';
    command.configureOutput({ writeOut: (text) => void (help += text) }).outputHelp();
    return { words: path.join(' '), help, flags: command.options.map(({ long }) => long ?? ''), required: command.registeredArguments.filter(({ required }) => required).map((argument) => argument.name()) };
  });
}

async function run({ args, home, environment, stdin }: Order): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const { written, stdout, stderr } = captureStreams();
  const input = stdin === undefined ? new Readable({ read: () => undefined }) : Readable.from([Buffer.from(stdin)]);
  // What a command leaves unread is broken off.
  input.on('error', () => undefined);
  const host = {
    argv: ['node', 'carnet', ...args], cwd: () => home, env: { HOME: home, XDG_CONFIG_HOME: home, XDG_STATE_HOME: home, ...environment }, platform: process.platform, execPath: process.execPath, execArgv: [],
    stdin: input, stdout, stderr, once: () => host, on: () => host, off: () => host,
  };
  const code = await runProgram(host as unknown as NodeJS.Process);
  input.destroy();
  return { code, ...written };
}
