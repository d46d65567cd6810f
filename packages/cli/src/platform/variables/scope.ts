/** All automations, or the ids of chosen ones. */
export type Scope = 'all' | readonly string[];

export function isSameScope(left: Scope, right: Scope): boolean {
  if (left === 'all' || right === 'all') return left === right;
  return left.length === right.length && left.every((id) => right.includes(id));
}
