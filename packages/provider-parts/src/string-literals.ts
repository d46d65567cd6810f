// Control characters, and what some parsers drop or take for the end of a line.
const unsafe = String.raw`\u0000-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff`;
const shortEscapes: Readonly<Record<string, string>> = { '\n': String.raw`\n`, '\r': String.raw`\r`, '\t': String.raw`\t` };

function escaped(text: string, meant: string, byCode: (hex: string) => string): string {
  const escape = (character: string): string =>
    shortEscapes[character] ?? (/["'\\]/.test(character) ? `\\${character}` : byCode(character.charCodeAt(0).toString(16).padStart(4, '0')));
  return text.toWellFormed().replaceAll(new RegExp(`[${meant}${unsafe}]|[$%](?=\\{)`, 'g'), escape);
}

/** One string of Terraform's language. Nothing in it is evaluated. */
export function hclString(text: string): string {
  // By code: of the documented `$${`, a `$` in front makes a template again.
  return `"${escaped(text, String.raw`"\\`, (hex) => `\\u${hex}`)}"`;
}

/** One string of Bicep. Nothing in it is evaluated. */
export function bicepString(text: string): string {
  return `'${escaped(text, String.raw`'\\`, (hex) => `\\u{${hex}}`)}'`;
}

/** One scalar of YAML 1.1 and 1.2, whatever a plain one would mean. */
export function yamlString(text: string): string {
  return `"${escaped(text, String.raw`"\\`, (hex) => `\\u${hex}`)}"`;
}
