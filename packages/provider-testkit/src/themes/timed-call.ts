import { asProvider, hostsContext } from '../process/providers-work.ts';
import { watchTimers } from '../process/timer-watch.ts';
import type { Scene } from '../scene/scene.ts';
import type { Hop } from './hops.ts';

/** A call over a hop, and the milliseconds that it has waited, by the clock of its host or by a timer of its own. */
export async function timedCall(scene: Scene, hop: Hop): Promise<{ readonly call: () => Promise<unknown>; readonly waitedMs: () => number }> {
  const call = await hop.prepare(scene, hostsContext(scene.freshContext()));
  let byTimers = 0;
  return {
    async call() {
      using watch = watchTimers();
      try {
        return await asProvider(() => call());
      } finally {
        byTimers += watch.waitedMs;
      }
    },
    waitedMs: () => scene.clock.sleptMs + byTimers,
  };
}
