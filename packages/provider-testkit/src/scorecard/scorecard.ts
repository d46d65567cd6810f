/** What became of one assertion. */
export interface AssertionResult {
  readonly id: string;
  readonly fact: string;
  readonly verdict: 'holds' | 'fails' | 'opted-out';
  /** What was seen instead. Never a value, a token or a foreign error's text. */
  readonly problem?: string;
  /** Why it was opted out of. */
  readonly reason?: string;
}

export interface ThemeResult {
  readonly id: string;
  readonly title: string;
  readonly assertions: readonly AssertionResult[];
}

/** How a provider stands. `conforms` exactly when nothing fails. */
export interface Scorecard {
  readonly provider: { readonly id: string; readonly title: string; readonly specificationVersion: string };
  readonly conforms: boolean;
  readonly held: number;
  readonly failed: number;
  readonly optedOut: number;
  readonly themes: readonly ThemeResult[];
}

export function scorecardOf(provider: Scorecard['provider'], themes: readonly ThemeResult[]): Scorecard {
  const count = (verdict: AssertionResult['verdict']): number => themes.flatMap(({ assertions }) => assertions).filter((each) => each.verdict === verdict).length;
  const [held, failed, optedOut] = [count('holds'), count('fails'), count('opted-out')];
  return { provider, conforms: failed === 0 && held > 0, held, failed, optedOut, themes };
}
