import { createInterface } from 'node:readline';
import { Readable, Writable } from 'node:stream';
import { runProgram } from '../../program.ts';
import type { CommandAnswer, CommandCall } from './many-commands.ts';

/** Runs the commands that it is told, one after the other, in this process. */
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answerTo(JSON.parse(line) as CommandCall))}\n`);
}

async function answerTo({ args, cwd, input, environment }: CommandCall): Promise<CommandAnswer> {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written): Writable => new Writable({
    write: (chunk: Buffer, _, done) => {
      written[name] += chunk.toString();
      done();
    },
  });
  const host = { argv: ['node', 'carnet', ...args], cwd: () => cwd, env: environment, stdin: Readable.from([input]), stdout: stream('stdout'), stderr: stream('stderr') };
  const code = await runProgram(host as unknown as NodeJS.Process);
  return { code, ...written };
}
