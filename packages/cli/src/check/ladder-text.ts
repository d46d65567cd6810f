import { styleText } from 'node:util';
import { oneLine } from '../one-line.ts';
import { statusOfRungs, type Section, type ShownRung } from './shown-rung.ts';

const marks = { pass: ['✓', 'green'], fail: ['✗', 'red'], warn: ['!', 'yellow'], skip: ['-', 'dim'], unproven: ['?', 'dim'] } as const;

/** The sections for a person: a line for each rung, and below what needs a hand all that is known of it. */
export function ladderText(sections: readonly Section[], stream: NodeJS.WriteStream): string {
  const rungs = sections.flatMap((section) => section.rungs);
  const width = Math.max(...rungs.map(({ title }) => title.length));
  const paragraphs = sections.map(({ title, rungs: own }) => [styleText('bold', oneLine(title), { stream }), ...toldOnce(own).map((rung) => rungText(rung, width, stream))].join('\n'));
  return `${paragraphs.join('\n\n')}\n\n${summary(rungs)}\n`;
}

function rungText(rung: ShownRung, width: number, stream: NodeJS.WriteStream): string {
  const { status, title, durationMs, message, reference } = rung;
  const [mark, colour] = marks[status];
  const words = [styleText(colour, `${mark} ${status.padEnd(8)}`, { stream }), title.padEnd(width), `${durationMs >= 0.5 ? Math.round(durationMs) : 0} ms`.padStart(8)];
  return [`  ${words.join('  ')}  ${reference === undefined ? '' : `${oneLine(reference)}: `}${oneLine(message)}`, ...detailLines(rung).map(([label, text]) => `      ${styleText('dim', label.padEnd(labelWidth), { stream })}  ${text}`)].join('\n');
}

const labelWidth = 10;

/** What is registered explains a refused exchange, and is told there alone. */
export function toldOnce(rungs: readonly ShownRung[]): readonly ShownRung[] {
  const exchange = rungs.find(({ id, status, expected }) => id === 'exchange' && status === 'fail' && expected !== undefined);
  return exchange ? rungs.map((rung) => (rung.id === 'registration' ? { ...rung, sent: {}, expected: {}, difference: undefined, error: undefined, diagnosis: undefined } : rung)) : rungs;
}

/** What is known of a rung that failed: what was sent and expected, where they differ, the cloud's own words, one cure. */
export function detailLines({ status, message, sent = {}, expected = {}, difference, error, diagnosis, commands = [] }: ShownRung): readonly (readonly [label: string, text: string])[] {
  if (status !== 'fail' && status !== 'warn') return [];
  const texts = (label: string, values: Readonly<Record<string, string>>): [string, string][] => Object.entries(values).map(([name, value], index) => [index === 0 ? label : '', `${name} ${oneLine(value)}`]);
  const cloud = [error?.cloudCode, error?.cloudMessage].filter((each) => each !== undefined);
  const lines: readonly (readonly [string, string | undefined])[] = [
    ['cause', diagnosis === undefined || diagnosis.cause === message ? undefined : diagnosis.cause],
    ...texts('sent', sent),
    ...texts('expected', expected),
    ...(difference ? [
      ['difference', difference.sentence] as const,
      ['ours', difference.ours] as const,
      ['registered', difference.theirs] as const,
      ['', `${' '.repeat(difference.column)}^`] as const,
    ] : []),
    ['cloud', cloud.length === 0 ? undefined : cloud.join(': ')],
    ['request', error?.requestId],
    ['cure', diagnosis?.cure],
    ['command', diagnosis?.command],
    ...commands.map((command, index) => [index === 0 ? 'registered' : '', command] as const),
    ['docs', error?.docsUrl],
  ];
  return lines.filter((line): line is readonly [string, string] => line[1] !== undefined).map(([label, text]) => [label, oneLine(text).trimEnd()]);
}

export function summary(rungs: readonly ShownRung[]): string {
  const counts = (['pass', 'warn', 'fail', 'skip', 'unproven'] as const).map((status) => [status, rungs.filter((rung) => rung.status === status).length] as const);
  const told = counts.filter(([, count]) => count > 0).map(([status, count]) => `${count} ${status}`).join(', ');
  const status = statusOfRungs(rungs);
  const first = rungs.find((rung) => rung.status === 'fail');
  return `${status === 'fail' ? `Failed at: ${first?.title ?? ''}` : status === 'warn' ? 'The trust works; something beside it is missing' : 'All is well'} (${told}).`;
}
