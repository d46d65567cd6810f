type Value = string | number | boolean | readonly unknown[] | object;

const key = (name: string): string => (/^[A-Za-z][\w:]*$/.test(name) ? name : JSON.stringify(name));

/** Data as block YAML, in which every text is a JSON text (YAML 1.2.2, section 1.3). */
export function yamlLines(value: Value, indent = ''): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: Value) => nested(`${indent}-`, item, `${indent}  `, true));
  if (typeof value === 'object') return Object.entries(value).flatMap(([name, item]: [string, Value]) => nested(`${indent}${key(name)}:`, item, `${indent}  `, false));
  return [`${indent}${JSON.stringify(value)}`];
}

function nested(start: string, value: Value, indent: string, isItem: boolean): readonly string[] {
  if (typeof value !== 'object') return [`${start} ${JSON.stringify(value)}`];
  const [first = '{}', ...rest] = yamlLines(value, indent);
  return isItem ? [`${start} ${first.trimStart()}`, ...rest] : [start, first, ...rest];
}
