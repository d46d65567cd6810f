/** Whether a name is one of these, where a trailing `*` stands for any ending. */
export function matchesName(patterns: readonly string[], name: string, ignoreCase: boolean): boolean {
  const fold = (text: string): string => (ignoreCase ? text.toUpperCase() : text);
  const wanted = fold(name);
  return patterns.map(fold).some((pattern) => (pattern.endsWith('*') ? wanted.startsWith(pattern.slice(0, -1)) : wanted === pattern));
}
