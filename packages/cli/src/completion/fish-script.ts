import { joined, type DescribedCommand, type DescribedFlag } from './described-command.ts';

/** For fish 3: one rule a word, in force where the words before it lead to its command. */
export function fishScript(commands: readonly DescribedCommand[]): string {
  const descriptions = new Map(commands.map(({ path, description }) => [path, description]));
  const taking = commands.flatMap(({ path, flags }) => flags.filter(({ takesValue }) => takesValue).flatMap(({ names }) => names.map((name) => quoted(`${path}|${name}`))));
  const below = commands.flatMap(({ path, subcommands }) => subcommands.map((name) => `      case ${quoted(`${path}|${name}`)}\n        set path ${quoted(joined(path, name))}\n`));
  const rules = commands.flatMap(({ path, subcommands, choices, flags }) => [
    ...subcommands.map((name) => `-f -a ${quoted(name)} -d ${quoted(descriptions.get(joined(path, name)) ?? '')}`),
    ...(choices.length === 0 ? [] : [`-f -a ${quoted(choices.join(' '))}`]),
    ...flags.map(flagRule),
  ].map((rule) => `complete -c carnet -n ${quoted(`__carnet_at ${quoted(path)}`)} ${rule}\n`));
  return `# Completion of carnet for fish: carnet completion fish > ~/.config/fish/completions/carnet.fish
function __carnet_at
  set -l words (commandline -opc)
  set -l path ''
  set -l flag ''
  for word in $words[2..-1]
    if test -n "$flag"
      set flag ''
      continue
    end
    if test "$word" = '--'
      return 1
    end
    switch "$path|$word"
      case ${taking.join(' ')}
        set flag $word
${below.join('')}    end
  end
  test "$path" = "$argv[1]"
end
${rules.join('')}`;
}

function flagRule({ names, description, takesValue, choices }: DescribedFlag): string {
  return [
    ...names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`)),
    ...(takesValue ? ['-r'] : []),
    ...(choices.length === 0 ? [] : [`-f -a ${quoted(choices.join(' '))}`]),
    `-d ${quoted(description)}`,
  ].join(' ');
}

const quoted = (text: string): string => `'${text.replace(/['\\]/g, String.raw`\$&`)}'`;
