/**
 * Settles at the first SIGTERM or SIGINT; a second one does not hurry the end that has begun.
 *
 * A listener for SIGUSR1 keeps Node from opening its inspector at that signal: a command that runs as the same user could
 * read the signing key through it.
 */
export function untilStopped(): Promise<undefined> {
  process.on('SIGUSR1', () => undefined);
  return new Promise((resolve) => {
    process.on('SIGTERM', () => resolve(undefined));
    process.on('SIGINT', () => resolve(undefined));
  });
}
