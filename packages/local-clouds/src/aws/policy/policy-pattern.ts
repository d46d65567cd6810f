/** What a policy variable such as `${aws:PrincipalTag/team}` stands for; undefined where it has no single value. */
export type PolicyVariables = (name: string) => string | undefined;

const anyText = Symbol('*');
const anyCharacter = Symbol('?');
type Token = string | typeof anyText | typeof anyCharacter;

/**
 * Whether a text matches a pattern of a policy: `*` is any text, `?` one character, and a variable its value.
 * A pattern whose variable has no value matches nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function matchesPattern(pattern: string, text: string, variables: PolicyVariables = () => undefined, ignoreCase = false): boolean {
  const tokens = tokensOf(ignoreCase ? pattern.toLowerCase() : pattern, variables);
  const characters = [...(ignoreCase ? text.toLowerCase() : text)];
  if (!tokens) return false;
  // Not a regular expression: a pattern of many stars must not take exponential time.
  let [at, next, star, resume] = [0, 0, -1, 0];
  while (at < characters.length) {
    const token = tokens[next];
    if (token === anyText) {
      star = next++;
      resume = at;
    } else if (token === anyCharacter || (token !== undefined && token === characters[at])) {
      next++;
      at++;
    } else if (star >= 0) {
      next = star + 1;
      at = ++resume;
    } else {
      return false;
    }
  }
  return tokens.slice(next).every((token) => token === anyText);
}

function tokensOf(pattern: string, variables: PolicyVariables): readonly Token[] | undefined {
  const tokens: Token[] = [];
  let end = 0;
  for (const found of pattern.matchAll(/\$\{([^}]*)\}|[*?]/g)) {
    tokens.push(...pattern.slice(end, found.index));
    end = found.index + found[0].length;
    const value = found[1] === undefined ? undefined : valueOf(found[1], variables);
    if (found[1] === undefined) tokens.push(found[0] === '*' ? anyText : anyCharacter);
    else if (value === undefined) return undefined;
    else tokens.push(...value);
  }
  return [...tokens, ...pattern.slice(end)];
}

/** The pattern with its variables replaced, where nothing in it is a wildcard. Undefined where a variable has no value. */
export function substituted(pattern: string, variables: PolicyVariables): string | undefined {
  let known = true;
  const text = pattern.replace(/\$\{([^}]*)\}/g, (_, name: string) => {
    const value = valueOf(name, variables);
    known &&= value !== undefined;
    return value ?? '';
  });
  return known ? text : undefined;
}

function valueOf(expression: string, variables: PolicyVariables): string | undefined {
  if (/^[*?$]$/.test(expression)) return expression;
  const [, name = expression, fallback] = /^([^,]+),\s*'(.*)'$/.exec(expression) ?? [];
  return variables(name.trim()) ?? fallback;
}
