/** How far our clock is off, by the last answer, without a full stop. `offset` is AWS's clock minus ours in milliseconds. */
export function clockSentence(what: string, offset: number | undefined, otherwise = ''): string {
  const seconds = offset === undefined ? undefined : -Math.round(offset / 1000);
  if (seconds === undefined) return what;
  if (Math.abs(seconds) < 5) return `${what}, and the clock of this host agrees with AWS's${otherwise}`;
  return `${what}: the clock of this host is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} AWS's`;
}
