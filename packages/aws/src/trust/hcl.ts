type Value = string | number | boolean | readonly unknown[] | object;

/** A text in HCL. A sign that would begin a template is written as its number, and so is what HCL has no other escape for. */
export function hclText(text: string): string {
  const numbered = (character: string): string => String.raw`\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return `"${text.replace(/["\\]/g, String.raw`\$&`).replaceAll('\n', String.raw`\n`).replace(/[$%](?=\{)|\p{Cc}/gu, numbered)}"`;
}

/**
 * Data as `terraform fmt` writes it: the signs of neighbouring lines stand below each other.
 *
 * @see https://developer.hashicorp.com/terraform/language/style
 */
export function hclValue(value: Value, indent = ''): string {
  if (typeof value === 'string') return hclText(value);
  if (Array.isArray(value)) {
    const items = value.map((item: Value) => hclValue(item, `${indent}  `));
    return items.length < 2 && !items.some((item) => item.includes('\n') && !item.startsWith('{')) ? `[${items.map((item) => outdented(item)).join('')}]` : `[\n${items.map((item) => `${indent}  ${item},\n`).join('')}${indent}]`;
  }
  if (typeof value === 'object') return `{\n${hclLines(value as Readonly<Record<string, Value>>, `${indent}  `)}\n${indent}}`;
  return String(value);
}

const outdented = (item: string): string => item.replaceAll('\n  ', '\n');

function hclLines(members: Readonly<Record<string, Value>>, indent: string): string {
  const lines = Object.entries(members).map(([name, value]) => ({ key: /^[A-Za-z_][\w-]*$/.test(name) ? name : hclText(name), text: hclValue(value, indent) }));
  return lines.map(({ key, text }, index) => `${indent}${text.includes('\n') ? key : key.padEnd(widthOf(lines, index))} = ${text}`).join('\n');
}

/** The longest key of the run of single lines that this one stands in. */
function widthOf(lines: readonly { readonly key: string; readonly text: string }[], index: number): number {
  const isMultiple = ({ text }: { readonly text: string }): boolean => text.includes('\n');
  const start = lines.slice(0, index).findLastIndex(isMultiple) + 1;
  const end = lines.findIndex((line, at) => at > index && isMultiple(line));
  return Math.max(...lines.slice(start, end === -1 ? undefined : end).map(({ key }) => key.length));
}
