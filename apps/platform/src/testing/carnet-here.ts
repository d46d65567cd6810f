import { Readable, Writable } from 'node:stream';
import { runProgram } from '../../../../packages/cli/src/program.ts';
import type { Ended } from './operator.ts';

export interface HereOptions {
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Undefined: a pipe that is open and on which nobody writes anything. */
  readonly stdin?: string | undefined;
}

/** The `carnet` command in this process, with no terminal and nothing of our own environment: a process for each of many commands takes too long. */
export async function carnetHere(args: readonly string[], { home, environment, stdin }: HereOptions): Promise<Ended> {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written): Writable => Object.assign(new Writable({
    write: (chunk: Buffer, _, done) => {
      written[name] += chunk.toString();
      done();
    },
  }), { isTTY: false });
  const input = stdin === undefined ? new Readable({ read: () => undefined }) : Readable.from([Buffer.from(stdin)]);
  // What a command leaves unread is broken off.
  input.on('error', () => undefined);
  const host = {
    argv: ['node', 'carnet', ...args], cwd: () => home, env: { HOME: home, XDG_CONFIG_HOME: home, XDG_STATE_HOME: home, ...environment }, platform: process.platform, execPath: process.execPath, execArgv: [],
    stdin: input, stdout: stream('stdout'), stderr: stream('stderr'), once: () => host, on: () => host, off: () => host,
  };
  const code = await runProgram(host as unknown as NodeJS.Process);
  input.destroy();
  return { code, ...written };
}
