import { CarnetError } from '@carnet/provider';
import type { Assertion } from '../assertion.ts';
import { listed } from './as-a-host.ts';
import { failedWith } from './failed-with.ts';
import { brokenFaults, htmlFaults, type NamedFault } from './fault-kinds.ts';
import { putNames, severalPages } from './listing-pages.ts';

/** A host that is not the store's. */
export const elsewhere = 'elsewhere.example.test';
// A list that leads back to itself is noticed at its second page, or at the latest at a bound.
const mostPages = 1_001;

const secondPages: readonly NamedFault[] = [['a 403', { kind: 'status', status: 403, body: '' }], ...htmlFaults, ...brokenFaults];

export const listingFailureAssertions: readonly Assertion[] = [
  {
    id: 'listing.denied',
    fact: 'a list that is denied fails with ACCESS_DENIED',
    needs: ['denyListing'],
    async holds(scene) {
      await scene.put('value');
      await scene.double.denyListing?.();
      return failedWith(await scene.failureOf(listed(scene.open())), 'ACCESS_DENIED');
    },
  },
  {
    id: 'listing.denied-reads',
    fact: 'where the list is denied, reading goes on',
    needs: ['denyListing'],
    async holds(scene): Promise<true> {
      const { name } = await scene.put('value');
      await scene.double.denyListing?.();
      const store = scene.open();
      await Promise.allSettled([listed(store)]);
      await store.read({ name }, {});
      return true;
    },
  },
  {
    id: 'listing.loop',
    fact: 'a list whose page leads to itself ends with an error',
    needs: ['loopListing'],
    async holds(scene) {
      await scene.put('a');
      await scene.double.loopListing?.();
      await scene.failureOf(listed(scene.open()));
      const requests = scene.count('list');
      return requests <= mostPages || `it ended after ${requests} pages`;
    },
  },
  {
    id: 'listing.stray',
    fact: 'a list that goes on at another host is refused with STORE_ADDRESS_REFUSED',
    needs: ['strayListing'],
    async holds(scene) {
      await scene.put('a');
      await scene.double.strayListing?.(`https://${elsewhere}/next`);
      return failedWith(await scene.failureOf(listed(scene.open())), 'STORE_ADDRESS_REFUSED');
    },
  },
  {
    id: 'listing.stray-unsent',
    fact: 'nothing is sent to another host that a list goes on at',
    needs: ['strayListing'],
    async holds(scene) {
      await scene.put('a');
      await scene.double.strayListing?.(`https://${elsewhere}/next`);
      await Promise.allSettled([listed(scene.open())]);
      return ![...scene.hosts, ...scene.double.requests.map(({ host }) => host)].includes(elsewhere) || 'the other host was called';
    },
  },
  {
    id: 'listing.throttled',
    fact: 'a list that is throttled at its second page fails, and does not end as if it were whole',
    async holds(scene) {
      await putNames(scene, severalPages);
      scene.double.fault({ at: 'list', skip: 1, fault: { kind: 'throttle', retryAfterSeconds: 1 } });
      const [all] = await Promise.allSettled([listed(scene.open())]);
      if (all.status === 'fulfilled') return scene.count('list') <= 1 || `it ended with ${all.value.length} of ${severalPages} names`;
      return CarnetError.isInstance(all.reason) ? failedWith(all.reason, 'THROTTLED') : 'it failed with something that is no CarnetError';
    },
  },
  {
    id: 'listing.second-page',
    fact: 'a list whose second page is refused or broken fails, and does not end as if it were whole',
    async holds(scene) {
      await putNames(scene, severalPages);
      const store = scene.open();
      for (const [what, fault] of secondPages) {
        const before = scene.count('list');
        const mend = scene.double.fault({ at: 'list', skip: 1, fault });
        const [all] = await Promise.allSettled([listed(store)]);
        mend();
        if (all.status === 'fulfilled' && scene.count('list') - before > 1) return `after ${what} it ended with ${all.value.length} of ${severalPages} names`;
      }
      return true;
    },
  },
  {
    id: 'listing.page',
    fact: 'the page of a gateway is not taken for an empty list',
    async holds(scene): Promise<true> {
      await scene.put('value');
      scene.double.fault({ at: 'list', fault: { kind: 'html', status: 200 } });
      await scene.failureOf(listed(scene.open()));
      return true;
    },
  },
];
