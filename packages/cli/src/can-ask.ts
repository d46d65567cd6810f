/** Whether a person sits there who may be asked: one who types and one who reads, standard output aside, and no `--no-input`. */
export function canAsk({ stdin, stderr }: NodeJS.Process, { input = true }: { readonly input?: boolean }): boolean {
  return input && stdin.isTTY && stderr.isTTY;
}
