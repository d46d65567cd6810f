import type { Provider, Transport } from '@carnet/provider';
import { Socket } from 'node:net';
import { channelFile, openChannel } from '../provider-process/message-channel.ts';
import type { ProviderPackages } from '../provider-process/provider-packages.ts';
import type { MessageFromProcess, MessageToProcess } from './messages.ts';
import { createPlatformTokenSource } from './platform-token-source.ts';

export interface Composition {
  /** Packages that the platform names come after them. */
  readonly providers: readonly Provider[];
  /** The way to the network. What the platform sent along matters to the development process alone. */
  readonly transport: (connection: unknown) => Transport;
}

/**
 * Serves one platform over the channel that it opened, until the platform ends this process.
 *
 * @param compose asked at the first message that needs it: a foreign package is described without anything of ours beside it
 */
export function startKickoffProcess(compose: () => Promise<Composition>): void {
  const stop = new AbortController();
  const channel = new Socket({ fd: channelFile, readable: true, writable: true });
  const say = openChannel(channel, (message) => receive(message as MessageToProcess));
  const send = (message: MessageFromProcess): void => (channel.destroyed ? leave() : say(message));
  const tokens = createPlatformTokenSource(send);
  // A platform that was killed can stop nobody: its command gets the time to end that it would have had.
  channel.once('close', () => {
    stop.abort();
    setTimeout(leave, graceMs);
  });

  function receive(message: MessageToProcess): void {
    switch (message.type) {
      case 'describe':
        return void describe(compose, message.packages).then(send);
      case 'inspect':
        return void inspect(compose, message).then(send);
      case 'run':
        return void run(message).then(send);
      case 'token':
      case 'no-token':
        return tokens.receive(message);
      case 'stop':
        return stop.abort();
    }
  }

  async function run({ order, packages, connection }: Extract<MessageToProcess, { type: 'run' }>): Promise<MessageFromProcess> {
    const [{ providers, transport }, { runKickoff }] = await Promise.all([compose(), import('./run-kickoff.ts')]);
    const report = await runKickoff(order, { providers: () => withPackages(providers, packages), tokens, transport: transport(connection), signal: stop.signal });
    return { type: 'finished', report };
  }
}

async function describe(compose: () => Promise<Composition>, packages: ProviderPackages | undefined): Promise<MessageFromProcess> {
  const { describePackages, describeProviders } = await import('../provider-process/describe-providers.ts');
  return packages === undefined ? describeProviders((await compose()).providers) : await describePackages(packages);
}

async function inspect(compose: () => Promise<Composition>, { configuration, packages }: Extract<MessageToProcess, { type: 'inspect' }>): Promise<MessageFromProcess> {
  const [{ providers, transport }, { inspectConfiguration }] = await Promise.all([compose(), import('./inspect-configuration.ts')]);
  return await inspectConfiguration(configuration, () => withPackages(providers, packages), transport(undefined));
}

async function withPackages(providers: readonly Provider[], packages: ProviderPackages): Promise<readonly Provider[]> {
  if (packages.names.length === 0) return providers;
  const { loadPackages } = await import('../provider-process/load-package.ts');
  return [...providers, ...await loadPackages(packages)];
}

const graceMs = 5_000;

/** The process leads a group of its own: whatever its command left behind goes with it. */
function leave(): void {
  if (process.platform !== 'win32') process.kill(-process.pid, 'SIGKILL');
  process.exit(1);
}
