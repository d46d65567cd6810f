import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import { scaffold, type Scaffolded } from './scaffold.ts';
import { ScaffoldError } from './scaffold-error.ts';

/** `notMade`: a folder is in the way. `usage`: the command line names something that cannot be. */
const exitCodes = { made: 0, notMade: 1, usage: 2 } as const;

/** What the program takes from its process. */
export interface Host {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  cwd(): string;
}

const help = `Usage: npm create @carnet/provider <id> [-- options]

Makes a package for a Carnet provider that passes the conformance kit as it is.

  <id>                       lower-case letters, digits and hyphens: acme

  --scope <@scope>           name the package @scope/carnet-provider-<id>
  --directory <folder>       the folder to make (default: carnet-provider-<id>)
  --repository <owner/name>  where it will live at GitHub
                             (default: the scope or the id, /carnet-provider-<id>)
  -h, --help                 print this help
  -V, --version              print the version

Examples:
  $ npm create @carnet/provider acme
  $ npm create @carnet/provider acme -- --scope @acme
  $ pnpm create @carnet/provider acme --scope @acme

npm keeps options in front of -- for itself. Nothing is asked, installed or run.
Ends with 0 when the package was made, 1 when its folder is taken or cannot be
written, 2 when the command line is wrong; then nothing was made.
`;

/** Reads the command line, makes the package and returns the exit code. */
export function runProgram(host: Host, template?: URL): number {
  try {
    const { values, positionals } = parseArgs({ args: host.argv.slice(2), allowPositionals: true, options });
    if (values.help === true) return print(host, help);
    if (values.version === true) return print(host, `${version()}\n`);
    const [id, ...more] = positionals;
    if (id === undefined) return refuse(host, 'The id of the provider is missing.', 'Try: npm create @carnet/provider acme');
    if (more.length > 0) return refuse(host, 'More than one id was given.', 'Try: npm create @carnet/provider -- --help');
    const { scope, directory, repository } = values;
    const made = scaffold({ id, scope, directory, repository, template });
    return print(host, nextSteps(made, host));
  } catch (error) {
    const problem = usageProblem(error);
    if (problem !== undefined) return refuse(host, `${problem}.`, 'Try: npm create @carnet/provider -- --help');
    if (!(error instanceof ScaffoldError)) throw error;
    const code = error.code.startsWith('FOLDER_') ? exitCodes.notMade : exitCodes.usage;
    return refuse(host, `${error.message} [${error.code}]`, error.cure, code);
  }
}

const options = {
  scope: { type: 'string' },
  directory: { type: 'string' },
  repository: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const;

function print(host: Host, text: string): number {
  host.stdout.write(text);
  return exitCodes.made;
}

function refuse(host: Host, what: string, cure: string, code: number = exitCodes.usage): number {
  host.stderr.write(`create-provider: ${what}\n${cure}\n`);
  return code;
}

/** Node's words for a wrong option, without its advice. They repeat what was typed, which may not steer a terminal. */
function usageProblem(error: unknown): string | undefined {
  const isUsage = error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
  return isUsage ? error.message.replace(/\. .*$|\n.*$/s, '').replace(/[^\x20-\x7e]/g, '?').slice(0, 200) : undefined;
}

function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

function nextSteps({ name, folder, files }: Scaffolded, host: Host): string {
  const manager = host.env['npm_config_user_agent']?.startsWith('pnpm/') === true ? 'pnpm' : 'npm';
  const inside = relative(host.cwd(), folder);
  const path = inside.startsWith('..') ? folder : inside;
  return `Made ${name}, ${files.length} files that pass the conformance kit as they are. Next:

  cd ${/^[\w./@-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`}
  ${manager} install
  ${manager} test

Then replace the two functions that CONTRIBUTING.md names: the exchange and the read.
`;
}
