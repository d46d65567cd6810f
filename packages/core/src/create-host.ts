import type { CarnetOptions } from './options.ts';
import type { Host } from './connection/host.ts';
import { systemClock } from './system-clock.ts';
import { systemTransport, type SystemTransport } from './transport/system-transport.ts';

/** Fills in what the options leave out. A log that throws must not cost a kickoff. */
export function createHost(options: CarnetOptions, closing: AbortSignal): Host {
  const { clock = systemClock, random = systemRandom, timeouts = {}, log, observe } = options;
  const own = options.transport === undefined ? systemTransport() : undefined;
  const transport = options.transport ?? (own as SystemTransport);
  return {
    clock,
    random,
    transport,
    tokens: options.identity,
    callMs: timeouts.callMs ?? 10_000,
    totalMs: timeouts.totalMs ?? 60_000,
    concurrency: options.concurrency ?? 20,
    run: options.run === undefined ? undefined : Object.freeze({ id: options.run.id }),
    closing,
    release: () => own?.close(),
    log: (line) => quietly(() => log?.(line)),
    observe: (observation) => quietly(() => observe?.(observation)),
  };
}

function systemRandom(size: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(size));
}

function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // The caller's own function; its failure is not ours to raise here.
  }
}
