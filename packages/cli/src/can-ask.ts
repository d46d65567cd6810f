/** Whether a person sits there: one who types and one who reads, standard output aside. */
export function canAsk({ stdin, stderr }: NodeJS.Process): boolean {
  return stdin.isTTY && stderr.isTTY;
}
