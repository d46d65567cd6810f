import { afterAll, describe, expect, test } from 'vitest';
import type { Conformance } from './conformance.ts';
import { addToNotLeak } from './leaks/to-not-leak.ts';
import { runAssertion } from './run-assertion.ts';
import { scorecardText } from './scorecard/scorecard-text.ts';
import { scorecardOf, type AssertionResult } from './scorecard/scorecard.ts';
import { themes } from './themes/index.ts';

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /**
     * Passes where the text holds none of these values: raw, percent-encoded, JSON-escaped, in hex, or in base64 at any offset.
     * A failure names none of them.
     */
    toNotLeak(...secrets: readonly (string | Uint8Array)[]): R;
  }
}

addToNotLeak();

export interface DescribeOptions {
  /** Real milliseconds that the kit waits for anything before it calls it a hang. Default: 5000. */
  readonly patienceMs?: number;
  /** Prints the scorecard when the last assertion is through. Default: true. */
  readonly scorecard?: boolean;
}

/**
 * Describes one test for each assertion, under a heading for each theme.
 *
 * @example
 * ```ts
 * import { describeProvider } from '@carnet/provider-testkit/vitest';
 * import type { Conformance } from '@carnet/provider-testkit';
 * declare const conformance: Conformance; // from './conformance.ts'
 * describeProvider(conformance);
 * ```
 */
export function describeProvider(conformance: Conformance, { patienceMs = 5_000, scorecard = true }: DescribeOptions = {}): void {
  const { id, title } = conformance.manifest;
  const results = new Map<string, AssertionResult[]>();
  describe(`${title} conforms to Carnet's contract`, () => {
    for (const theme of themes) {
      const assertions: AssertionResult[] = [];
      results.set(theme.id, assertions);
      describe(`${theme.title}`, () => {
        for (const assertion of theme.assertions) {
          test(`${assertion.fact} (${assertion.id})`, { timeout: 4 * Math.max(patienceMs, assertion.atLeastMs ?? 0) }, async () => {
            const result = await runAssertion(conformance, theme, assertion, { patienceMs, startAt: Date.now() });
            assertions.push(result);
            expect(result.problem).toBeUndefined();
          });
        }
      });
    }
    afterAll(async () => {
      if (!scorecard) return;
      const { specificationVersion } = await conformance.create();
      const themesSeen = themes.map((theme) => ({ id: theme.id, title: theme.title, assertions: results.get(theme.id) ?? [] }));
      process.stdout.write(`\n${scorecardText(scorecardOf({ id, title, specificationVersion }, themesSeen))}\n`);
    });
  });
}
