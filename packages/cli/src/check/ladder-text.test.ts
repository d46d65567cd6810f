import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { captureHost } from '../testing/captured-host.ts';
import { ladderMarkdown } from './ladder-markdown.ts';
import { ladderText } from './ladder-text.ts';
import type { ShownRung } from './shown-rung.ts';

const terminal = (columns: number): NodeJS.WriteStream => Object.assign(captureHost().host.stdout, { isTTY: true, columns });
const pipe = (): NodeJS.WriteStream => captureHost().host.stdout;
const rung = (changes: Partial<ShownRung>): ShownRung => ({ id: 'exchange', title: 'exchange', status: 'fail', durationMs: 12, message: 'It was refused.', ...changes });
const shown = (changes: Partial<ShownRung>, stream: NodeJS.WriteStream): string => stripVTControlCharacters(ladderText([{ title: 'credential vault', rungs: [rung(changes)] }], stream));

const subject = `organization:${'4'.repeat(36)}:automation:${'7'.repeat(36)}`;
const difference = { value: 'subject', registration: 'carnet', ours: `${subject}a`, theirs: `${subject}b`, position: subject.length + 1, column: subject.length, sentence: 'The last character differs.' } as const;

describe.each([80, 0])('on a terminal of 80 columns, which says %s', (columns) => {
  const prose = 'a cause of several words '.repeat(12).trim();

  it('no line of words is longer, and every word is there', () => {
    const text = shown({ message: prose, diagnosis: { cause: `${prose}!`, cure: prose, severity: 'error' }, error: { code: 'TRUST_REJECTED', message: prose, cloudMessage: prose, docsUrl: 'https://carnet.dev/errors/TRUST_REJECTED' } }, terminal(columns));
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(text.match(/several/g)).toHaveLength(12 * 4);
  });

  it('the mark stands below the character that differs, also of a value that is wider', () => {
    const lines = shown({ difference }, terminal(columns)).split('\n');
    const at = lines.findIndex((line) => line.trim() === '^');
    const [ours = '', theirs = '', mark = ''] = lines.slice(at - 2, at + 1);
    expect([ours.length, theirs.length].every((length) => length <= 80)).toBe(true);
    expect([ours[mark.indexOf('^')], theirs[mark.indexOf('^')]]).toEqual(['a', 'b']);
    expect(ours).toContain('…');
  });

  it('neither a command nor a value is broken', () => {
    const command = `az ad app federated-credential update --parameters '${subject}'`;
    const text = shown({ sent: { subject }, diagnosis: { cause: 'c', cure: 'd', command, severity: 'error' }, commands: [command] }, terminal(columns));
    expect(text.split(command)).toHaveLength(3);
    expect(text).toContain(`subject ${subject}`);
  });
});

it('what is piped has whole lines, whole values and no colour', () => {
  const text = ladderText([{ title: 'credential vault', rungs: [rung({ difference, message: 'word '.repeat(100).trim() })] }], pipe());
  expect(text).toContain(difference.ours);
  expect(text).toContain('word '.repeat(100).trim());
  expect(text).not.toContain('\u001B');
});

it('says where to look first, by the credential and the secret', () => {
  const sections = [{ title: 'credential a', rungs: [rung({ status: 'pass' })] }, { title: 'credential b', rungs: [rung({ id: 'secret', title: 'secret', status: 'warn', reference: 'api-key' })] }];
  expect(ladderText(sections, pipe())).toMatch(/\nThe trust works\. Look at: secret api-key, of credential b \(1 pass, 1 warn\)\.\n$/);
});

it('what a cloud says ends neither a code block nor a table, and steers no terminal', () => {
  const hostile = '```\n# title |\u001B[31m `<img src=x>` @everyone';
  const sections = [{ title: hostile, rungs: [rung({ message: hostile, error: { code: 'TRUST_REJECTED', message: 'm', cloudMessage: hostile, docsUrl: 'https://carnet.dev' } })] }];
  const markdown = ladderMarkdown(sections);
  expect(markdown.split('\n').filter((line) => /^`{4}/.test(line))).toEqual(['````text', '````']);
  expect(markdown.split('\n').filter((line) => line.startsWith('| fail')).map((line) => line.split(/(?<!\\)\|/).length)).toEqual([6]);
  expect(`${markdown}${ladderText(sections, pipe())}`).not.toContain('\u001B');
  expect(markdown.split('````')[0]).not.toContain('<img');
});
