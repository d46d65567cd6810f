import type { CommandRow, ElsewhereRow } from './command-row.ts';
import { otherRows } from './other-command-rows.ts';
import { resourceRows } from './resource-command-rows.ts';

/** By the words of the command. */
export const commandRows: Readonly<Record<string, CommandRow | ElsewhereRow>> = { ...resourceRows, ...otherRows };
