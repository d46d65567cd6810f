import type { Assertion, Theme } from '../assertion.ts';
import { difference } from './bytes.ts';
import { closed, disposedAssertions } from './disposed.ts';
import { ended, happened } from './expected.ts';
import { warmStore } from './hops.ts';

const twice: Assertion = {
  id: 'disposal.twice',
  fact: 'close settles, and a second one as well',
  async holds(scene): Promise<true> {
    const { store } = await warmStore(scene);
    await store.close?.();
    await store.close?.();
    return true;
  },
};

const unused: Assertion = {
  id: 'disposal.unused',
  fact: 'closing a store that was never used sends nothing',
  async holds(scene) {
    await scene.open().close?.();
    return happened(scene.double.requests.length, 0, 'requests');
  },
};

const hanging: Assertion = {
  id: 'disposal.hanging',
  fact: 'close settles while a read hangs',
  async holds(scene): Promise<true> {
    const { store, secret: { name } } = await warmStore(scene);
    scene.double.fault({ at: 'read', fault: { kind: 'hang' } });
    const before = scene.count('read');
    const abort = new AbortController();
    void ended(store.read({ name }, { signal: abort.signal }));
    await scene.until(() => scene.count('read') > before, 'the request of the read');
    await store.close?.();
    abort.abort();
    return true;
  },
};

const pending: Assertion = {
  id: 'disposal.pending',
  fact: 'a read that hangs while its store is closed ends with its signal at the latest',
  async holds(scene): Promise<true> {
    const { store, secret: { name } } = await warmStore(scene);
    scene.double.fault({ at: 'read', fault: { kind: 'hang' } });
    const before = scene.count('read');
    const abort = new AbortController();
    const read = ended(store.read({ name }, { signal: abort.signal }));
    await scene.until(() => scene.count('read') > before, 'the request of the read');
    const closing = ended(Promise.resolve(store.close?.()));
    abort.abort();
    await read;
    await closing;
    return true;
  },
};

const neighbour: Assertion = {
  id: 'disposal.others',
  fact: 'another store of the same session reads on',
  async holds(scene) {
    const other = scene.open();
    await closed(scene);
    const { name, bytes } = await scene.put('later');
    return difference((await other.read({ name }, {})).bytes, bytes) ?? true;
  },
};

const otherRunning: Assertion = {
  id: 'disposal.running',
  fact: 'a read of another store that is under way is not ended',
  async holds(scene) {
    const { bytes } = await scene.put('value');
    const [store, other] = [scene.open(), scene.open()];
    await Promise.all([store.read({ name: 'value' }, {}), other.read({ name: 'value' }, {})]);
    const before = scene.count('read');
    const reading = other.read({ name: 'value' }, {});
    // What fails before anybody looks is seen below.
    reading.catch(() => undefined);
    await scene.until(() => scene.count('read') > before, 'the request of the read');
    await store.close?.();
    return difference((await reading).bytes, bytes) ?? true;
  },
};

const openedLater: Assertion = {
  id: 'disposal.reopened',
  fact: 'a store that is opened afterwards in the same session reads',
  async holds(scene) {
    await closed(scene);
    const { name, bytes } = await scene.put('later');
    return difference((await scene.open().read({ name }, {})).bytes, bytes) ?? true;
  },
};

/** What is left when a host is through. */
export const disposalTheme: Theme = {
  id: 'disposal',
  title: 'Disposal',
  capability: 'close',
  assertions: [twice, unused, hanging, pending, neighbour, otherRunning, openedLater, ...disposedAssertions],
};
