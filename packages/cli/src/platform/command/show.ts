import { oneLine } from '../../one-line.ts';
import { printJson } from '../../print-json.ts';
import { terminalOf } from '../../provider/terminal-text.ts';
import { textRows, textTable } from '../../text-table.ts';
import type { PlatformCall } from './platform-command.ts';

type Shown = Pick<PlatformCall, 'options' | 'host'>;
type Cell = string | number | boolean | null | undefined;

/** A table, or one object with the list under `name`. */
export function showList<T>({ options, host }: Shown, name: string, items: readonly T[], columns: Readonly<Record<string, (item: T) => Cell>>): void {
  if (options.json) printJson(host, { [name]: items });
  else if (items.length === 0) host.stderr.write('carnet: there is none.\n');
  else host.stdout.write(textTable(Object.keys(columns), items.map((item) => Object.values(columns).map((cell) => cellText(cell(item)))), terminalOf(host.stdout)));
}

/** Labels and texts, or one object with the thing under `name`. */
export function showOne<T extends object>({ options, host }: Shown, name: string, item: T, rows: Readonly<Record<string, Cell>>): void {
  if (options.json) printJson(host, { [name]: item });
  else host.stdout.write(textRows(Object.entries(rows).map(([label, cell]) => [label, cell === undefined || cell === null ? undefined : cellText(cell)] as const), terminalOf(host.stdout)));
}

/** What was done, as a sentence or as one object. */
export function tellDone({ options, host }: Shown, json: object, sentence: string): void {
  if (options.json) printJson(host, json);
  else host.stdout.write(`${oneLine(sentence)}\n`);
}

export function yesNo(value: boolean | undefined): string {
  return value ? 'yes' : 'no';
}

function cellText(cell: Cell): string {
  if (typeof cell === 'boolean') return yesNo(cell);
  return cell === null || cell === undefined || cell === '' ? '-' : String(cell);
}
