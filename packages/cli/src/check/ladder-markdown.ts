import { fence, text } from '../markdown.ts';
import { detailLines, labelWidth, summary, toldOnce, type DetailLine } from './ladder-text.ts';
import type { Section } from './shown-rung.ts';

/** The same for a ticket. Ids of organizations, tenants, accounts and clients are shortened; commands are left out, because they name them. */
export function ladderMarkdown(sections: readonly Section[]): string {
  const parts = sections.map(({ title, rungs }) => {
    const rows = rungs.map(({ status, title: name, durationMs, reference, message }) => `| ${status} | ${name} | ${Math.round(durationMs)} | ${cell(reference === undefined ? message : `${reference}: ${message}`)} |`);
    const details = toldOnce(rungs).flatMap((rung) => {
      const lines = detailLines({ ...rung, commands: [] }, Number.POSITIVE_INFINITY).filter(({ label }) => label !== 'command');
      return lines.length === 0 ? [] : [`**${rung.title}**`, fence('text', lines.map((line) => `${line.label.padEnd(labelWidth)}  ${detail(line)}`).join('\n'))];
    });
    return [`## ${cell(title)}`, ['| status | rung | ms | |', '| --- | --- | ---: | --- |', ...rows].join('\n'), ...details].join('\n\n');
  });
  return `${parts.join('\n\n')}\n\n${cell(summary(sections))}\n`;
}

const cell = (words: string): string => text(shortened(words));

/** The cloud's support asks for the id of a request; and what a mark points at keeps its length. */
function detail({ label, text: words }: DetailLine): string {
  if (label === 'request') return words;
  return shortened(words, ['ours', 'registered', 'document'].includes(label) ? (id) => id.length : undefined);
}

/** UUIDs and numbers of accounts and projects, by their first four characters. */
function shortened(words: string, lengthOf: (id: string) => number = () => 5): string {
  return words.replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b\d{10,16}\b/gi, (id) => id.slice(0, 4).padEnd(lengthOf(id), '…'));
}
