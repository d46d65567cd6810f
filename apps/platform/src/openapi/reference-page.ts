import { createHash } from 'node:crypto';
import type { Route } from '../http/route.ts';
import { accessSentence } from './security-schemes.ts';

const style = `body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:60rem;padding:0 1rem;color-scheme:light dark}
code{font-family:ui-monospace,monospace}h2{margin-top:2.5rem}dt{margin-top:1rem}dd{margin-left:1.5rem}.method{display:inline-block;min-width:4rem;font-weight:600}`;

/** What a browser may do with the page: show it with this one style, and nothing else. */
export const referencePagePolicy: string = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** The operations on one page that needs neither network nor script. */
export function referencePage(routes: readonly Route[]): string {
  const groups = [...Map.groupBy(routes, ({ tag }) => tag)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const contents = groups.map(([tag]) => `<li><a href="#${anchorOf(tag)}">${escape(tag)}</a></li>`).join('\n');
  const sections = groups.map(([tag, group]) => `<h2 id="${anchorOf(tag)}">${escape(tag)}</h2>\n<dl>\n${group.map(entryOf).join('\n')}\n</dl>`).join('\n');
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Carnet platform: HTTP API</title><style>${style}</style></head>
<body>
<main>
<h1>HTTP API</h1>
<p>Bodies, answers and examples are in <a href="/openapi.json">openapi.json</a>; <code>@carnet/client</code> is made from it.</p>
<nav aria-label="Groups"><ul>
${contents}
</ul></nav>
${sections}
</main>
</body>
</html>
`;
}

function entryOf({ id, method, path, summary, description, access }: Route): string {
  const text = [summary, description, accessSentence(access)].filter((part) => part !== undefined).map((part) => (/[.!?]$/.test(part) ? part : `${part}.`)).join(' ');
  return `<dt id="${anchorOf(id)}"><span class="method">${method.toUpperCase()}</span> <code>${escape(path)}</code></dt>\n<dd>${escape(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>')}</dd>`;
}

const anchorOf = (text: string): string => text.replaceAll(/\W+/g, '-');

function escape(text: string): string {
  const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\'': '&#39;' };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}
