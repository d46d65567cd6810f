import type { StoreReference } from '@carnet/provider';
import { withPatience } from '../scene/patience.ts';
import type { Scene } from '../scene/scene.ts';

/** Everything that a host does with a store, well and badly, in a session of its own. What fails is for other assertions to say. */
export async function leadWholeLife(scene: Scene): Promise<void> {
  const { name } = await scene.put('value');
  const store = scene.open({ context: scene.freshContext() });
  const missing: StoreReference = { name: 'no-such-secret' };
  const steps: readonly (() => Promise<unknown> | undefined)[] = [
    () => store.authenticate({}),
    () => store.read({ name }, {}),
    () => store.read(missing, {}),
    () => store.readMany?.([{ name }, missing], {}),
    async () => { for await (const _ of store.list?.({ prefix: 'val' }) ?? []) break; },
    () => store.write?.('written', new Uint8Array([1]), {}),
    () => store.remove?.('written', {}),
    () => store.close?.(),
  ];
  for (const step of steps) {
    try {
      await withPatience(Promise.resolve(step()), scene.patienceMs, 'it');
    } catch {
      // Even a refusal prints nothing and reads no variable.
    }
  }
}
