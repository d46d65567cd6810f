import type { z } from 'zod';
import type { FieldProblem } from '../errors/platform-error.ts';

const mostProblems = 50;

/** What a schema found wrong, by field. Values are not repeated, only the names of fields. */
export function fieldProblems({ issues }: z.ZodError): readonly FieldProblem[] {
  return issues.slice(0, mostProblems).flatMap((issue) => (issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({ field: fieldOf([...issue.path, key]), message: 'There is no such field.' }))
    : [{ field: fieldOf(issue.path), message: sentenceOf(issue) }]));
}

function fieldOf(path: readonly PropertyKey[]): string {
  return path.map((part) => String(part).slice(0, 64)).join('.');
}

function sentenceOf(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_type' && issue.message.endsWith('received undefined') ? 'This field is missing.' : `${issue.message.replace(/\.$/, '')}.`;
}
