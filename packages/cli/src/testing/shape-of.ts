/** The members of a JSON value with their types, in place of what they hold: what a program may rely on. */
export function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(shapeOf);
  if (typeof value !== 'object' || value === null) return typeof value;
  return Object.fromEntries(Object.entries(value).map(([member, each]) => [member, member === 'version' && each === 1 ? 1 : shapeOf(each)]));
}
