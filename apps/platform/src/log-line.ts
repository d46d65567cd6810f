const longest = 4_000;

/** What a process with foreign code says, as one line: it may not begin a line of its own, nor fill the log. */
export function logLine(text: string): string {
  return text.slice(0, longest).replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').toWellFormed();
}
