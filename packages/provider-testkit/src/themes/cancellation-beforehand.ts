import type { SecretStore } from '@carnet/provider';
import type { Assertion } from '../assertion.ts';
import { listed } from './as-a-host.ts';
import { readInBatch } from './batch-outcomes.ts';
import { ended, happened } from './expected.ts';
import { failedWith } from './failed-with.ts';
import { warmStore } from './hops.ts';

/** Every call that a store offers, with a signal that has ended. */
const calls = (store: SecretStore, name: string): readonly (readonly [string, () => Promise<unknown>])[] => {
  const signal = AbortSignal.abort();
  const { readMany, list, write, remove } = store;
  return [
    ['read', () => store.read({ name }, { signal })],
    ...(readMany ? [['readMany', () => readInBatch(store, { name }, { signal })] as const] : []),
    ...(list ? [['list', () => listed(store, { signal })] as const] : []),
    ...(write ? [['write', () => write.call(store, name, new TextEncoder().encode('another'), { signal })] as const] : []),
    ...(remove ? [['remove', () => remove.call(store, name, { signal })] as const] : []),
  ];
};

export const beforehand: readonly Assertion[] = [
  {
    id: 'cancellation.beforehand',
    fact: 'each call whose signal has ended already is ABORTED',
    async holds(scene) {
      const { store, secret: { name } } = await warmStore(scene);
      for (const [what, call] of calls(store, name)) {
        const seen = failedWith(await scene.failureOf(call()), 'ABORTED');
        if (seen !== true) return `${what}: ${seen}`;
      }
      return true;
    },
  },
  {
    id: 'cancellation.beforehand-silent',
    fact: 'a call whose signal has ended already sends nothing',
    async holds(scene) {
      const { store, secret: { name } } = await warmStore(scene);
      for (const [what, call] of calls(store, name)) {
        const before = scene.double.requests.length;
        await ended(call());
        const seen = happened(scene.double.requests.length - before, 0, 'requests');
        if (seen !== true) return `${what}: ${seen}`;
      }
      return true;
    },
  },
  {
    id: 'cancellation.beforehand-exchange',
    fact: 'authenticate whose signal has ended already is ABORTED',
    holds: async (scene) => failedWith(await scene.failureOf(scene.open().authenticate({ signal: AbortSignal.abort() })), 'ABORTED'),
  },
  {
    id: 'cancellation.beforehand-no-token',
    method: 'workload-identity',
    fact: 'authenticate whose signal has ended already asks for no subject token',
    async holds(scene) {
      await ended(scene.open().authenticate({ signal: AbortSignal.abort() }));
      return happened(scene.mints.length, 0, 'subject tokens asked for');
    },
  },
];
