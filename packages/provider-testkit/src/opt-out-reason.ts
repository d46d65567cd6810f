/** Words, and not a mark that stands for some. */
export function isReason(reason: string | undefined): reason is string {
  return reason !== undefined && /\p{L}{2}/u.test(reason);
}
