import type { SecretStore } from '@carnet/provider';
import type { Assertion } from '../assertion.ts';
import type { Scene } from '../scene/scene.ts';
import { Seen } from '../scene/seen.ts';
import { difference } from './bytes.ts';

/** When the credential of the store ends, in epoch milliseconds. */
async function endOf(store: SecretStore): Promise<number> {
  const { expiresAt } = await store.authenticate({});
  if (expiresAt === undefined) throw new Seen('authenticate tells no expiresAt');
  return expiresAt;
}

/** Whether another credential serves at this moment. */
async function isReplacedAt(scene: Scene, moment: (end: number) => number): Promise<boolean> {
  const store = scene.open();
  const end = await endOf(store);
  scene.clock.advance(moment(end) - scene.clock.now());
  return (await endOf(store)) > end;
}

export const lifetimeAssertions: readonly Assertion[] = [
  {
    id: 'expiry.ended',
    fact: 'the first read after the end of a credential passes',
    async holds(scene) {
      const { name, bytes } = await scene.put('value');
      const store = scene.open();
      scene.clock.advance((await endOf(store)) + 1000 - scene.clock.now());
      return difference((await store.read({ name }, {})).bytes, bytes) ?? true;
    },
  },
  {
    id: 'expiry.margin',
    fact: 'a credential is replaced before its last second, because two clocks never agree',
    holds: async (scene) => (await isReplacedAt(scene, (end) => end - 1000)) || 'one second before its end the credential was still used',
  },
  {
    id: 'expiry.fresh',
    fact: 'a credential with three quarters of its life left is not replaced',
    async holds(scene) {
      const { name } = await scene.put('value');
      const store = scene.open();
      const end = await endOf(store);
      scene.clock.advance((end - scene.clock.now()) / 4);
      await store.read({ name }, {});
      const exchanges = scene.count('exchange');
      return exchanges === 1 || `${exchanges} exchanges were made and not 1`;
    },
  },
];
