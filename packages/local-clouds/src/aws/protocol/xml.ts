/** What an element holds: text, elements by name, or a list, each item of which is a `member`. */
export type XmlContent = string | number | boolean | undefined | readonly XmlContent[] | { readonly [name: string]: XmlContent };

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;', '\r': '&#13;' };

export function xmlText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\p{Cc}|[\ufffe\uffff]/gu, (character) => (isXml(character) ? character : '\ufffd'))
    .replace(/[&<>"'\r]/g, (character) => entities[character] ?? character);
}

// XML 1.0 section 2.2 has no place for the other control characters, escaped or not.
function isXml(character: string): boolean {
  return '\t\n\r'.includes(character) || (character >= '\u007f' && character < '\ufffe');
}

/** Elements in order; what is undefined is left out. */
export function xmlElements(content: XmlContent): string {
  if (content === undefined) return '';
  if (Array.isArray(content)) return content.map((item: XmlContent) => `<member>${xmlElements(item)}</member>`).join('');
  if (typeof content !== 'object') return xmlText(String(content));
  return Object.entries(content)
    .map(([name, inner]) => (inner === undefined ? '' : `<${name}>${xmlElements(inner)}</${name}>`))
    .join('');
}
