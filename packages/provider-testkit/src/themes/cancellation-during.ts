import { CarnetError, type SecretStore } from '@carnet/provider';
import type { Assertion } from '../assertion.ts';
import type { Scene } from '../scene/scene.ts';
import { listed } from './as-a-host.ts';
import { readInBatch } from './batch-outcomes.ts';
import { failedWith } from './failed-with.ts';
import { hops, ofEachHop, warmStore, type Hop } from './hops.ts';
import { leftDuring, type LeaveOptions } from './leave.ts';

async function leftHanging(scene: Scene, hop: Hop, options?: LeaveOptions): Promise<CarnetError> {
  const call = await hop.prepare(scene);
  const mend = scene.double.fault({ at: hop.at, fault: { kind: 'hang' } });
  const failure = await leftDuring(scene, hop.at, call, options);
  mend();
  return failure;
}

const exchangeInRead: Assertion = {
  id: 'cancellation.exchange-in-read',
  method: 'workload-identity',
  fact: 'a read whose exchange hangs ends with its signal, as ABORTED',
  async holds(scene) {
    const { name } = await scene.put('value');
    scene.double.fault({ at: 'exchange', fault: { kind: 'hang' } });
    const store = scene.open();
    return failedWith(await leftDuring(scene, 'exchange', (signal) => store.read({ name }, { signal })), 'ABORTED');
  },
};

const ofHop = (hop: Hop): readonly Assertion[] => [
  {
    id: `cancellation.${hop.at}`,
    fact: `${hop.what} that hangs ends with the signal of its caller, as ABORTED`,
    holds: async (scene) => failedWith(await leftHanging(scene, hop), 'ABORTED'),
  },
  {
    id: `cancellation.${hop.at}-drip`,
    fact: `${hop.what} whose answer drips ends with the signal of its caller`,
    async holds(scene): Promise<true> {
      const call = await hop.prepare(scene);
      scene.double.fault({ at: hop.at, fault: { kind: 'drip', bytesPerSecond: 1 } });
      await leftDuring(scene, hop.at, call, { turns: 20 });
      return true;
    },
  },
];

type OptionalCall = 'readMany' | 'list' | 'write' | 'remove';

/** A store that does not offer the call has nothing to leave; whether it must offer it is another theme's. */
function ofCall(member: OptionalCall, at: 'read' | 'list' | 'write' | 'remove', call: (store: SecretStore, name: string, signal: AbortSignal) => Promise<unknown> | undefined): Assertion {
  return {
    id: `cancellation.${member === 'readMany' ? 'batch' : member}`,
    fact: `a ${member} that hangs ends with the signal of its caller, as ABORTED`,
    async holds(scene) {
      const { store, secret: { name } } = await warmStore(scene);
      if (store[member] === undefined) return true;
      scene.double.fault({ at, fault: { kind: 'hang' } });
      return failedWith(await leftDuring(scene, at, (signal) => Promise.resolve(call(store, name, signal))), 'ABORTED');
    },
  };
}

const canary = 'left-because-of-4f1c0f9e';

/** What the reason of the signal makes of the error, on each hop. */
function ofReason(id: string, fact: string, reason: () => unknown, holds: (error: CarnetError) => true | string): Assertion {
  return {
    id: `cancellation.${id}`,
    fact,
    async holds(scene) {
      for (const hop of hops) {
        const seen = holds(await leftHanging(scene, hop, { reason: reason() }));
        if (seen !== true) return `in ${hop.what} ${seen}`;
      }
      return true;
    },
  };
}

export const during: readonly Assertion[] = [
  ...ofEachHop(ofHop),
  exchangeInRead,
  ofCall('readMany', 'read', (store, name, signal) => readInBatch(store, { name }, { signal })),
  ofCall('list', 'list', (store, _, signal) => listed(store, { signal })),
  ofCall('write', 'write', (store, name, signal) => store.write?.(name, new TextEncoder().encode('another'), { signal })),
  ofCall('remove', 'remove', (store, name, signal) => store.remove?.(name, { signal })),
  ofReason('final', 'a call that its caller has ended is not retryable', () => undefined, ({ retryable }) => !retryable || 'it is retryable'),
  ofReason('timeout', 'a call that AbortSignal.timeout has ended is DEADLINE_EXCEEDED', () => new DOMException('late', 'TimeoutError'), (error) => failedWith(error, 'DEADLINE_EXCEEDED')),
  ofReason(
    'host-reason',
    'a call that the host has ended with a CarnetError has the code of that error',
    () => new CarnetError({ code: 'DEADLINE_EXCEEDED', message: 'Reading a secret took longer than 10000 ms.' }),
    (error) => failedWith(error, 'DEADLINE_EXCEEDED'),
  ),
  ofReason(
    'reason-unseen',
    'what another caller gives as its reason stands nowhere in the error',
    () => new Error(canary),
    (error) => !`${error.message} ${error.hint} ${error.stack} ${JSON.stringify(error)}`.includes(canary) || 'it stands there',
  ),
];
