import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { checkNames } from '../check-names.ts';
import { exitCodes } from '../exit-codes.ts';
import { oneLine } from '../one-line.ts';
import { withCarnet, type ConfigOptions } from '../open-carnet.ts';
import { reportUsage } from '../report-usage.ts';
import { githubMasks, reachesGithub } from '../run/github-masks.ts';
import { renderExport, type FormatName } from './formats/render-export.ts';
import { foundAt, writePrivateFile } from './write-private-file.ts';

/** The flags of `carnet export`. */
export interface ExportOptions extends ConfigOptions {
  readonly format?: FormatName;
  readonly only?: readonly string[];
  readonly output?: string;
  readonly force?: boolean;
  readonly reveal?: boolean;
}

/** Resolves and writes, all or nothing. Returns the exit code. */
export async function exportVariables(options: ExportOptions, host: NodeJS.Process): Promise<number> {
  const { format, only, output, force = false, reveal = false, json } = options;
  const refuse = (message: string, hint: string): number => reportUsage(message, hint, { json, stream: host.stderr });
  const path = output === undefined ? undefined : resolve(host.cwd(), output);
  // Before anything is read.
  if (format === undefined) return refuse('What is to read the variables?', 'Say -f dotenv, shell, json, yaml, docker or github.');
  if (path === undefined && host.stdout.isTTY && !reveal) return refuse('Values do not go to a terminal.', 'Send the output to a program or a file, name one with --output, or say --reveal.');
  const shown = oneLine(output ?? '');
  const found = path === undefined ? undefined : foundAt(path);
  if (found && !force) return refuse(`${shown} is there already.`, 'Name another file, or say --force.');
  if (found && !found.isFile()) return refuse(`${shown} is no plain file, and nothing else is replaced.`, 'Name another file, or leave --output out for standard output.');
  if (path === undefined && force) return refuse('--force belongs to --output.', 'Name the file with --output.');
  return await withCarnet(options, host, async ({ carnet, timeoutMs }) => {
    const plan = carnet.plan({ only });
    const files = plan.variables.filter(({ as }) => as === 'file').map(({ name }) => name);
    if (files.length > 0) return refuse(`${files.join(' and ')} is given in a file, which goes with its run.`, 'Leave it out with --only, or use carnet run.');
    checkNames(plan);
    const { variables } = await carnet.resolve({ only, timeoutMs });
    const values = variables.flatMap(({ name, secret, source }) => (secret === undefined ? [] : [{ name, value: secret.reveal(), bytes: secret.revealBytes(), stored: source === 'secret' }]));
    const text = renderExport(format, values, randomBytes);
    if (format === 'github' && reachesGithub(host)) host.stderr.write(githubMasks(values.filter(({ stored }) => stored)));
    if (path === undefined) host.stdout.write(text);
    else await writePrivateFile(path, text, { force, random: randomBytes });
    return exitCodes.success;
  });
}
