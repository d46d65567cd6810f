import { exitCodes } from './exit-codes.ts';
import { classOf } from './thrown-value.ts';

/**
 * Holds the exit code at failure until the work has said how it ended. A provider that never settles leaves Node nothing to wait
 * for, and a configuration may end the process itself: neither may look like success.
 *
 * @returns what ends the process with the code of the work
 */
export function guardExit(host: NodeJS.Process): (code: number) => Promise<void> {
  const [command] = host.argv.slice(2).filter((word) => !word.startsWith('-'));
  let code: number = command === 'run' ? exitCodes.notStarted : exitCodes.failed;
  let finished = false;
  let isLost = false;
  host.exitCode = code;
  host.on('exit', () => {
    if (!finished) host.stderr.write('carnet: the process ended before its work was done; the configuration or a provider may have ended it. [PROVIDER_FAULT]\n');
    host.exitCode = code;
  });

  // Node would print the error itself, and those of cloud SDKs carry tokens. A command that runs already keeps its supervisor.
  host.on('uncaughtException', (error: unknown) => {
    host.stderr.write(`carnet: a part outside of Carnet failed out of turn (${classOf(error)}).\n`);
  });
  host.stdout.on('error', ({ code: reason }: NodeJS.ErrnoException) => {
    // A reader that left (`| head -1`) is no failure of ours; the command learns of it by its own write.
    if (reason === 'EPIPE' || isLost) return;
    isLost = true;
    host.stderr.write(`carnet: standard output could not be written (${reason ?? 'unknown'}).\n`);
  });
  host.stderr.on('error', () => {});

  return async (ended) => {
    code = ended;
    finished = true;
    await flush(host.stdout);
    if (isLost && code === exitCodes.success) code = exitCodes.failed;
    await flush(host.stderr);
    // A provider may have left a timer or a connection behind, which must not keep the command's caller waiting.
    host.exit(code);
  };
}

function flush(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    // Not by an empty write where nothing waits: a full device refuses that, too. What failed is told before the next turn.
    if (stream.writableLength === 0) setImmediate(resolve);
    else stream.write('', () => resolve());
  });
}
