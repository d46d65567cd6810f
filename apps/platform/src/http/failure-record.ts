const mostFrames = 12;

/** Of an error that is none of ours: its class and the places in our code. Its text may quote anything, and is left out. */
export function failureRecord(error: unknown): { readonly error: string; readonly frames: readonly string[] } {
  if (!(error instanceof Error)) return { error: typeof error, frames: [] };
  // Of a stack only the lines that are places: the text of the error may go over several lines before them.
  const frames = (error.stack ?? '').split('\n').flatMap((line) => /^ {4}at (?:async )?(?:[\w.<>[\] ]+ \()?(?:file:\/\/)?[^()\s]*?((?:[\w@.-]+\/){0,3}[\w.-]+:\d+:\d+)\)?$/.exec(line)?.[1] ?? []);
  return { error: /^\w{1,64}$/.test(error.name) ? error.name : 'Error', frames: frames.slice(0, mostFrames) };
}
