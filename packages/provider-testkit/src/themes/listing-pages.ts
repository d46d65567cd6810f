import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Assertion } from '../assertion.ts';
import type { Scene } from '../scene/scene.ts';
import { listed } from './as-a-host.ts';

const tenThousand = 10_000;
// More than a page of the stores we know.
export const severalPages = 300;

/** By the same few bytes: it is about names. */
export async function putNames({ double }: Scene, count: number): Promise<void> {
  const bytes = new TextEncoder().encode('x');
  for (let index = 0; index < count; index += 1) await double.put(`value-${index}`, bytes);
}

export const listingPageAssertions: readonly Assertion[] = [
  {
    id: 'listing.ten-thousand',
    fact: 'ten thousand names are listed',
    atLeastMs: 20_000,
    async holds(scene) {
      await putNames(scene, tenThousand);
      const names = new Set((await listed(scene.open())).map(({ name }) => name));
      return names.size === tenThousand || `${names.size} different names are listed`;
    },
  },
  {
    id: 'listing.lazy',
    fact: 'the first name arrives before another page is asked for',
    async holds(scene) {
      await putNames(scene, severalPages);
      for await (const _ of scene.open().list?.({}) ?? []) break;
      const requests = scene.count('list');
      return requests === 1 || `${requests} pages were asked for before the first name was there`;
    },
  },
  {
    id: 'listing.left',
    fact: 'a reader who leaves after the first name causes no more requests',
    async holds(scene) {
      await putNames(scene, severalPages);
      for await (const _ of scene.open().list?.({}) ?? []) break;
      const before = scene.count('list');
      for (let turn = 0; turn < 50; turn += 1) await nextTurn();
      const more = scene.count('list') - before;
      return more === 0 || `${more} pages were asked for afterwards`;
    },
  },
  {
    id: 'listing.again',
    fact: 'a second list of the same store is as long as the first',
    async holds(scene) {
      await putNames(scene, 3);
      const store = scene.open();
      await listed(store);
      await putNames(scene, 5);
      const { length } = await listed(store);
      return length === 5 || `it has ${length} names and not 5`;
    },
  },
];
