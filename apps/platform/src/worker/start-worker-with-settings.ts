import { availableParallelism, hostname } from 'node:os';
import type { SlotProgram } from './slot.ts';
import { commandUserOf } from './command-user.ts';
import { startWorker, type Worker } from './start-worker.ts';
import { WorkerError } from './worker-error.ts';
import { createWorkerIdentity, identityPlaces } from './worker-identity.ts';
import type { WorkerSettings } from './worker-settings.ts';

export interface WorkerSurroundings {
  /** The slot's module, and the development program's connection. */
  readonly program: Pick<SlotProgram, 'module' | 'connection'>;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  /** Where `CARNET_PROVIDERS` is found from. */
  readonly directory: string;
  readonly log: (line: string) => void;
}

const usualSlots = 4;

/**
 * A worker as an operator sets it up.
 *
 * @throws WorkerError as {@link startWorker}; CarnetError `CONFIG_INVALID` where a variable of `CARNET_WORKER_IDENTITY` is not set
 */
export async function startWorkerWithSettings(settings: WorkerSettings, { program, environment, version, directory, log }: WorkerSurroundings): Promise<Worker> {
  const { platformUrl: url, joinToken, token, stateDirectory, name, slots, providers, privateAddresses, commandUser, identity, drainSeconds } = settings;
  if (url === undefined) throw new WorkerError('The worker does not know its platform.', 'Set CARNET_PLATFORM_URL.');
  return await startWorker({
    url, stateDirectory, token, joinToken, version, log,
    name: name ?? hostname().slice(0, 100),
    slots: slots ?? Math.min(usualSlots, availableParallelism()),
    program: { ...program, environment, privateAddresses, packages: { names: providers, directory } },
    commandUser: commandUser === undefined ? undefined : commandUserOf(commandUser),
    identity: createWorkerIdentity(identityPlaces(identity), environment),
    drainMs: drainSeconds * 1_000,
    fetch: (request) => fetch(request),
    now: Date.now,
    monotonic: () => performance.now(),
    random: Math.random,
  });
}
