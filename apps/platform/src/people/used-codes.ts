/** Longer than a code of a second factor counts, with the steps before and after its own. */
const remembered = 2 * 60_000;

/** Codes that were good once: RFC 6238 §5.2 wants each to be good for one sign-in. This process's own; whoever types them is few. */
export function createUsedCodes(now: () => number): { readonly use: (user: string, code: string) => boolean } {
  const used = new Map<string, number>();
  return {
    use(user, code) {
      for (const [key, until] of used) if (until <= now()) used.delete(key);
      const key = JSON.stringify([user, code]);
      if (used.has(key)) return false;
      used.set(key, now() + remembered);
      return true;
    },
  };
}
