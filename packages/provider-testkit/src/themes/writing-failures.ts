import type { Assertion } from '../assertion.ts';
import type { Scene } from '../scene/scene.ts';
import { repeatedOnce } from './as-a-host.ts';
import { ended, happened } from './expected.ts';
import { failedWith } from './failed-with.ts';

const another = new TextEncoder().encode('another');

/** A write that the network or the store breaks. Its outcome is not known. */
async function brokenWrite(scene: Scene): Promise<number> {
  await scene.put('value');
  const store = scene.open();
  await store.read({ name: 'value' }, {});
  for (const fault of [{ kind: 'status', status: 503, body: '' }, { kind: 'reset' }, { kind: 'truncate' }] as const) {
    const before = scene.count('write');
    const mend = scene.double.fault({ at: 'write', fault });
    await ended(Promise.resolve(store.write?.('value', another, {})));
    mend();
    const requests = scene.count('write') - before;
    if (requests !== 1) return requests;
  }
  return 1;
}

export const writingFailureAssertions: readonly Assertion[] = [
  {
    id: 'writing.denied',
    fact: 'a write that is denied fails with ACCESS_DENIED',
    needs: ['denyWriting'],
    async holds(scene) {
      await scene.put('value');
      await scene.double.denyWriting?.();
      return failedWith(await scene.failureOf(Promise.resolve(scene.open().write?.('value', another, {}))), 'ACCESS_DENIED');
    },
  },
  {
    id: 'writing.once',
    fact: 'a write whose outcome is not known is not repeated: the first may have made a version',
    holds: async (scene) => happened(await brokenWrite(scene), 1, 'requests'),
  },
  {
    id: 'writing.throttled',
    fact: 'a write that is throttled fails with THROTTLED',
    async holds(scene) {
      await scene.put('value');
      scene.double.fault({ at: 'write', fault: { kind: 'throttle', retryAfterSeconds: 1 } });
      return failedWith(await scene.failureOf(Promise.resolve(scene.open().write?.('value', another, {}))), 'THROTTLED');
    },
  },
  {
    id: 'writing.page',
    fact: 'the page of a gateway is not taken for a write that was done',
    async holds(scene): Promise<true> {
      await scene.put('value');
      scene.double.fault({ at: 'write', fault: { kind: 'html', status: 200 } });
      await scene.failureOf(Promise.resolve(scene.open().write?.('value', another, {})));
      return true;
    },
  },
  {
    id: 'writing.expired',
    fact: 'a write by a credential that the store takes no longer passes, at once or at its first repeat',
    needs: ['revoke'],
    async holds(scene): Promise<true> {
      const { name } = await scene.put('value');
      const store = scene.open();
      await store.read({ name }, {});
      await scene.double.revoke?.();
      await repeatedOnce(store, async () => await store.write?.(name, another, {}));
      return true;
    },
  },
];
