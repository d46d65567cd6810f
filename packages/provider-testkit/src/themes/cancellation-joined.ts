import type { Assertion } from '../assertion.ts';
import type { Scene } from '../scene/scene.ts';
import { ended } from './expected.ts';

interface TwoCallers {
  readonly first: AbortController;
  readonly second: AbortController;
  readonly calls: readonly [Promise<unknown>, Promise<unknown>];
  /** Hands out the subject token that both wait for. */
  goOn(): void;
}

/** Two callers of one exchange, which waits for its subject token whatever its signal does. */
async function twoCallers(scene: Scene): Promise<TwoCallers> {
  const token = scene.mint();
  const gate = Promise.withResolvers<string>();
  scene.source = () => gate.promise;
  const [first, second] = [new AbortController(), new AbortController()];
  const store = scene.open();
  const calls = [store.authenticate({ signal: first.signal }), store.authenticate({ signal: second.signal })] as const;
  for (const call of calls) void ended(call);
  await scene.until(() => scene.mints.length > 0, 'the question for a subject token');
  return { first, second, calls, goOn: () => gate.resolve(token) };
}

export const joined: readonly Assertion[] = [
  {
    id: 'cancellation.shared',
    method: 'workload-identity',
    fact: 'the caller who began an exchange does not end it for the others when it leaves',
    async holds(scene) {
      const { first, calls: [, stayed], goOn } = await twoCallers(scene);
      first.abort();
      goOn();
      const [{ status }] = await Promise.allSettled([stayed]);
      return status === 'fulfilled' || 'the one who stayed failed as well';
    },
  },
  {
    id: 'cancellation.shared-leaver',
    method: 'workload-identity',
    fact: 'a caller who leaves an exchange that others wait for ends at once',
    async holds(scene): Promise<true> {
      const { second, calls: [stayed, left], goOn } = await twoCallers(scene);
      second.abort();
      await scene.failureOf(left);
      goOn();
      await ended(stayed);
      return true;
    },
  },
];
