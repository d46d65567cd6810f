import type { AssertionResult, Scorecard } from './scorecard.ts';

const marks: Readonly<Record<AssertionResult['verdict'], string>> = { holds: '✓', fails: '✗', 'opted-out': '–' };

/**
 * A scorecard for a terminal: a line for each theme, and below it what fails and what was opted out of, with the reason.
 *
 * @example
 * ```ts
 * import { checkProvider, scorecardText, type Conformance } from '@carnet/provider-testkit';
 * declare const conformance: Conformance;
 * console.log(scorecardText(await checkProvider(conformance)));
 * ```
 */
export function scorecardText({ provider, conforms, held, failed, optedOut, themes }: Scorecard): string {
  const width = Math.max(...themes.map(({ title }) => title.length));
  const lines = themes.flatMap(({ title, assertions }) => {
    const of = (verdict: AssertionResult['verdict']): readonly AssertionResult[] => assertions.filter((each) => each.verdict === verdict);
    const mark = of('fails').length > 0 ? marks.fails : of('holds').length > 0 ? marks.holds : marks['opted-out'];
    return [
      `${mark} ${title.padEnd(width)}  ${of('holds').length} of ${assertions.length}`,
      ...of('fails').map(({ id, fact, problem }) => `    ${marks.fails} ${id}: ${fact}. Seen: ${problem}.`),
      ...of('opted-out').map(({ id, reason }) => `    ${marks['opted-out']} ${id}: ${reason}`),
    ];
  });
  const verdict = conforms ? 'conforms' : 'does not conform';
  return [`${provider.title} (${provider.id}) ${verdict} to ${provider.specificationVersion}: ${held} held, ${failed} failed, ${optedOut} opted out`, ...lines, ''].join('\n');
}
