import type { ProviderContext } from '@carnet/provider';
import type { Assertion, Theme } from '../assertion.ts';
import type { Scene } from '../scene/scene.ts';
import { difference } from './bytes.ts';
import { ended, happened } from './expected.ts';

/** The session of somebody whom the store lets read nothing. */
function strangersContext(scene: Scene): ProviderContext {
  return { ...scene.freshContext(), subjectToken: () => Promise.resolve(scene.mint({ sub: 'organization:9d2b7c10-77aa-4d0e-9a44-0f6c1d2e3b58' })) };
}

const otherSession: Assertion = {
  id: 'isolation.credential',
  fact: 'another session gets no credential of this one',
  async holds(scene) {
    const { name } = await scene.put('value');
    await scene.open().read({ name }, {});
    await scene.open({ context: scene.freshContext() }).read({ name }, {});
    return happened(scene.count('exchange'), 2, 'exchanges');
  },
};

const droppedSession: Assertion = {
  id: 'isolation.dropped-session',
  fact: 'a store that is opened after the host dropped the session makes an exchange of its own',
  async holds(scene) {
    const { name } = await scene.put('value');
    await scene.open().read({ name }, {});
    scene.context.session.clear();
    await scene.open().read({ name }, {});
    return happened(scene.count('exchange'), 2, 'exchanges');
  },
};

const subjectToken: Assertion = {
  id: 'isolation.subject-token',
  fact: 'another session asks for a subject token of its own',
  async holds(scene) {
    for (const context of [scene.context, scene.freshContext()]) await scene.open({ context }).authenticate({});
    return happened(scene.mints.length, 2, 'subject tokens asked for');
  },
};

const strangerReads: Assertion = {
  id: 'isolation.stranger',
  fact: 'somebody whom the store does not know reads nothing that was read in another session',
  async holds(scene): Promise<true> {
    const { name, version } = await scene.put('value');
    const [known, stranger] = [scene.open(), scene.open({ context: strangersContext(scene) })];
    const references = [{ name }, { name, version }];
    for (const reference of references) await known.read(reference, {});
    for (const reference of references) await scene.failureOf(stranger.read(reference, {}));
    return true;
  },
};

const readsOn: Assertion = {
  id: 'isolation.known',
  fact: 'a session reads on after somebody else was refused',
  async holds(scene) {
    const { name, bytes } = await scene.put('value');
    const [known, stranger] = [scene.open(), scene.open({ context: strangersContext(scene) })];
    await known.authenticate({});
    await ended(stranger.read({ name }, {}));
    return difference((await known.read({ name }, {})).bytes, bytes) ?? true;
  },
};

/** Two organizations in one process have nothing in common. */
export const isolationTheme: Theme = { id: 'isolation', title: 'Isolation', method: 'workload-identity', assertions: [otherSession, droppedSession, subjectToken, strangerReads, readsOn] };
