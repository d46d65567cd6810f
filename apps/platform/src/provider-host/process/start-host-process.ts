import type { SystemTransportOptions } from '@carnet/core/transport';
import type { Provider, Transport } from '@carnet/provider';
import { Socket } from 'node:net';
import { channelFile, openChannel } from '../../provider-process/message-channel.ts';
import { toProcessSchema, type MessageFromHost, type MessageToHost, type Surroundings } from '../messages.ts';
import { createCallTokens, type CallTokens } from './call-tokens.ts';
import { hostedFailureOf } from './hosted-failure.ts';
import { runOrder } from './run-order.ts';

export interface HostComposition {
  readonly providers: readonly Provider[];
  /** Their names on npm, by the ids of their manifests. */
  readonly packages: Readonly<Record<string, string>>;
  /** The way to the network. What the server sent along as connection matters to the development process alone. */
  readonly transport: (connection: unknown, options: SystemTransportOptions) => Transport;
}

interface RunningCall {
  readonly controller: AbortController;
  readonly tokens: CallTokens;
}

/**
 * Serves one server over the channel that it opened, until either ends.
 *
 * @param compose asked at the first call that needs it: a foreign package is described without anything of ours beside it
 */
export function startHostProcess(compose: () => Promise<HostComposition>): void {
  for (const name of Object.keys(process.env)) delete process.env[name];
  const channel = new Socket({ fd: channelFile, readable: true, writable: true });
  const send = openChannel(channel, (message) => receive(message));
  const say = (message: MessageFromHost): void => send(message);
  channel.once('close', () => process.exit(1));
  say({ type: 'pong', ping: 0 });
  const calls = new Map<number, RunningCall>();
  let composed: Promise<HostComposition> | undefined;
  const composition = (): Promise<HostComposition> => (composed ??= compose());
  const loaded = new Map<string, Promise<readonly Provider[]>>();

  function receive(input: unknown): void {
    const message = toProcessSchema.parse(input);
    switch (message.type) {
      case 'call':
        return void serve(message);
      case 'token':
      case 'no-token':
        return calls.get(message.call)?.tokens.receive(message);
      case 'abort':
        return calls.get(message.call)?.controller.abort();
      case 'ping':
        return say({ type: 'pong', ping: message.ping });
    }
  }

  async function serve({ call, order, surroundings }: Extract<MessageToHost, { type: 'call' }>): Promise<void> {
    const controller = new AbortController();
    const tokens = createCallTokens(call, say);
    calls.set(call, { controller, tokens });
    const item = (each: unknown): void => say({ type: 'item', call, item: each });
    try {
      const items = runOrder(order, {
        composition,
        providers: () => providersFor(surroundings.packages),
        transport: () => transportFor(surroundings),
        packages: surroundings.packages,
        tokens,
        signal: controller.signal,
        say: item,
      });
      for await (const each of items) item(each);
      say({ type: 'end', call });
    } catch (error) {
      say({ type: 'failure', call, failure: hostedFailureOf(error) });
    } finally {
      calls.delete(call);
    }
  }

  async function providersFor(packages: Surroundings['packages']): Promise<readonly Provider[]> {
    const { providers } = await composition();
    if (packages.names.length === 0) return providers;
    const key = JSON.stringify(packages);
    const { loadPackages } = await import('../../provider-process/load-package.ts');
    const own = loaded.get(key) ?? loadPackages(packages);
    loaded.set(key, own);
    // What failed once is tried again.
    own.catch(() => loaded.delete(key));
    return [...providers, ...await own];
  }

  async function transportFor({ listed, certificateAuthorities, connection }: Surroundings): Promise<Transport> {
    const { transport } = await composition();
    if (connection !== undefined || listed === undefined) return transport(connection, { certificateAuthorities });
    const { listedTransport } = await import('./listed-transport.ts');
    return listedTransport(listed, { certificateAuthorities });
  }
}
