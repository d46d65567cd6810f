import type { Assertion, Theme } from '../assertion.ts';
import { listed } from './as-a-host.ts';
import { difference } from './bytes.ts';
import { ended, happened } from './expected.ts';
import { failedWith } from './failed-with.ts';

const removals: readonly Assertion[] = [
  {
    id: 'removing.gone',
    fact: 'a secret that was removed is SECRET_NOT_FOUND, or SECRET_DISABLED where the store keeps it for a while',
    async holds(scene) {
      const { name } = await scene.put('value');
      const store = scene.open();
      await store.remove?.(name, {});
      return failedWith(await scene.failureOf(store.read({ name }, {})), 'SECRET_NOT_FOUND', 'SECRET_DISABLED');
    },
  },
  {
    id: 'removing.listed',
    fact: 'a secret that was removed is not listed as enabled',
    async holds(scene) {
      for (const name of ['value', 'other']) await scene.put(name);
      const store = scene.open();
      await store.remove?.('value', {});
      const found = (await listed(store)).find(({ name }) => name === 'value');
      return found === undefined || found.enabled === false || 'it is listed';
    },
  },
  {
    id: 'removing.others',
    fact: 'a secret whose name begins with the name of one that was removed is still there',
    async holds(scene) {
      await scene.put('value');
      const { name, bytes } = await scene.put('value-1');
      const store = scene.open();
      await store.remove?.('value', {});
      return difference((await store.read({ name }, {})).bytes, bytes) ?? true;
    },
  },
  {
    id: 'removing.missing',
    fact: 'removing a secret that there is not fails with SECRET_NOT_FOUND',
    async holds(scene) {
      await scene.put('value');
      return failedWith(await scene.failureOf(Promise.resolve(scene.open().remove?.('missing', {}))), 'SECRET_NOT_FOUND');
    },
  },
  {
    id: 'removing.denied',
    fact: 'a removal that is denied fails with ACCESS_DENIED',
    needs: ['denyWriting'],
    async holds(scene) {
      const { name } = await scene.put('value');
      await scene.double.denyWriting?.();
      return failedWith(await scene.failureOf(Promise.resolve(scene.open().remove?.(name, {}))), 'ACCESS_DENIED');
    },
  },
  {
    id: 'removing.once',
    fact: 'a removal whose outcome is not known is not repeated',
    async holds(scene) {
      const { name } = await scene.put('value');
      const store = scene.open();
      await store.read({ name }, {});
      scene.double.fault({ at: 'remove', fault: { kind: 'status', status: 503, body: '' } });
      await ended(Promise.resolve(store.remove?.(name, {})));
      return happened(scene.count('remove'), 1, 'requests');
    },
  },
  {
    id: 'removing.faults',
    fact: 'a removal that the store did not do fails',
    async holds(scene): Promise<true> {
      const { name } = await scene.put('value');
      const store = scene.open();
      await store.read({ name }, {});
      scene.double.fault({ at: 'remove', fault: { kind: 'status', status: 503, body: '' } });
      await scene.failureOf(Promise.resolve(store.remove?.(name, {})));
      return true;
    },
  },
];

/** Secrets that are to go. */
export const removingTheme: Theme = { id: 'removing', title: 'Removing', capability: 'remove', assertions: removals };
