import type { CarnetError } from '@carnet/provider';
import type { Assertion, Theme } from '../assertion.ts';
import type { Fault } from '../fault.ts';
import type { Scene } from '../scene/scene.ts';
import { ended, happened } from './expected.ts';
import { failedWith } from './failed-with.ts';
import { ofEachHop, type Hop } from './hops.ts';
import { timedCall } from './timed-call.ts';

const seconds = 7;
const withHint: Fault = { kind: 'throttle', retryAfterSeconds: seconds };
const withoutHint: Fault = { kind: 'throttle' };
const hostileHints = ['soon', '-5', 'NaN', '1e400', '9'.repeat(400), ' '];

async function throttled(scene: Scene, hop: Hop, fault: Fault): Promise<CarnetError> {
  const call = await hop.prepare(scene);
  scene.double.fault({ at: hop.at, fault });
  return await scene.failureOf(call());
}

const told = (milliseconds: number | undefined): string => (milliseconds === undefined ? 'it tells none' : typeof milliseconds === 'number' ? `it tells ${milliseconds}` : `it tells a ${typeof milliseconds}`);

const at = (hop: Hop): readonly Assertion[] => [
  {
    id: `throttling.${hop.at}`,
    fact: `${hop.what} that is one too many is THROTTLED`,
    holds: async (scene) => failedWith(await throttled(scene, hop, withHint), 'THROTTLED'),
  },
  {
    id: `throttling.${hop.at}-hint`,
    fact: `the wait that a throttled ${hop.at} is asked for is told in milliseconds`,
    async holds(scene) {
      const { retryAfter } = await throttled(scene, hop, withHint);
      return retryAfter === seconds * 1_000 || `${told(retryAfter)} and not ${seconds * 1_000}`;
    },
  },
  {
    id: `throttling.${hop.at}-no-hint`,
    fact: `a throttled ${hop.at} that is asked for no wait tells none`,
    async holds(scene) {
      const { retryAfter } = await throttled(scene, hop, withoutHint);
      return retryAfter === undefined || told(retryAfter);
    },
  },
  {
    id: `throttling.${hop.at}-hostile-hint`,
    fact: `a wait of a throttled ${hop.at} that is no number of seconds becomes none that cannot be waited`,
    async holds(scene) {
      const call = await hop.prepare(scene);
      for (const hint of hostileHints) {
        const mend = scene.double.fault({ at: hop.at, fault: { kind: 'status', status: 429, headers: { 'retry-after': hint }, body: '' } });
        const { retryAfter } = await scene.failureOf(call());
        mend();
        if (retryAfter !== undefined && !(Number.isFinite(retryAfter) && retryAfter >= 0)) return `for '${hint.slice(0, 10)}' ${told(retryAfter)}`;
      }
      return true;
    },
  },
  {
    id: `throttling.${hop.at}-retryable`,
    fact: `a throttled ${hop.at} is retryable`,
    holds: async (scene) => (await throttled(scene, hop, withoutHint)).retryable || 'it is not',
  },
  {
    id: `throttling.${hop.at}-once`,
    fact: `a throttled ${hop.at} is not repeated by the provider`,
    async holds(scene) {
      const call = await hop.prepare(scene);
      const before = scene.count(hop.at);
      scene.double.fault({ at: hop.at, fault: withHint });
      await ended(call());
      return happened(scene.count(hop.at) - before, 1, 'requests');
    },
  },
  {
    id: `throttling.${hop.at}-no-wait`,
    fact: `a throttled ${hop.at} fails at once: waiting is the host's`,
    async holds(scene) {
      const { call, waitedMs } = await timedCall(scene, hop);
      scene.double.fault({ at: hop.at, fault: withHint });
      await ended(call());
      return waitedMs() === 0 || `it waited ${waitedMs()} ms`;
    },
  },
  {
    id: `throttling.${hop.at}-usable`,
    fact: `the call after a throttled ${hop.at} is sent, and passes`,
    async holds(scene): Promise<true> {
      const call = await hop.prepare(scene);
      scene.double.fault({ at: hop.at, fault: withHint, times: 1 });
      await ended(call());
      await call();
      return true;
    },
  },
];

/** Too many requests: told, with the wait, and left to the host. */
export const throttlingTheme: Theme = { id: 'throttling', title: 'Throttling', assertions: ofEachHop(at) };
