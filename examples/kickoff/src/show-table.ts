import { wentWell, type Demonstration } from './demonstration.ts';
import { showKickoff, showVariables } from './show-kickoff.ts';
import { showRefusal } from './show-refusal.ts';
import type { Styles } from './styles.ts';
import { columns, entry, heading, milliseconds, pageWidth } from './text-layout.ts';

/** The demonstration for a person, at most 100 columns wide. */
export function showTable(demonstration: Demonstration, styles: Styles): string {
  const { setup, kickoffs: [first, second], rotation, refusals, durationMs } = demonstration;
  const margin = (label: string, ...lines: readonly string[]): readonly string[] => entry(label, lines, styles.faint);
  const lines = [
    '',
    ` ${styles.title('CARNET')}  a kickoff, a rotation, a refusal in three clouds: local ones, whose checks are real.`,
    ` ${styles.faint('─'.repeat(pageWidth))}`,
    ...margin('issuer', setup.issuer),
    ...setup.stores.flatMap(({ cloud, store }) => margin(cloud, store)),
    ...margin('trust', `${setup.subject}, and nobody else`),
    ...margin('', styles.faint('No password, no key file, no client secret: nothing to steal today and use tomorrow.')),
    '',
    heading('1  Kickoff', milliseconds(first.durationMs), styles),
    ...showKickoff(first, showVariables(first, styles), styles),
    '',
    heading('2  Rotation', '', styles),
    ...margin('stored', 'Each cloud gets one new value: an API key, a password, a payment key.', 'Nothing is deployed, restarted or told.'),
    '',
    heading('3  Kickoff', milliseconds(second.durationMs), styles),
    ...showKickoff(second, comparedLines(demonstration, styles), styles),
    '',
    heading('4  Another organization tries the same three stores', '', styles),
    ...refusals.flatMap((refusal, index) => [...(index === 0 ? [] : ['']), ...showRefusal(refusal, styles)]),
    '',
    ` ${styles.faint('─'.repeat(pageWidth))}`,
    ` ${verdict(demonstration, rotation.changed.length, styles)} ${styles.faint(`${(durationMs / 1000).toFixed(1)} s in all.`)}`,
    '',
  ];
  return `${lines.join('\n')}\n`;
}

function verdict(demonstration: Demonstration, rotated: number, { good, bad }: Styles): string {
  if (!wentWell(demonstration)) return `${bad('✗')} Not all of it went as it should.`;
  return `${good('✓')} ${rotated} rotated values were seen by the next kickoff, and the stranger read nothing.`;
}

function comparedLines({ kickoffs: [, { variables }], rotation: { before, changed } }: Demonstration, styles: Styles): readonly string[] {
  const rows = variables.filter(({ fingerprint }) => fingerprint !== undefined);
  const [head = '', ...lines] = columns([
    ['variable', 'cloud', 'version', 'fingerprint before', '', 'fingerprint now', 'time'],
    ...rows.map(({ name, cloud, version, fingerprint, durationMs }) => [
      name, cloud, version?.slice(0, 8) ?? '', before[name] ?? '', changed.includes(name) ? '→' : '=', fingerprint ?? '', milliseconds(durationMs),
    ]),
  ], styles.faint);
  return [head, ...lines.map((line, index) => (changed.includes(rows[index]?.name ?? '') ? styles.changed(line) : line))];
}
