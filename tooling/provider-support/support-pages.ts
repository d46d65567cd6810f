import { themes } from '@carnet/provider-testkit';
import type { ProviderSupport } from './read-support.ts';

/** Every page by its path from the root. */
export function renderSupportPages(supports: readonly ProviderSupport[]): ReadonlyMap<string, string> {
  return new Map([['docs/providers/matrix.md', matrixPage(supports)], ['docs/providers/conformance.md', conformancePage()]]);
}

const capabilities: readonly (readonly [member: string, row: string])[] = [
  ['readMany', 'several secrets in one request (`readMany`)'],
  ['list', 'names for autocomplete (`list`)'],
  ['write', 'writing (`write`)'],
  ['remove', 'removing (`remove`)'],
  ['canonicalName', 'spellings of a name (`canonicalName`)'],
  ['check', 'rungs of its own in a connection test (`check`, experimental)'],
  ['validate', 'rules over several fields (`validate`)'],
  ['diagnose', 'cause and cure of a failure (`diagnose`)'],
  ['trust', 'trust set-up (`trust`, experimental)'],
];

function matrixPage(supports: readonly ProviderSupport[]): string {
  const row = (name: string, cell: (support: ProviderSupport) => string): string => `| ${name} | ${supports.map(cell).join(' | ')} |`;
  const total = themes.flatMap(({ assertions }) => assertions).length;
  const optOuts = supports.filter(({ without }) => Object.keys(without).length > 0).map(({ id, title, without }) =>
    `### ${title} (\`${id}\`)\n\n| without | reason |\n|---|---|\n${Object.entries(without).map(([what, reason]) => `| \`${what}\` | ${reason} |`).join('\n')}\n`);
  return `# What each provider supports

Made from the providers' own code. Each one passes the [conformance kit](conformance.md); what it is excused from stands [below](#what-a-provider-is-excused-from), with the reason.

| | ${supports.map(({ id, folder }) => `[\`${id}\`](../../${folder}/README.md)`).join(' | ')} |
|---|${supports.map(() => '---|').join('')}
${row('ways to authenticate', ({ methods }) => methods.map((method) => `\`${method}\``).join('<br>'))}
${capabilities.map(([member, name]) => row(name, ({ members }) => (members.has(member) ? 'yes' : 'no'))).join('\n')}
${row(`assertions of the kit it is held to, of ${total}`, ({ assertions }) => String(assertions))}

## What a provider is excused from

${optOuts.join('\n')}`;
}

function conformancePage(): string {
  const rows = themes.map(({ id, title, capability, assertions }) => `## ${title}

\`${id}\`${capability === undefined ? '' : `: for stores that have \`${capability}\``}

| id | fact |
|---|---|
${assertions.map((assertion) => `| \`${assertion.id}\` | ${assertion.fact} |`).join('\n')}
`);
  return `# What the conformance kit asserts

Every line is one fact, with an id that an opt-out can name. [\`@carnet/provider-testkit\`](../../packages/provider-testkit/README.md) says how to run it.

Two rules of the kit itself: an opt-out names a theme or an assertion that exists (\`opt-outs.known\`), and one that is not needed fails.

${rows.join('\n')}`;
}
