import { wentWell, type Demonstration } from './demonstration.ts';
import type { Kickoff } from './kickoff.ts';
import { showRefusal } from './show-refusal.ts';
import type { Styles } from './styles.ts';
import { columns, entry, heading, milliseconds, pageWidth } from './text-layout.ts';

/** The demonstration for a person, at most 100 columns wide. */
export function showTable(demonstration: Demonstration, styles: Styles): string {
  const { setup, kickoffs: [first, second], rotation, refusal, durationMs } = demonstration;
  const margin = (label: string, ...lines: string[]): readonly string[] => entry(label, lines, styles.faint);
  const lines = [
    '',
    ` ${styles.title('CARNET')}  a kickoff, a rotation, a refusal. The cloud is local, and every check in it is real.`,
    ` ${styles.faint('─'.repeat(pageWidth))}`,
    ...margin('issuer', setup.issuer),
    ...margin('vault', setup.vault),
    ...margin('trusts', `${setup.subject}, and nobody else`),
    ...margin('', styles.faint('No password, no key file, no client secret: nothing to steal today and use tomorrow.')),
    '',
    heading('1  Kickoff', milliseconds(first.durationMs), styles),
    ...tokenLines(first, margin),
    ...margin('', '', ...columns(variableRows(first), styles.faint), ''),
    ...outputLines(first, margin, styles),
    '',
    heading('2  Rotation', '', styles),
    ...margin('stored', 'A new API key and a new password are put into the vault.', 'Nothing is deployed, restarted or told.'),
    '',
    heading('3  Kickoff', milliseconds(second.durationMs), styles),
    ...tokenLines(second, margin),
    ...margin('', '', ...comparedLines(second, rotation, styles), ''),
    ...outputLines(second, margin, styles),
    '',
    heading('4  Another organization tries the same vault', '', styles),
    ...showRefusal(refusal, styles),
    '',
    ` ${styles.faint('─'.repeat(pageWidth))}`,
    ` ${verdict(demonstration, styles)} ${styles.faint(`${(durationMs / 1000).toFixed(1)} s in all.`)}`,
    '',
  ];
  return `${lines.join('\n')}\n`;
}

function verdict(demonstration: Demonstration, { good, bad }: Styles): string {
  if (!wentWell(demonstration)) return `${bad('✗')} Not all of it went as it should.`;
  return `${good('✓')} ${demonstration.rotation.changed.length} rotated values were seen by the next kickoff, and the stranger read nothing.`;
}

type Margin = (label: string, ...lines: string[]) => readonly string[];

function tokenLines({ token, exchanges, exchangeMs, requests, variables, log }: Kickoff, margin: Margin): readonly string[] {
  const found = variables.filter(({ fingerprint }) => fingerprint !== undefined).length;
  const minutes = Math.round(token.lifetimeSeconds / 60);
  return [
    ...(token.fresh
      ? margin('minted', `a subject token for ${minutes} minutes, in ${milliseconds(token.durationMs)}`, `iss  ${token.issuer}`, `sub  ${token.subject}`, `aud  ${token.audience}`, `jti  ${token.jti}`)
      : margin('minted', `nothing: the issuer handed the same token out again, in ${milliseconds(token.durationMs)}`, `jti  ${token.jti}`)),
    ...margin('exchanged', `${times(exchanges)}, in ${milliseconds(exchangeMs)}: Entra fetched the issuer's keys and checked signature, issuer,`, 'subject, audience and time'),
    ...margin('read', `${found} of ${variables.length} variables with ${requests.challenge} challenge, ${requests.token} token, ${requests.read} reads`),
    ...margin('logged', ...log),
  ];
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}

function variableRows({ variables }: Kickoff): readonly (readonly string[])[] {
  return [
    ['variable', 'secret', 'version', 'fingerprint', 'time'],
    ...variables.map(({ name, secret, version, fingerprint, durationMs }) => [
      name, secret, version?.slice(0, 8) ?? '', fingerprint ?? 'unset: optional and not found', milliseconds(durationMs),
    ]),
  ];
}

function comparedLines({ variables }: Kickoff, { before, changed }: Demonstration['rotation'], styles: Styles): readonly string[] {
  const rows = variables.filter(({ fingerprint }) => fingerprint !== undefined);
  const [head = '', ...lines] = columns([
    ['variable', 'version', 'fingerprint before', '', 'fingerprint now', 'time'],
    ...rows.map(({ name, version, fingerprint, durationMs }) => [
      name, version?.slice(0, 8) ?? '', before[name] ?? '', changed.includes(name) ? '→' : '=', fingerprint ?? '', milliseconds(durationMs),
    ]),
  ], styles.faint);
  return [head, ...lines.map((line, index) => (changed.includes(rows[index]?.name ?? '') ? styles.changed(line) : line))];
}

function outputLines({ exitCode, output }: Kickoff, margin: Margin, styles: Styles): readonly string[] {
  const printed = output.trimEnd().split('\n').map((line) => `${styles.faint('│')} ${line}`);
  return margin('ran', `the program ended with ${exitCode}; what it printed, as the log has it:`, ...printed);
}
