import { CarnetError } from '@carnet/provider';
import type { Assertion, Theme } from '../assertion.ts';
import { holdsSecret } from '../leaks/holds-secret.ts';
import { listed } from './as-a-host.ts';
import { ended, happened } from './expected.ts';
import { failedWith } from './failed-with.ts';
import { tokenSourceAssertions } from './token-source.ts';
import type { Scene } from '../scene/scene.ts';

/** A token that was used, and everything that was done with its credential afterwards. */
async function usedToken(scene: Scene): Promise<{ readonly token: string; readonly store: object }> {
  const { name } = await scene.put('value');
  const store = scene.open();
  await store.read({ name }, {});
  await listed(store);
  return { token: scene.tokens[0] ?? '', store };
}

const kept: readonly Assertion[] = [
  {
    id: 'token.session',
    fact: 'the subject token is not stored in the session',
    async holds(scene) {
      const { token } = await usedToken(scene);
      return !holdsSecret(scene.context.session, token, [scene.context]) || 'the session holds it';
    },
  },
  {
    id: 'token.store',
    fact: 'the subject token is not stored in the store',
    async holds(scene) {
      const { token, store } = await usedToken(scene);
      return !holdsSecret(store, token, [scene.context, scene.context.session]) || 'the store holds it';
    },
  },
  {
    id: 'token.anew',
    fact: 'each exchange asks for its own subject token',
    needs: ['revoke'],
    async holds(scene) {
      const { name } = await scene.put('value');
      const store = scene.open();
      await store.read({ name }, {});
      await scene.double.revoke?.();
      await ended(store.read({ name }, {}));
      await store.authenticate({});
      return happened(scene.mints.length, scene.count('exchange'), 'subject tokens asked for');
    },
  },
  {
    id: 'token.sparing',
    fact: 'while a credential is good, no subject token is asked for',
    async holds(scene) {
      const { name } = await scene.put('value');
      const store = scene.open();
      for (let read = 0; read < 3; read += 1) await store.read({ name }, {});
      return happened(scene.mints.length, 1, 'subject tokens asked for');
    },
  },
  {
    id: 'token.first-unrenewed',
    fact: 'the first question for a subject token lets the host use its cache',
    async holds(scene) {
      await scene.open().authenticate({});
      return scene.mints[0]?.renew !== true || 'it was asked with renew: true';
    },
  },
  {
    id: 'token.no-fallback',
    fact: 'without a subject token nothing is sent to the store',
    async holds(scene) {
      const { name } = await scene.put('value');
      scene.source = () => Promise.reject(new CarnetError({ code: 'SUBJECT_TOKEN_UNAVAILABLE', message: 'There is none.' }));
      const store = scene.open();
      await ended(store.read({ name }, {}));
      return happened(scene.count('exchange') + scene.count('read'), 0, 'requests');
    },
  },
  {
    id: 'token.code',
    fact: 'SUBJECT_TOKEN_UNAVAILABLE of the host is what a read ends with',
    async holds(scene) {
      const { name } = await scene.put('value');
      scene.source = () => Promise.reject(new CarnetError({ code: 'SUBJECT_TOKEN_UNAVAILABLE', message: 'There is none.' }));
      return failedWith(await scene.failureOf(scene.open().read({ name }, {})), 'SUBJECT_TOKEN_UNAVAILABLE');
    },
  },
];

const ofStatic: Assertion = {
  id: 'token.static',
  fact: 'a static method asks for no subject token',
  async holds(scene) {
    const { double, conformance: { manifest } } = scene;
    if (manifest.methods.every(({ id }) => id === 'workload-identity')) return true;
    const connection = double.staticConnection ?? double.connection;
    if (connection.method === 'workload-identity') return "the double has no staticConnection: implement it, or opt out of 'token.static' with the reason";
    const { name } = await scene.put('value');
    await scene.open({ connection }).read({ name }, {});
    return happened(scene.mints.length, 0, 'subject tokens asked for');
  },
};

/** The proof of who we are: asked for at use, and never kept. */
export const tokenTheme: Theme = { id: 'token', title: 'Subject token', assertions: [...[...kept, ...tokenSourceAssertions].map((assertion): Assertion => ({ ...assertion, method: 'workload-identity' })), ofStatic] };
