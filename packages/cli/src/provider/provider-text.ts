import { oneLine } from '../one-line.ts';
import { audienceRows } from './audience-sentence.ts';
import { exampleConfig, exampleOrganization } from './example-files.ts';
import { fieldRows, type FieldRow } from './field-rows.ts';
import { packageLine, type KnownProvider } from './known-providers.ts';
import { wrapped, type Terminal } from './terminal-text.ts';

/** One provider for a person in a terminal. */
export function providerText(known: KnownProvider, terminal: Terminal): string {
  const { manifest: { id, title, identity, store, methods, refusedEnvironment }, source, parts } = known;
  const definition = identity !== undefined && 'schema' in identity ? identity : undefined;
  const rows = (pairs: readonly (readonly [string, string])[]): string => pairRows(pairs, terminal);
  const audiences = definition === undefined
    ? [['audience', 'that of the package which defines the kind'] as const]
    : audienceRows(definition).map(({ when, audience }) => ['audience', `${audience}${when === undefined ? '' : ` where ${when}`}`] as const);
  const can = [...(parts.includes('diagnose') ? ['tells the cause and the cure of a failure'] : []), ...(parts.includes('validate') ? ['checks settings beyond their schemas'] : []), ...(parts.includes('trust') ? ['says what to register (experimental)'] : [])];
  return [
    `${terminal.bold(oneLine(title))} (${id})`,
    rows([['package', packageLine(known)], ['known from', source]]),
    ...(identity === undefined ? [] : [section(`Workload identity config (kind ${identity.kind})`, terminal), fields(fieldRows(definition?.schema), terminal, audiences)]),
    section('Credential (under store)', terminal),
    fields(fieldRows(store.schema), terminal),
    ...methods.flatMap(({ id: method, title: methodTitle = '', schema }) => [
      section(`Method ${method}${methodTitle === '' ? '' : `: ${oneLine(methodTitle)}`}`, terminal), fields(fieldRows(schema), terminal),
    ]),
    section('Besides reading', terminal),
    `  ${wrapped(`${can.length === 0 ? '' : `It ${can.join(' and ')}. `}Whether it lists, writes and reads in batches shows when it is opened: carnet provider check has it on the scorecard.`, terminal.width, 2)}`,
    section('Refused environment variables', terminal),
    `  ${wrapped(refusedEnvironment.length === 0 ? 'none beyond those of Node itself' : refusedEnvironment.map((each) => (typeof each === 'string' ? each : `${each.name}${each.except.length === 0 ? '' : ' (but for known values)'}`)).join(', '), terminal.width, 2)}`,
    section('carnet.config.ts', terminal),
    indented(exampleConfig(known.manifest, { package: importName(known), isProvider: known.isProvider })),
    section('On the platform, in the organization file', terminal),
    ...(known.package === undefined ? [] : [`  ${wrapped(`With CARNET_PROVIDERS=${known.written ?? known.package.name}, unless the platform has it already.`, terminal.width, 2)}`]),
    indented(exampleOrganization(known.manifest)),
    '',
  ].join('\n');
}

/** All of them, a line each. */
export function listText(providers: readonly KnownProvider[], terminal: Terminal): string {
  const cells = providers.map((known) => [known.manifest.id, oneLine(known.manifest.title), packageLine(known), known.source] as const);
  const headings = ['id', 'title', 'package', 'known from'] as const;
  const widths = headings.map((heading, column) => Math.max(heading.length, ...cells.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string => row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('  ');
  return `${[terminal.dim(line(headings)), ...cells.map(line)].join('\n')}\n`;
}

/** Where a configuration imports it from. */
export function importName({ manifest, package: from, written }: KnownProvider): string {
  return from?.name ?? written ?? `carnet-provider-${manifest.id}`;
}

function section(title: string, { bold }: Terminal): string {
  return `\n${bold(title)}`;
}

function fields(rows: readonly FieldRow[], terminal: Terminal, more: readonly (readonly [string, string])[] = []): string {
  if (rows.length + more.length === 0) return terminal.dim('  no fields');
  return pairRows([...rows.map(({ name, label, required, secret, accepts, default: standard, help, onlyWhen }) => {
    const marks = [required ? 'required' : 'optional', ...(secret ? ['secret'] : []), accepts, ...(standard === undefined ? [] : [`default ${standard}`]), ...(onlyWhen === undefined ? [] : [`only where ${onlyWhen}`])];
    return [name, `${marks.join(', ')}. ${label}.${help === undefined ? '' : ` ${help}`}`] as const;
  }), ...more], terminal);
}

function pairRows(pairs: readonly (readonly [string, string])[], { width, dim }: Terminal): string {
  const column = Math.max(...pairs.map(([name]) => name.length));
  return pairs.map(([name, words]) => `  ${dim(name.padEnd(column))}  ${wrapped(words, width, column + 4)}`).join('\n');
}

function indented(content: string): string {
  return content.trimEnd().split('\n').map((line) => (line === '' ? '' : `  ${line}`)).join('\n');
}
