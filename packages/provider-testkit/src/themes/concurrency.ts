import type { Assertion, Theme } from '../assertion.ts';
import { ended, happened } from './expected.ts';
import { warmStore } from './hops.ts';

const many = 50;
const times = <T>(count: number, make: (index: number) => Promise<T>): Promise<readonly T[]> => Promise.all(Array.from({ length: count }, (_, index) => make(index)));

const exchanges: Assertion = {
  id: 'concurrency.exchange',
  method: 'workload-identity',
  fact: 'fifty reads that begin together without a credential make one exchange',
  async holds(scene) {
    const { name } = await scene.put('value');
    const store = scene.open();
    await times(many, () => store.read({ name }, {}));
    return happened(scene.count('exchange'), 1, 'exchanges');
  },
};

const tokens: Assertion = {
  id: 'concurrency.subject-token',
  method: 'workload-identity',
  fact: 'fifty reads that begin together without a credential ask for one subject token',
  async holds(scene) {
    const { name } = await scene.put('value');
    const store = scene.open();
    await times(many, () => store.read({ name }, {}));
    return happened(scene.mints.length, 1, 'subject tokens');
  },
};

const sameSession: Assertion = {
  id: 'concurrency.session',
  method: 'workload-identity',
  fact: 'two stores of one identity config that begin together share one exchange',
  needs: ['neighbour'],
  async holds(scene) {
    const stores = [scene.open(), scene.open({ connection: scene.double.neighbour ?? scene.double.connection })];
    await Promise.all(stores.map((store) => store.authenticate({})));
    return happened(scene.count('exchange'), 1, 'exchanges');
  },
};

const laterStore: Assertion = {
  id: 'concurrency.later-store',
  method: 'workload-identity',
  fact: 'a store that is opened later uses the credential of its session',
  async holds(scene) {
    const { name } = await scene.put('value');
    await scene.open().read({ name }, {});
    await scene.open().read({ name }, {});
    return happened(scene.count('exchange'), 1, 'exchanges');
  },
};

const refusalShared: Assertion = {
  id: 'concurrency.refusal',
  method: 'workload-identity',
  fact: 'twenty reads that wait for one exchange share its failure',
  async holds(scene) {
    const { name } = await scene.put('value');
    scene.double.fault({ at: 'exchange', fault: { kind: 'status', status: 503, body: '' } });
    const store = scene.open();
    await times(20, () => ended(store.read({ name }, {})));
    return happened(scene.count('exchange'), 1, 'exchanges');
  },
};

const sideBySide: Assertion = {
  id: 'concurrency.reads',
  fact: 'fifty reads are under way at once while none is answered',
  async holds(scene): Promise<true> {
    const { store } = await warmStore(scene);
    scene.double.fault({ at: 'read', fault: { kind: 'hang' } });
    const before = scene.count('read');
    const abort = new AbortController();
    const reads = times(many, (index) => ended(store.read({ name: `value-${index}` }, { signal: abort.signal })));
    await scene.until(() => scene.count('read') >= before + many, `the request of the last of ${many} reads`);
    abort.abort();
    await reads;
    return true;
  },
};

const ownValues: Assertion = {
  id: 'concurrency.values',
  fact: 'of fifty reads at once each gives its own value',
  async holds(scene) {
    const secrets = await times(many, (index) => scene.put(`value-${index}`));
    const store = scene.open();
    const reads = await times(many, (index) => store.read({ name: `value-${index}` }, {}));
    const strange = reads.filter(({ bytes }, index) => !sameBytes(bytes, secrets[index]?.bytes)).length;
    return strange === 0 || `${strange} of ${many} gave another value`;
  },
};

function sameBytes(left: Uint8Array, right: Uint8Array | undefined): boolean {
  return right !== undefined && Buffer.compare(left, right) === 0;
}

/** Many calls at once cost what one costs. */
export const concurrencyTheme: Theme = {
  id: 'concurrency',
  title: 'Concurrency',
  assertions: [exchanges, tokens, sameSession, laterStore, refusalShared, sideBySide, ownValues],
};
