#!/usr/bin/env node
import { startFromArguments } from './command.ts';

try {
  const started = await startFromArguments(process.argv.slice(2));
  if (typeof started === 'string') {
    process.stdout.write(started);
  } else {
    process.stdout.write(started.output);
    const stop = (): void => void started.clouds.close();
    process.once('SIGTERM', stop);
    process.once('SIGINT', stop);
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : 'The local clouds could not be started.'}\n`);
  process.exitCode = 2;
}
