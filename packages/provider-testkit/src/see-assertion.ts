import type { ProviderContext } from '@carnet/provider';
import { hasCapability, lacksNeed, type Assertion, type Theme } from './assertion.ts';
import type { Conformance } from './conformance.ts';
import { createScene, type SceneOptions } from './scene/create-scene.ts';
import { OutOfPatience, withPatience } from './scene/patience.ts';
import type { Scene } from './scene/scene.ts';
import { Seen, typeName } from './scene/seen.ts';

/** What is seen of a new provider and a new double, opted out of or not. It never rejects. */
export async function seeAssertion(conformance: Conformance, theme: Theme, assertion: Assertion, options: SceneOptions): Promise<true | string> {
  try {
    const scene = await withPatience(createScene(conformance, options), options.patienceMs, 'the start of the double');
    await using _ = scene.double;
    const need = lacksNeed(scene.double, assertion);
    if (need !== undefined) return `the double has no ${need}: implement it, or opt out of '${assertion.id}' with the reason`;
    if (theme.capability !== undefined && !hasCapability(scene.open({ context: unrecorded(scene) }), theme)) return `the store has no ${theme.capability}: offer it, or opt out of '${theme.id}' with the reason`;
    return await withPatience(Promise.resolve(assertion.holds(scene)), Math.max(options.patienceMs, assertion.atLeastMs ?? 0), 'it');
  } catch (error) {
    if (error instanceof Seen || error instanceof OutOfPatience) return error.message;
    return `it threw ${describe(error)}`;
  }
}

/** For a look at what a store offers, which is no part of what an assertion sees. */
function unrecorded(scene: Scene): ProviderContext {
  return { ...scene.freshContext(), transport: scene.double.transport, subjectToken: () => Promise.resolve(scene.mint()) };
}

/** A CarnetError's code is no secret; of anything else only the class is told. */
function describe(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z_]{1,64}$/.test(code) ? `${typeName(error)} ${code}` : typeName(error);
}
