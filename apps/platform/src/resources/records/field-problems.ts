import type { FieldProblem } from '../../errors/platform-error.ts';
import { InvalidRequest } from '../../http/problem.ts';

/** Refuses with every field that is wrong, when there is one. */
export function refuseFields(problems: readonly FieldProblem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  const more = problems.length === 1 ? '' : ` ${problems.length - 1} more ${problems.length === 2 ? 'field is' : 'fields are'} wrong, too.`;
  throw new InvalidRequest(400, `${first.field}: ${first.message}.${more}`, { problems });
}

export function refuseField(field: string, message: string): never {
  throw new InvalidRequest(400, `${field}: ${message}.`, { problems: [{ field, message }] });
}
