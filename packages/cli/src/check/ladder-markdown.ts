import { oneLine } from '../one-line.ts';
import { detailLines, summary, toldOnce } from './ladder-text.ts';
import type { Section } from './shown-rung.ts';

/** The same for a ticket. Ids of organizations, tenants, accounts and clients are shortened; commands are left out, because they name them. */
export function ladderMarkdown(sections: readonly Section[]): string {
  const parts = sections.map(({ title, rungs }) => {
    const rows = rungs.map(({ status, title: name, durationMs, reference, message }) => `| ${status} | ${name} | ${Math.round(durationMs)} | ${cell(reference === undefined ? message : `${reference}: ${message}`)} |`);
    const details = toldOnce(rungs).flatMap((rung) => {
      const lines = detailLines({ ...rung, diagnosis: rung.diagnosis && { ...rung.diagnosis, command: '' }, commands: [] }).filter(([, text]) => text !== '');
      return lines.length === 0 ? [] : [`**${rung.title}**`, `\`\`\`text\n${lines.map(([label, text]) => `${label.padEnd(10)}  ${detail(label, text)}`).join('\n')}\n\`\`\``];
    });
    return [`## ${cell(title)}`, ['| status | rung | ms | |', '| --- | --- | ---: | --- |', ...rows].join('\n'), ...details].join('\n\n');
  });
  return `${parts.join('\n\n')}\n\n${summary(sections.flatMap(({ rungs }) => rungs))}\n`;
}

const cell = (text: string): string => shortened(oneLine(text)).replace(/[\\|`*_<>[\]]/g, String.raw`\$&`);

/** The cloud's support asks for the id of a request; and what a mark points at keeps its length. */
function detail(label: string, text: string): string {
  if (label === 'request') return text;
  return shortened(text, label === 'ours' || label === 'registered' ? (id) => id.length : undefined);
}

/** UUIDs and numbers of accounts and projects, by their first four characters. */
function shortened(text: string, lengthOf: (id: string) => number = () => 5): string {
  return text.replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b\d{10,16}\b/gi, (id) => id.slice(0, 4).padEnd(lengthOf(id), '…'));
}
