import type { Assertion, Theme } from '../assertion.ts';
import { difference } from './bytes.ts';
import { failedWith } from './failed-with.ts';
import { keptAssertions } from './freshness-kept.ts';

const rotated: readonly Assertion[] = [
  {
    id: 'freshness.rotated',
    fact: 'a rotated value is what the very next read gives, by the same clock tick',
    async holds(scene) {
      const store = scene.open();
      await scene.put('value');
      await store.read({ name: 'value' }, {});
      const { bytes } = await scene.put('value');
      return difference((await store.read({ name: 'value' }, {})).bytes, bytes) ?? true;
    },
  },
  {
    id: 'freshness.version',
    fact: 'the read after a rotation tells the version of the new value',
    async holds(scene) {
      const store = scene.open();
      await scene.put('value');
      await store.read({ name: 'value' }, {});
      const { version } = await scene.put('value');
      return (await store.read({ name: 'value' }, {})).version === version || 'it tells another version';
    },
  },
  {
    id: 'freshness.other-store',
    fact: 'a rotated value is what another store of the same session gives',
    async holds(scene) {
      await scene.put('value');
      await scene.open().read({ name: 'value' }, {});
      const { bytes } = await scene.put('value');
      return difference((await scene.open().read({ name: 'value' }, {})).bytes, bytes) ?? true;
    },
  },
  {
    id: 'freshness.created',
    fact: 'a secret that was missing is found as soon as it exists',
    async holds(scene) {
      const store = scene.open();
      await scene.failureOf(store.read({ name: 'value' }, {}));
      const { bytes } = await scene.put('value');
      return difference((await store.read({ name: 'value' }, {})).bytes, bytes) ?? true;
    },
  },
];

const takenAway = (id: string, need: 'disable' | 'remove' | 'deny', fact: string, ...codes: Parameters<typeof failedWith> extends [unknown, ...infer Codes] ? Codes : never): Assertion => ({
  id: `freshness.${id}`,
  fact,
  needs: [need],
  async holds(scene) {
    const store = scene.open();
    const { name } = await scene.put('value');
    await store.read({ name }, {});
    await scene.double[need]?.(name);
    return failedWith(await scene.failureOf(store.read({ name }, {})), ...codes);
  },
});

/** No value is kept, for however short a time. */
export const freshnessTheme: Theme = {
  id: 'freshness',
  title: 'Freshness',
  assertions: [
    ...rotated,
    takenAway('disabled', 'disable', 'a value that was read before is not given out once it is disabled', 'SECRET_DISABLED'),
    takenAway('removed', 'remove', 'a value that was read before is not given out once it is removed', 'SECRET_NOT_FOUND', 'SECRET_DISABLED'),
    takenAway('denied', 'deny', 'a value that was read before is not given out once it is denied', 'ACCESS_DENIED'),
    ...keptAssertions,
  ],
};
