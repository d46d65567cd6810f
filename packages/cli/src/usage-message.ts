/** What commander says of wrong use, without what was typed but for the names of flags and commands: a secret may stand where none belongs. */
export function usageMessage(message: string): string {
  return message
    .replace(/^error: /, '')
    .replace(/^unknown option '(.*)'/s, (_, typed: string) => `unknown option${named(/^(?:--[a-z][a-z-]{0,30}(?==|$)|-[a-z])/i.exec(typed))}`)
    .replace(/^unknown command '(.*)'/s, (_, typed: string) => `unknown command${named(/^[a-z][a-z-]{0,30}$/i.exec(typed))}`)
    .replace(/^(too many arguments.* but got \d+): .*/s, '$1.')
    .replace(/ argument '.*' is invalid\./s, ' has a wrong value.')
    .replace(/^command-argument value '.*' is invalid for argument '(.*?)'\./s, "argument '$1' has a wrong value.")
    .trimEnd();
}

function named(name: RegExpExecArray | null): string {
  return name === null ? '' : ` '${name[0]}'`;
}
