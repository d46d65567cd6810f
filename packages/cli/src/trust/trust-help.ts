import type { Manifest, Provider, TrustDefinition } from '@carnet/provider';
import { oneLine } from '../one-line.ts';
import { fieldRows } from '../provider/field-rows.ts';
import { wrapped } from '../provider/terminal-text.ts';
import type { ProviderFlag } from './provider-flag-names.ts';

const column = 34;

/** What only this provider knows: its flags and its formats. */
export function trustHelp({ title, trust }: Manifest & { readonly trust: TrustDefinition }, flags: readonly ProviderFlag[], width: number): string {
  const rows = fieldRows(trust.schema).map(({ name, label, accepts, default: standard, help, required, onlyWhen }) => {
    const { flag = name, field } = flags.find((each) => each.name === name) ?? {};
    const marks = [...(required ? ['required'] : []), ...(field?.type === 'boolean' ? [] : [accepts]), ...(standard === undefined ? [] : [`default ${standard}`]), ...(onlyWhen === undefined ? [] : [`only where ${onlyWhen}`])];
    return row(`--${flag}${field?.type === 'boolean' ? '' : ' <value>'}`, `${label}${marks.length === 0 ? '' : ` (${marks.join(', ')})`}.${help === undefined ? '' : ` ${help}`}`, width);
  });
  const formats = trust.formats.map(({ id, title: tool }, index) => row(`--format ${id}`, `${tool}${index === 0 ? ', the usual one' : ''}`, width));
  return ['', `Options of ${oneLine(title)}:`, ...rows, '', 'Formats:', ...formats, row('--format json', 'the plan as data', width), ''].join('\n');
}

/** The providers that stand in the configuration, with the formats of each. */
export function formatsHelp(providers: readonly Provider[]): string {
  const lines = providers.flatMap(({ manifest: { id, trust } }) => (trust === undefined ? [] : [`  ${id.padEnd(column - 4)}  ${[...trust.formats.map((format) => format.id), 'json'].join(', ')}`]));
  return lines.length === 0 ? '' : `\nFormats of the providers of the configuration:\n${lines.join('\n')}\n`;
}

function row(left: string, words: string, width: number): string {
  const gap = left.length > column - 4 ? `\n${' '.repeat(column)}` : ' '.repeat(column - 2 - left.length);
  return `  ${left}${gap}${wrapped(words, width, column)}`;
}
