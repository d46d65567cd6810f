import type { ProviderContext } from '@carnet/provider';
import childProcess from 'node:child_process';
import fs from 'node:fs';
import type { Assertion, Theme } from '../assertion.ts';
import { watchCalls } from '../process/call-watch.ts';
import { watchNetwork } from '../process/network-watch.ts';
import { watchProcesses } from '../process/process-watch.ts';
import { watchedScene } from '../process/providers-work.ts';
import { watchTimers } from '../process/timer-watch.ts';
import { leadWholeLife } from '../process/whole-life.ts';
import type { Scene } from '../scene/scene.ts';

const ofFiles = /^(?:access|append|chmod|copy|cp|create|exists|link|mkdir|mkdtemp|open|readFile|readdir|rename|rm|symlink|truncate|unlink|utimes|watch|write)/;
const redirect = { kind: 'redirect', status: 307, location: 'https://stray.example.test/elsewhere' } as const;

/** A whole life, and one in which the store leads elsewhere. */
async function liveAndBeLedAstray(scene: Scene): Promise<void> {
  await leadWholeLife(scene);
  for (const at of ['exchange', 'read', 'list'] as const) scene.double.fault({ at, fault: redirect });
  await leadWholeLife(scene);
}

const named = (names: Iterable<string>, what: string): true | string => {
  const all = [...names];
  return all.length === 0 || `${all.slice(0, 5).join(', ')} ${what}`;
};

const assertions: readonly Assertion[] = [
  {
    id: 'confinement.network',
    fact: 'nothing reaches for the network but over the transport, not even after a redirect',
    async holds(scene) {
      using watch = watchNetwork();
      const freshContext = (): ProviderContext => watch.noting(scene.freshContext());
      await liveAndBeLedAstray(watchedScene({ ...scene, freshContext }));
      return named(watch.ways, 'was used');
    },
  },
  {
    id: 'confinement.files',
    fact: 'no call touches a file',
    async holds(scene) {
      using watch = watchCalls([fs, fs.promises], ofFiles);
      await leadWholeLife(watchedScene(scene));
      return named(watch.calls, 'was called');
    },
  },
  {
    id: 'confinement.processes',
    fact: 'no call starts a process or a thread',
    async holds(scene) {
      using watch = watchProcesses();
      // Of a process that is waited for, Node tells nobody.
      using sync = watchCalls([childProcess], /Sync$/);
      await leadWholeLife(watchedScene(scene));
      return watch.started + sync.calls.size === 0 || 'one was started';
    },
  },
  {
    id: 'confinement.timers',
    fact: 'no timer waits any more when the work is done and the store closed',
    async holds(scene) {
      using watch = watchTimers();
      await leadWholeLife(watchedScene(scene));
      return watch.pending === 0 || `${watch.pending} are left`;
    },
  },
];

/** A provider has what its context gives it, and nothing else. */
export const confinementTheme: Theme = { id: 'confinement', title: 'Confinement', assertions };
