import type { Assertion, Theme } from '../assertion.ts';
import { capturedOutput } from '../leaks/captured-output.ts';
import { changesSince, takeSnapshot } from '../process/snapshot.ts';
import { leadWholeLife } from '../process/whole-life.ts';
import type { Scene } from '../scene/scene.ts';
import { moduleRunOf, processMs } from './loading.ts';
import { isReason } from '../opt-out-reason.ts';

type Kind = 'names' | 'built-ins' | 'process';

const kindOf = (name: string): Kind => (name.startsWith('process.') ? 'process' : /^[\w.]+\.[^.]+$/.test(name) ? 'built-ins' : 'names');

async function changesOf(scene: Scene): Promise<readonly string[]> {
  const before = takeSnapshot();
  await leadWholeLife(scene);
  const here = changesSince(before);
  const { globals = {} } = scene.conformance;
  return [...here, ...(await moduleRunOf(scene)).changes].filter((name) => !(Object.hasOwn(globals, name) && isReason(globals[name])));
}

const unchanged = (kind: Kind, fact: string): Assertion => ({
  id: `globals.${kind}`,
  fact,
  atLeastMs: processMs,
  async holds(scene) {
    const changed = (await changesOf(scene)).filter((name) => kindOf(name) === kind);
    return changed.length === 0 || `${[...new Set(changed)].slice(0, 10).map((name) => name.slice(0, 100)).join(', ')} changed`;
  },
});

/** A provider is a guest in a process that belongs to others. */
export const globalsTheme: Theme = {
  id: 'globals',
  title: 'Globals',
  assertions: [
    unchanged('names', 'no global is added, replaced or removed'),
    unchanged('built-ins', 'no built-in class, prototype or module is changed, the console among them'),
    unchanged('process', 'nobody begins or stops listening to the process, and its exit code and folder stay'),
    {
      id: 'globals.output',
      fact: 'nothing is printed, and no warning is given',
      atLeastMs: processMs,
      async holds(scene) {
        const { printed } = await capturedOutput(() => leadWholeLife(scene));
        if (printed.length > 0) return 'a call printed something';
        return !(await moduleRunOf(scene)).printed || 'importing the module printed something';
      },
    },
  ],
};
