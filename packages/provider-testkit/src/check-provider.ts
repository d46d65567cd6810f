import type { Theme } from './assertion.ts';
import type { Conformance } from './conformance.ts';
import { runAssertion } from './run-assertion.ts';
import { scorecardOf, type Scorecard, type ThemeResult } from './scorecard/scorecard.ts';
import { themes as allThemes } from './themes/index.ts';

export interface CheckOptions {
  /** Real milliseconds that the kit waits for anything before it calls it a hang. Default: 5000. */
  readonly patienceMs?: number;
}

/**
 * Runs every assertion against a provider, one after another, without a test runner.
 *
 * @example
 * ```ts
 * import { checkProvider, type Conformance } from '@carnet/provider-testkit';
 * declare const conformance: Conformance;
 * const { conforms, held } = await checkProvider(conformance);
 * ```
 */
export async function checkProvider(conformance: Conformance, options: CheckOptions = {}): Promise<Scorecard> {
  return await checkThemes(conformance, allThemes, options);
}

/** The same with a choice of themes: for the kit's own tests, which switch assertions off. */
export async function checkThemes(conformance: Conformance, themes: readonly Theme[], { patienceMs = 5_000 }: CheckOptions = {}): Promise<Scorecard> {
  const results: ThemeResult[] = [];
  for (const theme of themes) {
    const assertions = [];
    for (const assertion of theme.assertions) assertions.push(await runAssertion(conformance, theme, assertion, { patienceMs, startAt: Date.now() }));
    results.push({ id: theme.id, title: theme.title, assertions });
  }
  const { manifest, specificationVersion } = await conformance.create();
  return scorecardOf({ id: manifest.id, title: manifest.title, specificationVersion }, results);
}
