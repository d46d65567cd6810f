import { styleText } from 'node:util';
import type { Rung } from '@carnet/trust';
import { oneLine } from '../one-line.ts';
import { wrapped } from '../provider/terminal-text.ts';
import { statusOfRungs, type Section, type ShownRung } from './shown-rung.ts';

const marks = { pass: ['✓', 'green'], fail: ['✗', 'red'], warn: ['!', 'yellow'], skip: ['-', 'dim'], unproven: ['?', 'dim'] } as const;
// Of a message that stands beside its title.
const narrowest = 40;
const usualColumns = 80;
const messageIndent = 14;
const detailIndent = 18;

/** The sections for a person: a line for each rung, and below what needs a hand all that is known of it. A terminal's width is kept to. */
export function ladderText(sections: readonly Section[], stream: NodeJS.WriteStream): string {
  const titleWidth = Math.max(...sections.flatMap(({ rungs }) => rungs).map(({ title }) => title.length));
  const paragraphs = sections.map(({ title, rungs }) => [styleText('bold', oneLine(title), { stream }), ...toldOnce(rungs).map((rung) => rungText(rung, titleWidth, stream))].join('\n'));
  return `${paragraphs.join('\n\n')}\n\n${wrapped(summary(sections), columnsOf(stream), 0)}\n`;
}

/** What is no terminal has no width: its reader looks for whole lines. Some terminals do not tell theirs. */
function columnsOf({ isTTY, columns }: NodeJS.WriteStream): number {
  if (!isTTY) return Number.POSITIVE_INFINITY;
  return columns > 0 ? Math.max(columns, narrowest) : usualColumns;
}

function rungText(rung: ShownRung, titleWidth: number, stream: NodeJS.WriteStream): string {
  const { status, title, durationMs, message, reference } = rung;
  const [mark, colour] = marks[status];
  const columns = columnsOf(stream);
  const timed = `${title.padEnd(titleWidth)}  ${`${Math.round(durationMs)} ms`.padStart(8)}`;
  const text = `${reference === undefined ? '' : `${reference}: `}${message}`;
  const beside = messageIndent + timed.length + 2;
  const told = columns - beside >= narrowest ? `  ${wrapped(text, columns, beside)}` : `\n${' '.repeat(messageIndent)}${wrapped(text, columns, messageIndent)}`;
  const details = detailLines(rung, columns - detailIndent).map(({ label, text: detail, isProse }) =>
    `      ${styleText('dim', label.padEnd(labelWidth), { stream })}  ${isProse ? wrapped(detail, columns, detailIndent) : detail}`);
  return [`  ${styleText(colour, `${mark} ${status.padEnd(8)}`, { stream })}  ${timed}${told}`, ...details].join('\n');
}

export const labelWidth = 10;

/** What is registered explains a refused exchange, and is told there alone. */
export function toldOnce(rungs: readonly ShownRung[]): readonly ShownRung[] {
  const exchange = rungs.find(({ id, status, expected }) => id === 'exchange' && status === 'fail' && expected !== undefined);
  return exchange ? rungs.map((rung) => (rung.id === 'registration' ? { ...rung, sent: {}, expected: {}, difference: undefined, error: undefined, diagnosis: undefined } : rung)) : rungs;
}

export interface DetailLine {
  readonly label: string;
  readonly text: string;
  /** May be broken between words. A value or a command may not: it is compared, or copied. */
  readonly isProse: boolean;
}

/** What is known of a rung that failed: what was sent and expected, where they differ, the cloud's own words, one cure. */
export function detailLines({ id, status, message, sent = {}, expected = {}, difference, error, diagnosis, commands = [] }: ShownRung, width: number): readonly DetailLine[] {
  if (status !== 'fail' && status !== 'warn') return [];
  const line = (label: string, text: string | undefined, isProse = false): readonly DetailLine[] => (text === undefined ? [] : [{ label, text: oneLine(text).trimEnd(), isProse }]);
  const prose = (label: string, text: string | undefined): readonly DetailLine[] => line(label, text, true);
  const values = (label: string, named: Readonly<Record<string, string>>): readonly DetailLine[] => Object.entries(named).flatMap(([name, value], index) => line(index === 0 ? label : '', `${name} ${value}`));
  const { cause, cure, command } = diagnosis ?? {};
  const cloud = [error?.cloudCode, error?.cloudMessage].filter((each) => each !== undefined);
  return [
    ...prose('cause', cause === message ? undefined : cause),
    ...values('sent', sent),
    ...values('expected', expected),
    ...prose('difference', `${message} ${cause}`.includes(difference?.sentence ?? '') ? undefined : difference?.sentence),
    ...(difference ? differenceLines(difference, id === 'issuer.name' ? 'document' : 'registered', width).flatMap(([label, text]) => line(label, text)) : []),
    ...prose('cloud', cloud.length === 0 ? undefined : cloud.join(': ')),
    ...line('request', error?.requestId),
    ...prose('cure', cure),
    ...line('command', command),
    ...commands.flatMap((each, index) => line(index === 0 ? 'to compare' : '', each)),
    ...line('docs', error?.docsUrl),
  ];
}

/** Both values and a mark below, cut to where they differ: a mark below a broken line would point anywhere. */
function differenceLines({ ours, theirs, column }: NonNullable<Rung['difference']>, place: string, width: number): readonly (readonly [label: string, text: string])[] {
  const isCut = Math.max(ours.length, theirs.length) > width;
  const start = isCut ? Math.max(0, column - Math.floor(width / 2)) : 0;
  const cut = (text: string): string => (isCut ? `${start > 0 ? '…' : ''}${text.slice(start + (start > 0 ? 1 : 0), start + width - 1)}${text.length > start + width - 1 ? '…' : ''}` : text);
  return [['ours', cut(ours)], [place, cut(theirs)], ['', `${' '.repeat(column - start)}^`]];
}

export function summary(sections: readonly Section[]): string {
  const rungs = sections.flatMap((section) => section.rungs);
  const counts = (['pass', 'warn', 'fail', 'skip', 'unproven'] as const).map((status) => [status, rungs.filter((rung) => rung.status === status).length] as const);
  const told = counts.filter(([, count]) => count > 0).map(([status, count]) => `${count} ${status}`).join(', ');
  const status = statusOfRungs(rungs);
  const first = `${firstOf(sections, status)} (${told}).`;
  return status === 'fail' ? `Failed first: ${first}` : status === 'warn' ? `The trust works. Look at: ${first}` : `All is well (${told}).`;
}

/** Where to look, of several credentials too. */
function firstOf(sections: readonly Section[], status: ShownRung['status']): string {
  for (const { title, rungs } of sections) {
    const found = rungs.find((rung) => rung.status === status);
    if (found) return oneLine(`${found.title}${found.reference === undefined ? '' : ` ${found.reference}`}, of ${title}`);
  }
  return '';
}
