import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { Ended } from './operator.ts';

const program = new URL('../../../../packages/cli/src/testing/commands-in-turn.ts', import.meta.url);

/** A command of the command line that asks a platform, and has none below it. */
export interface LeafCommand {
  /** `wi add`. */
  readonly words: string;
  readonly help: string;
  readonly flags: readonly string[];
  /** Arguments. */
  readonly required: readonly string[];
}

export interface CommandOptions {
  readonly home: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Undefined: a pipe that is open and on which nobody writes anything. */
  readonly stdin?: string | undefined;
}

/** The `carnet` command, many times in one process. */
export interface CommandsInTurn extends Disposable {
  readonly leaves: readonly LeafCommand[];
  run(args: readonly string[], options: CommandOptions): Promise<Ended>;
}

export async function commandsInTurn(): Promise<CommandsInTurn> {
  const child = fork(program, { execArgv: ['--conditions=carnet-source'], env: { PATH: process.env['PATH'] } });
  const waiting = new Map<number, PromiseWithResolvers<Ended>>();
  const began = new AbortController();
  child.once('exit', () => began.abort(new Error('The command line has ended.')));
  const [leaves] = (await once(child, 'message', { signal: began.signal })) as [readonly LeafCommand[]];
  child.on('message', ({ id, ...ended }: Ended & { readonly id: number }) => {
    waiting.get(id)?.resolve(ended);
    waiting.delete(id);
  });
  child.once('exit', () => waiting.forEach(({ reject }) => reject(new Error('The command line has ended.'))));
  let orders = 0;
  return {
    leaves,
    run(args, options) {
      const order = Promise.withResolvers<Ended>();
      waiting.set(orders += 1, order);
      child.send({ id: orders, args, ...options });
      return order.promise;
    },
    [Symbol.dispose]: () => child.disconnect(),
  };
}
