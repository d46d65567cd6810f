import { hclString } from '@carnet/provider-parts';

export function hclList(texts: readonly string[]): string {
  return `[${texts.map(hclString).join(', ')}]`;
}

/** A block, aligned as `terraform fmt` does. The values are HCL, and `inner` is a block within. */
export function hclBlock(header: string, attributes: Readonly<Record<string, string | undefined>>, inner?: string): string {
  const present = Object.entries(attributes).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const width = Math.max(...present.map(([name]) => name.length));
  const lines = present.map(([name, value]) => `  ${name.padEnd(width)} = ${value}`);
  return [`${header} {`, ...lines, ...(inner === undefined ? [] : ['', inner.replace(/^/gm, '  ')]), '}'].join('\n');
}
