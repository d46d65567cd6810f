import type { Assertion } from '../assertion.ts';
import { holdsSecret } from '../leaks/holds-secret.ts';
import { textOf } from './bytes.ts';

export const keptAssertions: readonly Assertion[] = [
  {
    id: 'freshness.stale',
    fact: 'while the store fails, a read fails and does not give what it gave before',
    async holds(scene): Promise<true> {
      const store = scene.open();
      const { name } = await scene.put('value');
      await store.read({ name }, {});
      await store.read({ name }, {});
      scene.double.fault({ at: 'read', fault: { kind: 'status', status: 503 } });
      await scene.failureOf(store.read({ name }, {}));
      return true;
    },
  },
  {
    id: 'freshness.stale-version',
    fact: 'a version that was read before is read from the store again, and not from memory',
    async holds(scene): Promise<true> {
      const store = scene.open();
      const { name, version } = await scene.put('value');
      await store.read({ name, version }, {});
      await store.read({ name, version }, {});
      scene.double.fault({ at: 'read', fault: { kind: 'status', status: 503 } });
      await scene.failureOf(store.read({ name, version }, {}));
      return true;
    },
  },
  {
    id: 'freshness.in-flight',
    fact: 'a read does not wait for an earlier one of the same secret, whose value may be older',
    async holds(scene): Promise<true> {
      const store = scene.open();
      const { name } = await scene.put('value');
      await store.read({ name }, {});
      scene.double.fault({ at: 'read', fault: { kind: 'hang' }, times: 1 });
      const abort = new AbortController();
      const before = scene.count('read');
      const hanging = Promise.allSettled([store.read({ name }, { signal: abort.signal })]);
      await scene.until(() => scene.count('read') > before, 'the first read');
      await store.read({ name }, {});
      abort.abort();
      await hanging;
      return true;
    },
  },
  {
    id: 'freshness.session',
    fact: 'nothing of a value lies in the session after it was read',
    async holds(scene) {
      const { name, bytes } = await scene.put('value');
      await scene.open().read({ name }, {});
      return !holdsSecret(scene.context.session, textOf(bytes), [scene.context]) || 'the session holds the value';
    },
  },
  {
    id: 'freshness.store',
    fact: 'nothing of a value lies in the store after it was read',
    async holds(scene) {
      const store = scene.open();
      const { name, bytes } = await scene.put('value');
      await store.read({ name }, {});
      return !holdsSecret(store, textOf(bytes), [scene.context, scene.context.session]) || 'the store holds the value';
    },
  },
];
