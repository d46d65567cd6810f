import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Assertion } from '../assertion.ts';
import { untilTrue } from '../scene/patience.ts';
import { withUnheard } from '../scene/unheard.ts';
import { difference } from './bytes.ts';
import { happened } from './expected.ts';
import { exchangeHop, hops, readHop, warmStore } from './hops.ts';
import { leftDuring } from './leave.ts';
import { watchedRequests } from './open-requests.ts';

const late: Assertion = {
  id: 'cancellation.late',
  fact: 'a signal that ends after its call changes nothing',
  async holds(scene) {
    const { store, secret: { name } } = await warmStore(scene);
    const before = scene.count('exchange');
    const abort = new AbortController();
    await store.read({ name }, { signal: abort.signal });
    abort.abort();
    await nextTurn();
    await store.read({ name }, {});
    return happened(scene.count('exchange') - before, 0, 'exchanges');
  },
};

const lateValue: Assertion = {
  id: 'cancellation.late-value',
  fact: 'a signal that ends after its read takes nothing of the value',
  async holds(scene) {
    const { store, secret: { name, bytes } } = await warmStore(scene);
    const abort = new AbortController();
    const read = await store.read({ name }, { signal: abort.signal });
    abort.abort();
    await nextTurn();
    return difference(read.bytes, bytes) ?? true;
  },
};

const exchangeUsable: Assertion = {
  id: 'cancellation.exchange-usable',
  method: 'workload-identity',
  fact: 'after an exchange that everybody has left the next call makes another one',
  async holds(scene): Promise<true> {
    const call = await exchangeHop.prepare(scene);
    scene.double.fault({ at: 'exchange', fault: { kind: 'hang' }, times: 1 });
    await leftDuring(scene, 'exchange', call);
    await call();
    return true;
  },
};

const readUsable: Assertion = {
  id: 'cancellation.read-usable',
  fact: 'after a read that its caller has left the next one passes, with the credential at hand',
  async holds(scene) {
    const { store, secret: { name } } = await warmStore(scene);
    const before = scene.count('exchange');
    scene.double.fault({ at: 'read', fault: { kind: 'hang' }, times: 1 });
    await leftDuring(scene, 'read', (signal) => store.read({ name }, { signal }));
    await store.read({ name }, {});
    return happened(scene.count('exchange') - before, 0, 'exchanges');
  },
};

const releases: Assertion = {
  id: 'cancellation.releases',
  fact: 'a read that its caller has left leaves no request behind',
  async holds(scene): Promise<true> {
    const watched = watchedRequests(scene.freshContext());
    const call = await readHop.prepare(scene, watched.context);
    scene.double.fault({ at: 'read', fault: { kind: 'hang' } });
    await leftDuring(scene, 'read', call);
    // Before the patience with the whole assertion ends, so that this is what is told.
    await untilTrue(() => watched.open() === 0, scene.patienceMs / 2, 'the end of its request');
    return true;
  },
};

const unheard: Assertion = {
  id: 'cancellation.unheard',
  fact: 'a call that its caller has left leaves no rejected promise that nobody hears of',
  async holds(scene) {
    for (const hop of hops) {
      const call = await hop.prepare(scene);
      const mend = scene.double.fault({ at: hop.at, fault: { kind: 'hang' } });
      const { unheard: seen } = await withUnheard(async () => await leftDuring(scene, hop.at, call));
      mend();
      if (seen > 0) return `in ${hop.what} there ${seen === 1 ? 'was one' : `were ${seen}`}, which ends the process of the host`;
    }
    return true;
  },
};

/** What an end leaves behind: nothing, and a store that goes on. */
export const afterwards: readonly Assertion[] = [late, lateValue, exchangeUsable, readUsable, releases, unheard];
