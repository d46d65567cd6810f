import type { Assertion, Theme } from '../assertion.ts';
import { holdsSecret } from '../leaks/holds-secret.ts';
import type { Scene } from '../scene/scene.ts';
import { listed } from './as-a-host.ts';
import { difference, textOf } from './bytes.ts';
import { listingFailureAssertions } from './listing-failures.ts';
import { listingPageAssertions } from './listing-pages.ts';

/** The names that are listed, in order, against those that should be. */
async function namesDiffer(scene: Scene, wanted: readonly string[], prefix?: string): Promise<true | string> {
  const names = (await listed(scene.open(), prefix === undefined ? {} : { prefix })).map(({ name }) => name);
  const missing = wanted.filter((name) => !names.includes(name)).length;
  const foreign = names.filter((name) => !wanted.includes(name)).length;
  if (missing > 0 || foreign > 0) return `${missing} of ${wanted.length} names are missing, and ${foreign} are there that should not be`;
  return names.length === wanted.length || `${names.length - wanted.length} names are there twice`;
}

const names: readonly Assertion[] = [
  {
    id: 'listing.all',
    fact: 'every name is listed, and once, however many versions it has',
    async holds(scene) {
      const wanted = Array.from({ length: 12 }, (_, index) => `value-${index}`);
      for (const name of [...wanted, 'value-3']) await scene.put(name);
      return await namesDiffer(scene, wanted);
    },
  },
  {
    id: 'listing.empty',
    fact: 'an empty store has an empty list',
    holds: (scene) => namesDiffer(scene, []),
  },
  {
    id: 'listing.prefix',
    fact: 'a prefix leaves the names that begin with it, and no others',
    async holds(scene) {
      for (const name of ['app-one', 'app-two', 'my-app-one', 'ap', 'billing']) await scene.put(name);
      return await namesDiffer(scene, ['app-one', 'app-two'], 'app-');
    },
  },
  {
    id: 'listing.prefix-unknown',
    fact: 'a prefix that no name begins with gives an empty list',
    async holds(scene) {
      await scene.put('value');
      return await namesDiffer(scene, [], 'other');
    },
  },
  {
    id: 'listing.prefix-characters',
    fact: 'a prefix with characters that mean something in a query finds nothing and breaks nothing',
    async holds(scene) {
      await scene.put('value');
      for (const prefix of ['value&prefix=', 'value#', 'value"', 'value OR value', '../', 'v%61lue', '!value', 'value*']) {
        const seen = await namesDiffer(scene, [], prefix);
        if (seen !== true) return `with such a prefix, ${seen}`;
      }
      return true;
    },
  },
  {
    id: 'listing.readable',
    fact: 'a name is listed as it is read',
    async holds(scene) {
      const { bytes } = await scene.put('Value-1');
      const store = scene.open();
      const [first] = await listed(store);
      return difference((await store.read({ name: first?.name ?? '' }, {})).bytes, bytes) ?? true;
    },
  },
  {
    id: 'listing.disabled',
    fact: 'a secret that is disabled is not listed as enabled',
    needs: ['disable'],
    async holds(scene) {
      for (const name of ['value', 'off']) await scene.put(name);
      await scene.double.disable?.('off');
      const off = (await listed(scene.open())).find(({ name }) => name === 'off');
      return off?.enabled !== true || 'it is listed as enabled';
    },
  },
  {
    id: 'listing.values',
    fact: 'no value is in what is listed',
    async holds(scene) {
      const { bytes } = await scene.put('value');
      return !holdsSecret(await listed(scene.open()), textOf(bytes)) || 'the value is in it';
    },
  },
  {
    id: 'listing.reads',
    fact: 'nothing is read for a list',
    async holds(scene) {
      await scene.put('value');
      await listed(scene.open());
      const reads = scene.count('read');
      return reads === 0 || `${reads} secrets were read`;
    },
  },
];

/** Names, for autocomplete. */
export const listingTheme: Theme = { id: 'listing', title: 'Listing', capability: 'list', assertions: [...names, ...listingPageAssertions, ...listingFailureAssertions] };
