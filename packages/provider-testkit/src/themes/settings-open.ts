import type { ProviderContext } from '@carnet/provider';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Assertion } from '../assertion.ts';
import type { Scene } from '../scene/scene.ts';

type Touch = 'network' | 'clock' | 'token';

/** What `open` uses of its context by itself, and soon after. */
async function touchesOf(scene: Scene): Promise<readonly Touch[]> {
  const touches: Touch[] = [];
  const good = scene.freshContext();
  const noting = <A extends readonly unknown[], R>(touch: Touch, call: (...parameters: A) => R) => (...parameters: A): R => {
    touches.push(touch);
    return call(...parameters);
  };
  const context: ProviderContext = {
    ...good,
    subjectToken: noting('token', good.subjectToken),
    transport: { fetch: noting('network', good.transport.fetch), agent: noting('network', good.transport.agent) },
    clock: { now: noting('clock', good.clock.now), sleep: noting('clock', good.clock.sleep) },
  };
  scene.open({ context });
  for (let turn = 0; turn < 5; turn += 1) await nextTurn();
  return touches;
}

const quiet = (touch: Touch, id: string, fact: string, seen: string): Assertion => ({
  id: `settings.${id}`,
  fact,
  holds: async (scene) => !(await touchesOf(scene)).includes(touch) || seen,
});

/** A host opens stores while it plans, and shows a form the moment it is asked for one. */
export const openAssertions: readonly Assertion[] = [
  {
    id: 'settings.open-synchronous',
    fact: 'open gives the store itself, and no promise of one',
    holds: (scene) => !('then' in scene.open()) || 'what open gives has a then',
  },
  {
    id: 'settings.connection-untouched',
    fact: 'the connection stays as it is',
    async holds(scene): Promise<true> {
      const { name } = await scene.put('value');
      const { identity, store, methodSettings, secrets, ...rest } = scene.double.connection;
      const copies = { store, ...(identity && { identity }), ...(methodSettings && { methodSettings }), ...(secrets && { secrets }) };
      const frozen = Object.fromEntries(Object.entries(copies).map(([part, fields]) => [part, Object.freeze({ ...fields })]));
      await scene.open({ connection: Object.freeze({ ...rest, ...frozen, store: Object.freeze({ ...store }) }) }).read({ name }, {});
      return true;
    },
  },
  quiet('network', 'open-network', 'open leaves the network alone', 'the transport was used'),
  quiet('clock', 'open-clock', 'open asks for no time', 'the clock was used'),
  quiet('token', 'open-token', 'open asks for no subject token', 'a subject token was asked for'),
];
