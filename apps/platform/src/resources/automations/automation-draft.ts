import { refuseFields } from '../records/field-problems.ts';
import { nameProblem } from '../records/resource-name.ts';

/** An automation as somebody wants it to be. */
export interface AutomationDraft {
  readonly name: string;
  /** Program and arguments. No shell reads them. */
  readonly command: readonly string[];
  readonly timeoutSeconds: number;
  /** Null: no limit of its own. */
  readonly concurrency: number | null;
  /** `1.4.0`: this version, or a newer one. */
  readonly requiredWorkerVersion: string | null;
}

const longestCommand = 131_072;

/** @throws InvalidRequest */
export function checkAutomation(draft: AutomationDraft): AutomationDraft {
  const name = nameProblem(draft.name);
  const bytes = draft.command.reduce((sum, word) => sum + Buffer.byteLength(word) + 1, 0);
  refuseFields([
    ...(name === undefined ? [] : [{ field: 'name', message: name }]),
    ...(draft.command[0] === '' ? [{ field: 'command.0', message: 'must name a program' }] : []),
    ...draft.command.flatMap((word, index) => (word.includes('\0') || !word.isWellFormed() ? [{ field: `command.${index}`, message: 'must be text that a process can be given: no NUL and no half of a surrogate pair' }] : [])),
    ...(bytes > longestCommand ? [{ field: 'command', message: `must have at most ${longestCommand} bytes` }] : []),
  ]);
  return draft;
}
