const longestPattern = 200;
// A tenth of a second at most on a slow machine, for a value made to hurt.
const mostWays = 1e7;

/** Why a manifest may not use this pattern on values up to this length, or nothing. The allowed ones cannot run away. */
export function patternProblem(pattern: string, longestValue: number): string | undefined {
  if (pattern.length > longestPattern) return `its pattern is longer than ${longestPattern} characters`;
  if (!pattern.startsWith('^') || !pattern.endsWith('$')) return 'its pattern is not anchored with ^ and $';
  // Classes and escapes first, so that what they hold is not taken for syntax.
  if (/\\(?:[1-9]|k)/.test(pattern)) return 'its pattern holds a backreference';
  const bare = pattern.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
  if (/\(\?(?:[=!]|<[=!])/.test(bare)) return 'its pattern looks around';
  if (/\)[*+?{]/.test(bare)) return 'its pattern repeats a group';
  if (waysToMatch(bare, longestValue) > mostWays) return 'its pattern can match in too many ways';
  try {
    compilePattern(pattern);
    return undefined;
  } catch {
    return 'its pattern is not a regular expression';
  }
}

/** A bound on what a backtracking engine may try: each free choice multiplies it. */
function waysToMatch(bare: string, longestValue: number): number {
  let ways = 1;
  for (const [choice, least, upTo, most] of bare.replaceAll('(?:', '(').matchAll(/[*+?|]|\{(\d+)(,?)(\d*)\}/g)) {
    if (choice === '*' || choice === '+') ways *= longestValue;
    else if (least === undefined) ways *= 2;
    else if (upTo !== '') ways *= most === '' ? longestValue : Math.max(1, Number(most) - Number(least) + 1);
  }
  return ways;
}

/** Wraps the body, so that `^a|b$` is anchored on both sides of the bar. */
export function compilePattern(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern.slice(1, -1)})$`, 'u');
}
