// In the path of a policy these stand for more than themselves, or are refused, and nothing takes that from them.
const pattern = /\*$|(?:^|\/)\+(?:\/|$)|\+\*|\{\{|\$\{/;

/** Whether a policy would read this path as more than one. */
export function isPolicyPattern(path: string): boolean {
  return pattern.test(path);
}
