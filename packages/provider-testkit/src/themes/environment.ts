import type { Theme } from '../assertion.ts';
import { watchEnvironment } from '../process/environment-watch.ts';
import { leadWholeLife } from '../process/whole-life.ts';
import type { Scene } from '../scene/scene.ts';
import { moduleRunOf, processMs } from './loading.ts';
import { isReason } from '../opt-out-reason.ts';

const elsewhere = 'https://elsewhere.carnet.example';

/** Those that no host runs with, and those that the author answers for. A trailing `*` stands for any rest. */
function unexplained({ conformance, provider: { manifest } }: Scene, names: Iterable<string>): readonly string[] {
  const allowed = [
    ...manifest.refusedEnvironment.map((refused) => (typeof refused === 'string' ? refused : refused.name)),
    ...Object.entries(conformance.environment ?? {}).filter(([, reason]) => isReason(reason)).map(([name]) => name),
  ];
  const all = [...names];
  const found = all.includes('*') ? ['*'] : all;
  return found.filter((name) => !allowed.some((each) => (each.endsWith('*') && each !== '*' ? name.startsWith(each.slice(0, -1)) : name === each)));
}

function said(names: readonly string[], what: string): true | string {
  if (names.length === 0) return true;
  return names.includes('*') ? `all variables were ${what}` : `${names.slice(0, 10).map((name) => name.slice(0, 100)).join(', ')} was ${what}`;
}

/** What a process is started with is its operator's affair, and whoever can set a variable must not be able to send tokens elsewhere. */
export const environmentTheme: Theme = {
  id: 'environment',
  title: 'Environment',
  assertions: [
    {
      id: 'environment.opening',
      fact: 'importing the module and opening a store reads no environment variable',
      atLeastMs: processMs,
      holds: async (scene) => said(unexplained(scene, (await moduleRunOf(scene)).read.opening), 'read'),
    },
    {
      id: 'environment.calls',
      fact: 'no call reads an environment variable that is not explained',
      atLeastMs: processMs,
      async holds(scene) {
        using watch = watchEnvironment();
        await leadWholeLife(scene);
        return said(unexplained(scene, [...watch.read, ...(await moduleRunOf(scene)).read.call]), 'read');
      },
    },
    {
      id: 'environment.unchanged',
      fact: 'no call sets or removes an environment variable',
      atLeastMs: processMs,
      async holds(scene) {
        using watch = watchEnvironment();
        await leadWholeLife(scene);
        return said([...watch.written, ...(await moduleRunOf(scene)).written], 'changed');
      },
    },
    {
      id: 'environment.steering',
      fact: 'no environment variable decides where a request goes, explained or not',
      async holds(scene) {
        await leadWholeLife(scene);
        const usual = new Set(scene.hosts);
        using _ = watchEnvironment({ instead: elsewhere });
        await leadWholeLife(scene);
        return scene.hosts.every((host) => usual.has(host)) || 'requests went to another host';
      },
    },
  ],
};
