import { hasMethod, type Assertion, type Theme } from './assertion.ts';
import type { Conformance } from './conformance.ts';
import { isReason } from './opt-out-reason.ts';
import type { SceneOptions } from './scene/create-scene.ts';
import { withUnheard } from './scene/unheard.ts';
import type { AssertionResult } from './scorecard/scorecard.ts';
import { seeAssertion } from './see-assertion.ts';
import { optOutThemeId } from './themes/opt-outs.ts';

/** Runs one assertion against a new provider and a new double. It never rejects. */
export async function runAssertion(conformance: Conformance, theme: Theme, assertion: Assertion, options: SceneOptions): Promise<AssertionResult> {
  const { id, fact } = assertion;
  if (!hasMethod(conformance.manifest, theme, assertion)) return { id, fact, verdict: 'opted-out', reason: 'The manifest has no workload identity.' };
  const { ofAssertion, ofTheme } = reasonsOf(conformance, theme, assertion);
  const reason = ofAssertion ?? ofTheme;
  // Assertions of their own look for rejections that nobody hears of; in all others they must not end the run.
  const { result: seen } = await withUnheard(() => seeAssertion(conformance, theme, assertion, options));
  // An opt-out that nobody needs hides the day on which the fact stops to hold. Of a theme, some facts may hold: `opt-outs.needed`.
  if (seen === true && ofAssertion !== undefined) return { id, fact, verdict: 'fails', problem: 'it was opted out of, and it holds: remove the opt-out' };
  if (seen === true) return { id, fact, verdict: 'holds' };
  return reason === undefined ? { id, fact, verdict: 'fails', problem: seen } : { id, fact, verdict: 'opted-out', reason };
}

/** Without a reason in it, an opt-out is none. Nobody opts out of the rules for opting out. */
function reasonsOf({ without = {} }: Conformance, theme: Theme, { id }: Assertion): { readonly ofAssertion?: string | undefined; readonly ofTheme?: string | undefined } {
  if (theme.id === optOutThemeId) return {};
  const [ofAssertion, ofTheme] = [id, theme.id].map((each) => (Object.hasOwn(without, each) && isReason(without[each]) ? without[each] : undefined));
  return { ofAssertion, ofTheme };
}
