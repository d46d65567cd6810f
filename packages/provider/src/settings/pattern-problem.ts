const longestPattern = 200;

/** Why a manifest may not use this pattern, or nothing. The allowed ones cannot make a regular expression run away. */
export function patternProblem(pattern: string): string | undefined {
  if (pattern.length > longestPattern) return `its pattern is longer than ${longestPattern} characters`;
  if (!pattern.startsWith('^') || !pattern.endsWith('$')) return 'its pattern is not anchored with ^ and $';
  // Classes and escapes first, so that what they hold is not taken for syntax.
  if (/\\(?:[1-9]|k)/.test(pattern)) return 'its pattern holds a backreference';
  const bare = pattern.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
  if (/\(\?(?:[=!]|<[=!])/.test(bare)) return 'its pattern looks around';
  if (/\)[*+?{]/.test(bare)) return 'its pattern repeats a group';
  try {
    compilePattern(pattern);
    return undefined;
  } catch {
    return 'its pattern is not a regular expression';
  }
}

/** Wraps the body, so that `^a|b$` is anchored on both sides of the bar. */
export function compilePattern(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern.slice(1, -1)})$`, 'u');
}
