import type { Refusal } from './refusal.ts';
import type { Styles } from './styles.ts';
import { entry, entryWidth, wrap, wrapCommand } from './text-layout.ts';

/** What was sent beside what is trusted, the first differing character marked; then cause, cure and command. */
export function showRefusal({ code, cloudCode, diagnosis, registered, docsUrl }: Refusal, styles: Styles): readonly string[] {
  const margin = (label: string, lines: readonly string[]): readonly string[] => entry(label, lines, styles.faint);
  return [
    ...margin('refused', [`${styles.bad(code)}  Entra says ${cloudCode ?? 'nothing more'}`]),
    ...Object.entries(registered).flatMap(([name, trusted]) => margin(name, comparison(diagnosis.sent?.[name] ?? '', trusted, styles))),
    ...margin('cause', wrap(diagnosis.cause, entryWidth)),
    ...margin('cure', wrap(diagnosis.cure, entryWidth)),
    ...(diagnosis.command === undefined ? [] : margin('command', wrapCommand(diagnosis.command, entryWidth))),
    ...margin('docs', [docsUrl]),
  ];
}

function comparison(sent: string, trusted: string, { good, bad, faint }: Styles): readonly string[] {
  if (sent === trusted) return [`${good('same')}     ${sent}`];
  const same = [...sent].findIndex((character, index) => character !== trusted[index]);
  const at = same === -1 ? sent.length : same;
  return [`${bad('sent')}     ${sent}`, `trusted  ${trusted}`, `         ${faint(`${' '.repeat(at)}^ differs from here on`)}`];
}
