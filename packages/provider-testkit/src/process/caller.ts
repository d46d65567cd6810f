// Node itself looks at variables, files and timers with each connection, and so does a test runner.
const notOfAProvider = /\bnode:|\/node_modules\/(?:\.pnpm\/[^/]+\/node_modules\/)?(?:vitest|vite|vite-node|@vitest\/[^/]+)\//;

/**
 * Whether code that is neither Node's nor the test runner's stands at this place of the stack.
 *
 * @param frames between the one who asks and the one who is asked about
 */
export function isOfAProvider(frames: number): boolean {
  // The first line and this function stand above all others.
  const caller = new Error().stack?.split('\n')[2 + frames];
  return caller === undefined || !notOfAProvider.test(caller);
}
