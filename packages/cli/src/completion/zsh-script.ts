import { joined, type DescribedCommand } from './described-command.ts';

/** For zsh 5: the words of `bash-script`, each with what it means. */
export function zshScript(commands: readonly DescribedCommand[]): string {
  const descriptions = new Map(commands.map(({ path, description }) => [path, description]));
  const flags = commands.flatMap(({ path, flags: all }) => all.map(({ names, ...flag }) => ({ ...flag, patterns: names.map((name) => `${path}|${name}`) })));
  const taking = arm(flags.filter(({ takesValue }) => takesValue).flatMap(({ patterns }) => patterns), 'flag="$word"');
  const below = commands.flatMap(({ path, subcommands }) => subcommands.map((name) => arm([`${path}|${name}`], `place=${quoted(joined(path, name))}`)));
  const values = flags.filter(({ choices }) => choices.length > 0).map(({ patterns, choices }) => arm(patterns, entries(choices.map((choice) => [choice]))));
  const words = commands.map(({ path, subcommands, choices, flags: own }) => arm([`${path}|`], entries([
    ...subcommands.map((name) => [name, descriptions.get(joined(path, name))] as const),
    ...choices.map((choice) => [choice] as const),
    ...own.flatMap(({ names, description }) => names.map((name) => [name, description] as const)),
  ])));
  return `#compdef carnet
# Completion of carnet for zsh: carnet completion zsh > "\${fpath[1]}/_carnet"
_carnet() {
  local place='' flag='' word
  local -a entries
  # The name itself, and the word at the cursor, are not among them.
  for word in "\${(@)words[2,CURRENT-1]}"; do
    if [[ "$word" == '--' ]]; then _files; return; fi
    if [[ -n "$flag" ]]; then flag=''; continue; fi
    case "$place|$word" in
${taking}${below.join('')}    esac
  done
  case "$place|$flag" in
${values.join('')}${words.join('')}  esac
  _describe -t carnet 'carnet' entries || _files
}
if [[ "\${funcstack[1]}" == '_carnet' ]]; then _carnet "$@"; else compdef _carnet carnet; fi
`;
}

function arm(patterns: readonly string[], work: string): string {
  return patterns.length === 0 ? '' : `    ${patterns.map(quoted).join('|')}) ${work} ;;\n`;
}

function entries(words: readonly (readonly [word: string, meaning?: string | undefined])[]): string {
  // The first colon parts a word from its meaning.
  return `entries=(${words.map(([word, meaning]) => quoted(`${word}${meaning === undefined ? '' : `:${meaning.replace(/[\\:]/g, String.raw`\$&`)}`}`)).join(' ')})`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
