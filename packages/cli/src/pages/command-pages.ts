import type { Command } from 'commander';
import { visibleCommands, visibleOptions } from '../command-tree.ts';
import { code, fence, text } from '../markdown.ts';

/**
 * The documentation page of every command, as Markdown, by its name. Made from what the command itself is: its help and its flags.
 *
 * @example
 * ```ts
 * import { commandPages } from '@carnet/cli';
 *
 * const pages = await commandPages();
 * console.log(pages.get('run'));
 * ```
 */
export async function commandPages(): Promise<ReadonlyMap<string, string>> {
  // Loaded here alone: a configuration imports this entry, too, and wants none of it.
  const { wholeProgram } = await import('../whole-program.ts');
  const program = wholeProgram(process);
  const commands = visibleCommands(program);
  const rows = commands.map((command) => `| [${code(`carnet ${command.name()}`)}](${command.name()}.md) | ${text(sentence(command.description()))} |`);
  const index = ['# Commands', sentence(program.description()), '| command | what it does |\n|---|---|\n'.concat(rows.join('\n')), ...belowFlags(program)].join('\n\n');
  return new Map([['README', `${index}\n`], ...commands.map((command): [string, string] => [command.name(), `${page(command, [command.name()], 1).join('\n\n')}\n`])]);
}

function page(command: Command, path: readonly string[], level: number): readonly string[] {
  const children = visibleCommands(command);
  const [examples = '', ...rest] = belowFlags(command);
  return [
    `${'#'.repeat(level)} carnet ${path.join(' ')}`,
    text(sentence(command.description())),
    examples,
    ...(children.length > 0 ? [] : [fence('text', `carnet ${path.join(' ')} ${command.usage()}`), ...argumentTable(command), flagTable(command)]),
    ...rest,
    ...children.flatMap((child) => page(child, [...path, child.name()], level + 1)),
  ];
}

function argumentTable({ registeredArguments }: Command): readonly string[] {
  if (registeredArguments.length === 0) return [];
  return [['| argument | | meaning |', '|---|---|---|', ...registeredArguments.map((argument) =>
    `| ${code(argument.name())} | ${argument.required ? 'required' : 'optional'} | ${text(withChoices(argument.description, argument.argChoices))} |`)].join('\n')];
}

function flagTable(command: Command): string {
  return ['| flag | meaning |', '|---|---|', ...visibleOptions(command).map(({ flags, description, argChoices, defaultValue }) =>
    `| ${code(flags)} | ${text(`${withChoices(description, argChoices)}${defaultValue === undefined ? '' : ` Default: ${String(defaultValue)}.`}`)} |`)].join('\n');
}

function withChoices(description: string, choices: readonly string[] | undefined): string {
  return `${sentence(description)}${choices === undefined ? '' : ` One of ${choices.join(', ')}.`}`;
}

/** The paragraphs that its help has below the flags; the examples come first there, too. */
function belowFlags(command: Command): readonly string[] {
  let shown = '';
  command.configureOutput({ writeOut: (written) => void (shown += written), getOutHelpWidth: () => 80, getOutHasColors: () => false });
  command.outputHelp();
  const below = shown.slice(command.helpInformation().length).trim();
  return below === '' ? [] : below.split('\n\n').map((paragraph) => {
    const [title = '', ...content] = paragraph.split('\n');
    const plain = content.map((line) => line.trimStart().replace(/^\$ /, '')).join('\n');
    if (/^Examples?:$/.test(title)) return fence('sh', plain);
    if (title === 'JSON:') return `What ${code('--json')} prints:\n\n${fence('text', content.map((line) => line.slice(2)).join('\n'))}`;
    return text(paragraph.replaceAll('\n', ' '));
  });
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${words.endsWith('.') ? '' : '.'}`;
}
