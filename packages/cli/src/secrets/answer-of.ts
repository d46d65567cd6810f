/**
 * What a person answers, or undefined for one who leaves the question: by Ctrl-C, by Escape, or by the end of the input (Ctrl-D), after which the
 * prompt itself would neither answer nor give the cursor back.
 */
export async function answerOf<T extends string | boolean>({ stdin }: NodeJS.Process, ask: (signal: AbortSignal) => Promise<T | symbol>): Promise<T | undefined> {
  const left = new AbortController();
  const leave = (_: string | undefined, { ctrl, name }: { readonly ctrl?: boolean; readonly name?: string }): void => {
    if (ctrl && name === 'd') left.abort();
  };
  stdin.on('keypress', leave);
  try {
    const answer = await ask(left.signal);
    return typeof answer === 'symbol' ? undefined : answer;
  } finally {
    stdin.off('keypress', leave);
  }
}
