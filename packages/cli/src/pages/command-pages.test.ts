import { describe, expect, it } from 'vitest';
import { visibleCommands } from '../command-tree.ts';
import { wholeProgram } from '../whole-program.ts';
import { commandPages } from './command-pages.ts';

const pages = await commandPages();
const program = wholeProgram(process);

describe('the pages of the commands', () => {
  it('are one a command, and a list of all of them', () => {
    const names = visibleCommands(program).map((command) => command.name());
    expect([...pages.keys()]).toEqual(['README', ...names]);
    for (const name of names) expect(pages.get('README')).toContain(`[\`carnet ${name}\`](${name}.md)`);
  });

  it('say what to do first, then what can be chosen, then what to know', () => {
    const page = pages.get('plan') ?? '';
    const parts = ['# carnet plan', 'Show what a run would read', '```sh\ncarnet plan\n', '```text\ncarnet plan [options]', '| `--only <names>` | Only these variables', 'Nothing is sent', 'What `--json` prints', 'Exit codes: 0 done;'];
    expect(parts.map((part) => page.indexOf(part))).toEqual(parts.map((part) => page.indexOf(part)).toSorted((left, right) => left - right));
    for (const part of parts) expect(page).toContain(part);
  });

  it('hold every flag and argument of the command and of those below it, choices and what is required among them', () => {
    const page = pages.get('secrets') ?? '';
    for (const part of ['## carnet secrets ls', '## carnet secrets fingerprint', '| `reference` | required |', '`--reveal`', '`-y, --yes`']) expect(page).toContain(part);
    expect(pages.get('export')).toContain('| `-f, --format <format>` | How to write them, always needed. One of dotenv, shell, json, yaml, docker, github. |');
    expect(pages.get('run')).toContain('Default: auto.');
  });

  it('show nothing that is hidden, and no colour', () => {
    for (const text of ['carnet provider work', '\u001b']) for (const page of pages.values()) expect(page).not.toContain(text);
  });
});
