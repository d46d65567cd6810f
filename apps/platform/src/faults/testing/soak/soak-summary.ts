/** What came of one series of kills. */
export interface SoakSummary {
  readonly what: string;
  /** Fewer than were asked for where one of them broke a promise: it ends there. */
  readonly kills: number;
  /** Given again, the moments are the same. */
  readonly seed: number;
  readonly kickoffs: number;
  readonly claims: number;
  readonly lines: number;
  readonly results: number;
  readonly edits: number;
  readonly slowestStartMs: number;
  /** Empty: every promise held. */
  readonly wrong: readonly string[];
}

/** As a table of Markdown. */
export function soakTable(summaries: readonly SoakSummary[]): string {
  const rows = summaries.map(({ what, kills, seed, kickoffs, claims, lines, results, edits, slowestStartMs, wrong }) => [what, kills, seed, kickoffs, claims, lines, results, edits, `${slowestStartMs} ms`, wrong.length]);
  const head = ['killed', 'kills', 'seed', 'kickoffs acknowledged', 'claims', 'log lines', 'results', 'edits', 'slowest start', 'broken promises'];
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}
