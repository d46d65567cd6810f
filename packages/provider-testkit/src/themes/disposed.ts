import type { SecretStore } from '@carnet/provider';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Assertion } from '../assertion.ts';
import type { Scene } from '../scene/scene.ts';
import { listed } from './as-a-host.ts';
import { ended, happened } from './expected.ts';

/** A store that was used and is closed. */
export async function closed(scene: Scene): Promise<SecretStore> {
  const { name } = await scene.put('value');
  const store = scene.open();
  await store.read({ name }, {});
  await store.close?.();
  return store;
}

/** Requests for the work of a store. A revocation is none of them. */
function requestsOf({ count }: Scene): number {
  return count('read') + count('list') + count('write') + count('remove') + count('exchange');
}

/** What a store does afterwards. */
export const disposedAssertions: readonly Assertion[] = [
  {
    id: 'disposal.refuses',
    fact: 'a read of a closed store fails with a CarnetError',
    async holds(scene): Promise<true> {
      await scene.failureOf((await closed(scene)).read({ name: 'value' }, {}));
      return true;
    },
  },
  {
    id: 'disposal.silent',
    fact: 'a closed store sends nothing, whatever is asked of it',
    async holds(scene) {
      const store = await closed(scene);
      const before = requestsOf(scene);
      const bytes = new TextEncoder().encode('value');
      const calls: readonly (() => Promise<unknown> | undefined)[] = [
        () => store.authenticate({}), () => store.read({ name: 'value' }, {}), () => store.readMany?.([{ name: 'value' }], {}),
        () => listed(store), () => store.write?.('value', bytes, {}), () => store.remove?.('value', {}),
      ];
      for (const call of calls) await ended((async () => await call())());
      return happened(requestsOf(scene) - before, 0, 'requests');
    },
  },
  {
    id: 'disposal.rests',
    fact: 'nothing is sent after close by itself, however late it gets',
    async holds(scene) {
      await closed(scene);
      const before = scene.double.requests.length;
      scene.clock.advance(86_400_000);
      for (let turn = 0; turn < 50; turn += 1) await nextTurn();
      return happened(scene.double.requests.length - before, 0, 'requests');
    },
  },
];
