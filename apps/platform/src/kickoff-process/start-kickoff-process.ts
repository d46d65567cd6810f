import type { Provider, Transport } from '@carnet/provider';
import { inspectConfiguration } from './inspect-configuration.ts';
import type { MessageFromProcess, MessageToProcess } from './messages.ts';
import { createPlatformTokenSource } from './platform-token-source.ts';
import { runKickoff } from './run-kickoff.ts';

export interface KickoffProcessOptions {
  readonly providers: readonly Provider[];
  /** The way to the network. What the platform sent along matters to the development process alone. */
  readonly transport: (connection: unknown) => Transport;
}

/** Serves one platform over the channel that it opened, until the platform ends this process. */
export function startKickoffProcess({ providers, transport }: KickoffProcessOptions): void {
  const stop = new AbortController();
  const tokens = createPlatformTokenSource(send);

  process.on('message', (message: MessageToProcess) => {
    switch (message.type) {
      case 'inspect':
        return void inspectConfiguration(message.configuration, providers, transport(undefined)).then(send);
      case 'run':
        return void runKickoff(message.order, { providers, tokens, transport: transport(message.connection), signal: stop.signal })
          .then((report) => send({ type: 'finished', report }));
      case 'token':
      case 'no-token':
        return tokens.receive(message);
      case 'stop':
        return stop.abort();
    }
  });
  // A platform that was killed can stop nobody: its command gets the time to end that it would have had.
  process.once('disconnect', () => {
    stop.abort();
    setTimeout(leave, graceMs);
  });
}

const graceMs = 5_000;

function send(message: MessageFromProcess): void {
  // The callback takes the error of a channel that has just closed.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
  else leave();
}

/** The process leads a group of its own: whatever its command left behind goes with it. */
function leave(): void {
  if (process.platform !== 'win32') process.kill(-process.pid, 'SIGKILL');
  process.exit(1);
}
