import { lines, type ExportFormat } from './export-format.ts';

/**
 * What bash or zsh do not keep as it was given: read-only; counted; taken for an expression, whose subscript can run a command; or, in zsh, tied to a
 * variable that leads to programs. https://www.gnu.org/software/bash/manual/html_node/Bash-Variables.html, zshparam(1)
 */
const kept = new RegExp(`^(?:${[
  '_', 'BASH.*', 'DIRSTACK', 'EPOCH(?:REALTIME|SECONDS)', 'E?[GU]ID', 'ERRNO', 'FUNC(?:NAME|NEST)', 'GROUPS', 'HIST(?:CMD|SIZE)', 'LINENO', 'OPTIND', 'PIPESTATUS', 'PPID', 'S?RANDOM', 'SECONDS', 'SHELLOPTS', 'SHLVL',
  'COLUMNS', 'KEYTIMEOUT', 'LINES', 'SAVEHIST', 'TTYIDLE', 'USERNAME', 'argv', 'cdpath', 'fignore', 'fpath', 'histchars', 'mailpath', 'manpath', 'module_path', 'path', 'pipestatus', 'psvar', 'status', 'watch',
].join('|')})$`);

/** POSIX shell, Single-Quotes: nothing is special in them but the quote itself. */
export const shell: ExportFormat = {
  reader: 'a shell',
  problem({ name, value }) {
    if (kept.test(name)) return 'a name that shells keep for themselves';
    return value.includes('\0') ? 'a NUL character' : undefined;
  },
  render: (variables) => lines(variables, ({ name, value }) => `export ${name}='${value.replaceAll("'", String.raw`'\''`)}'`),
};
