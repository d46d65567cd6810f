import type { Refusal } from './refusal.ts';
import type { Styles } from './styles.ts';
import { entry, entryWidth, pageWidth, wrap, wrapCommand } from './text-layout.ts';

/** What was sent beside what is trusted, the first differing character marked; then cause, cure and command. */
export function showRefusal({ cloud, code, cloudCode, diagnosis, registered, docsUrl }: Refusal, styles: Styles): readonly string[] {
  const margin = (label: string, lines: readonly string[]): readonly string[] => entry(label, lines, styles.faint);
  const same = Object.entries(registered).filter(([name, trusted]) => diagnosis.sent?.[name] === trusted).map(([name]) => name);
  const others = Object.entries(registered).filter(([name]) => !same.includes(name));
  return [
    ...margin(cloud, [`${styles.bad(code)}  the cloud says ${cloudCode ?? 'nothing more'}`]),
    ...others.flatMap(([name, trusted]) => margin(name, comparison(diagnosis.sent?.[name] ?? '', trusted, styles))),
    ...(same.length === 0 ? [] : margin('', [`${styles.good('same')}     ${same.join(' and ')}`])),
    ...margin('cause', wrap(diagnosis.cause, entryWidth)),
    ...margin('cure', wrap(diagnosis.cure, entryWidth)),
    ...(diagnosis.command === undefined ? [] : commandLines(diagnosis.command, styles)),
    ...margin('docs', [docsUrl]),
  ];
}

/** Across the whole page: a cloud's names are long, and a shell breaks none of them. */
function commandLines(command: string, { faint }: Styles): readonly string[] {
  return [` ${faint('command')}`, ...wrapCommand(command, pageWidth).map((line) => ` ${line}`)];
}

function comparison(sent: string, trusted: string, { bad, faint }: Styles): readonly string[] {
  const same = [...sent].findIndex((character, index) => character !== trusted[index]);
  const at = same === -1 ? sent.length : same;
  return [`${bad('sent')}     ${sent}`, `trusted  ${trusted}`, `         ${faint(`${' '.repeat(at)}^ differs from here on`)}`];
}
