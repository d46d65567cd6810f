/** A text of HCL; `${` and `%{` in it are no templates. */
export function hclText(text: string): string {
  return JSON.stringify(text).replace(/[$%](?=\{)/g, (sign) => String.raw`\u00${sign.charCodeAt(0).toString(16)}`);
}

export function hclList(texts: readonly string[]): string {
  return `[${texts.map(hclText).join(', ')}]`;
}

/** A block, aligned as `terraform fmt` does. The values are HCL, and `inner` is a block within. */
export function hclBlock(header: string, attributes: Readonly<Record<string, string | undefined>>, inner?: string): string {
  const present = Object.entries(attributes).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const width = Math.max(...present.map(([name]) => name.length));
  const lines = present.map(([name, value]) => `  ${name.padEnd(width)} = ${value}`);
  const within = inner === undefined ? [] : ['', ...inner.split('\n').map((line) => `  ${line}`)];
  return [`${header} {`, ...lines, ...within, '}'].join('\n');
}
