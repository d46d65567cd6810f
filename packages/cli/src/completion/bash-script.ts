import { joined, type DescribedCommand } from './described-command.ts';

/**
 * For bash 3.2 and newer. The words before the cursor lead to the command, and to the flag whose value is typed; where nothing of
 * ours fits, names of files are completed.
 */
export function bashScript(commands: readonly DescribedCommand[]): string {
  const flags = commands.flatMap(({ path, flags: all }) => all.map(({ names, ...flag }) => ({ ...flag, patterns: names.map((name) => `${path}|${name}`) })));
  const taking = arm(flags.filter(({ takesValue }) => takesValue).flatMap(({ patterns }) => patterns), 'flag="$word"');
  const below = commands.flatMap(({ path, subcommands }) => subcommands.map((name) => arm([`${path}|${name}`], `path='${joined(path, name)}'`)));
  const values = flags.filter(({ choices }) => choices.length > 0).map(({ patterns, choices }) => arm(patterns, `words='${choices.join(' ')}'`));
  const words = commands.map(({ path, subcommands, choices, flags: own }) => arm([`${path}|`], `words='${[...subcommands, ...choices, ...own.flatMap(({ names }) => names)].join(' ')}'`));
  return `# Completion of carnet for bash: source <(carnet completion bash)
_carnet() {
  local path='' flag='' words='' current="\${COMP_WORDS[COMP_CWORD]}" word index
  for ((index = 1; index < COMP_CWORD; index++)); do
    word="\${COMP_WORDS[index]}"
    if [[ "$word" == '--' ]]; then return; fi
    # bash makes three words of --flag=value.
    if [[ "$word" == '=' ]]; then continue; fi
    if [[ -n "$flag" ]]; then flag=''; continue; fi
    case "$path|$word" in
${taking}${below.join('')}    esac
  done
  if [[ "$current" == '=' ]]; then current=''; fi
  case "$path|$flag" in
${values.join('')}${words.join('')}  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _carnet carnet
`;
}

function arm(patterns: readonly string[], work: string): string {
  return patterns.length === 0 ? '' : `    ${patterns.map((pattern) => `'${pattern}'`).join('|')}) ${work} ;;\n`;
}
