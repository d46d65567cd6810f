// A longer wait is no other than this one: nobody waits for it, and a number of any length stays one that can be shown.
const longestWait = 1_000_000_000_000;

// IMF-fixdate. Date.parse alone takes `-1` for a year.
const fixedForm = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** Epoch milliseconds of a header such as Date, by the clock of the answering side (RFC 9110 section 5.6.7). */
export function httpDate(text: string | undefined): number | undefined {
  const date = text !== undefined && fixedForm.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : date;
}

/** Milliseconds that Retry-After asks for, seconds or a date against the answer's own `date` (RFC 9110 section 10.2.3). */
export function retryAfter(text: string | undefined, date: number | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, longestWait);
  const until = httpDate(text);
  return until === undefined || date === undefined ? undefined : Math.min(Math.max(0, until - date), longestWait);
}
