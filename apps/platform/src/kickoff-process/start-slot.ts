import { createSessionPool, type SessionPool } from '@carnet/core';
import { CarnetError, type Provider, type Transport } from '@carnet/provider';
import { Socket } from 'node:net';
import { loadPackages } from '../provider-process/load-package.ts';
import type { WorkerTask } from '../worker-protocol/protocol.ts';
import { channelFile, openChannel } from '../provider-process/message-channel.ts';
import type { LogLine, MessageFromSlot, MessageToSlot, SlotOrder, SlotProvider, SlotReport } from './slot-messages.ts';
import { createWorkerTokenSource } from './worker-token-source.ts';

export interface WayToNetwork {
  /** Whether the operator lets stores be called that are reached over a private link. */
  readonly privateAddresses: boolean;
  /** What the worker sent along matters to the development program alone. */
  readonly connection: unknown;
}

export interface SlotComposition {
  /** Packages that the worker names come after them. */
  readonly providers: readonly Provider[];
  /** The way to the network. */
  readonly transport: (way: WayToNetwork) => Transport;
}

interface Opened {
  readonly providers: readonly Provider[];
  readonly transport: Transport;
  readonly pool: SessionPool;
}

/**
 * Serves one worker over the channel that it opened: one kickoff after another, with the cloud credentials kept in between. It ends with the worker.
 *
 * @param compose asked once, when the worker has said which packages it wants
 */
export function startSlot(compose: () => Promise<SlotComposition>): void {
  const channel = new Socket({ fd: channelFile, readable: true, writable: true });
  const say = openChannel(channel, (message) => receive(message as MessageToSlot | undefined));
  const send = (message: MessageFromSlot): void => say(message);
  const tokens = createWorkerTokenSource(send);
  let opened: Promise<Opened> | undefined;
  let running: AbortController | undefined;
  let taken = Promise.withResolvers<void>();
  // A worker that was killed can stop nobody; its guardian ends this process, and this one's guardian the command.
  channel.once('close', () => {
    running?.abort();
    setTimeout(() => process.exit(1), goneGraceMs);
  });

  function receive(message: MessageToSlot | undefined): void {
    switch (message?.type) {
      case 'open':
        opened = open(compose, message);
        return void opened.then(({ providers }) => send({ type: 'ready', providers: providers.map(refusalsOf), problems: [] }), (error: unknown) => send({ type: 'ready', providers: [], problems: [problemOf(error)] }));
      case 'run':
        return void run(message.order).then((report) => send({ type: 'finished', report }));
      case 'task':
        return void task(message.task).then(() => send({ type: 'task-ended' }));
      case 'token':
      case 'no-token':
        return tokens.receive(message);
      case 'log-taken':
        return taken.resolve();
      case 'stop':
        return running?.abort();
      case undefined:
        return process.exit(1);
    }
  }

  async function task(given: WorkerTask): Promise<void> {
    running = new AbortController();
    const [{ providers, transport }, { doTask }] = await Promise.all([opened as Promise<Opened>, import('./do-task.ts')]);
    await doTask(given, { providers, transport, tokens, signal: running.signal, say: (line) => send({ type: 'line', line }) });
  }

  async function run(order: SlotOrder): Promise<SlotReport> {
    const stop = new AbortController();
    running = stop;
    const [{ providers, transport, pool }, { runJob }] = await Promise.all([opened as Promise<Opened>, import('./run-job.ts')]);
    const sendLog = async (lines: readonly LogLine[]): Promise<void> => {
      taken = Promise.withResolvers();
      send({ type: 'log', lines });
      await taken.promise;
    };
    try {
      return await runJob(order, {
        providers, transport, pool, tokens, sendLog, signal: stop.signal, now: Date.now, environment: process.env,
        tellSteps: (steps, phase) => send({ type: 'steps', steps, phase }),
      });
    } finally {
      running = undefined;
      tokens.forget();
    }
  }
}

async function open(compose: () => Promise<SlotComposition>, { packages, privateAddresses, connection }: Extract<MessageToSlot, { type: 'open' }>): Promise<Opened> {
  const { providers, transport } = await compose();
  const further = packages.names.length === 0 ? [] : await loadPackages(packages);
  // One way to the network for as long as the process lives: the shared cloud credentials hold on to it.
  return { providers: [...providers, ...further], transport: transport({ privateAddresses, connection }), pool: createSessionPool() };
}

function refusalsOf({ manifest }: Provider): SlotProvider {
  const refused = manifest.refusedEnvironment ?? [];
  return { id: manifest.id, refused: refused.map((each) => (typeof each === 'string' ? each : { name: each.name, except: each.except })) };
}

function problemOf(error: unknown): string {
  return CarnetError.isInstance(error) ? `${error.message} ${error.hint} (${error.code})` : 'A provider package cannot be loaded. (PROVIDER_FAULT)';
}

// The command gets the time to end that it would have had.
const goneGraceMs = 3_500;
