import { defineConformance, type Conformance } from '@carnet/provider-testkit';
import type { Transport } from '@carnet/provider';
import { memoryProvider, type MemoryProvider } from '../memory/memory-provider.ts';

// Each assertion makes its provider before its double, and the double is the hands of its operator.
let memory: MemoryProvider = memoryProvider();
let newest = new Map<string, string>();

const nowhere: Transport = {
  fetch: () => Promise.reject(new TypeError('Memory has no network.')),
  agent: () => { throw new TypeError('Memory has no network.'); },
};

const because = (reason: string, ...ids: readonly string[]): Readonly<Record<string, string>> => Object.fromEntries(ids.map((id) => [id, reason]));

/** The provider without a cloud, for the conformance kit: everything that takes a network or an identity is opted out of. */
const conformance: Conformance = defineConformance({
  create() {
    memory = memoryProvider();
    newest = new Map();
    return memory;
  },
  manifest: memory.manifest,
  module: new URL('./memory-module.ts', import.meta.url),
  hostile: [],
  start: () => ({
    transport: nowhere,
    connection: { method: 'none', store: {} },
    put(name, bytes) {
      const version = memory.set(name, bytes);
      newest.set(name, version);
      return version;
    },
    disable: (name) => memory.disable(name, newest.get(name)),
    remove: (name) => memory.remove(name),
    fault: () => () => undefined,
    requests: [],
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }),
  without: {
    ...because('Nobody authenticates to the memory of his own process.', 'authenticate', 'concurrency', 'leaks.credential', 'writing.expired'),
    ...because(
      'There is no network between the provider and its memory.',
      'throttling', 'faults', 'cancellation', 'reads.one-request', 'refusals.missing-once', 'freshness.stale', 'freshness.stale-version', 'freshness.in-flight',
      'listing.lazy', 'listing.loop', 'listing.stray', 'listing.stray-unsent', 'listing.page',
      'writing.once', 'writing.throttled', 'writing.page', 'removing.once', 'removing.faults',
    ),
    ...because(
      'Who has the memory may do everything with it.',
      'refusals.denied', 'refusals.denied-final', 'refusals.denied-once', 'refusals.denied-keeps-credential', 'freshness.denied',
      'listing.denied', 'listing.denied-reads', 'writing.denied', 'removing.denied',
    ),
    ...because('A read is a call in the same process: a batch saves nothing.', 'batches'),
    ...because('There is nothing to release.', 'disposal'),
    ...because('The generic texts of an error code say all that there is to say about memory.', 'diagnosis'),
  },
});
export default conformance;
