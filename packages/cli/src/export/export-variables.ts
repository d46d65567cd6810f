import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { buildEnvironment } from '@carnet/runner';
import { exitCodes } from '../exit-codes.ts';
import { withCarnet, type ConfigOptions } from '../open-carnet.ts';
import { reportUsage } from '../report-usage.ts';
import { githubMasks, reachesGithub } from '../run/github-masks.ts';
import { renderExport, type FormatName } from './formats/render-export.ts';
import { isTaken, writePrivateFile } from './write-private-file.ts';

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
  if (path !== undefined && !force && isTaken(path)) return refuse(`${output} is there already.`, 'Name another file, or say --force.');
  if (path === undefined && force) return refuse('--force belongs to --output.', 'Name the file with --output.');
  return await withCarnet(options, host, async ({ carnet, timeoutMs }) => {
    const { variables: planned } = carnet.plan({ only });
    const files = planned.filter(({ as }) => as === 'file').map(({ name }) => name);
    if (files.length > 0) return refuse(`${files.join(' and ')} is given in a file, which goes with its run.`, 'Leave it out with --only, or use carnet run.');
    buildEnvironment({ inherited: {}, variables: planned.map(({ name, allow }) => ({ name, value: '', allow })) });
    const { variables } = await carnet.resolve({ only, timeoutMs });
    const found = variables.flatMap(({ name, secret, source }) => (secret === undefined ? [] : [{ name, value: secret.reveal(), bytes: secret.revealBytes(), stored: source === 'secret' }]));
    const text = renderExport(format, found, randomBytes);
    if (format === 'github' && reachesGithub(host)) host.stderr.write(githubMasks(found.filter(({ stored }) => stored)));
    if (path === undefined) host.stdout.write(text);
    else await writePrivateFile(path, text, { force, random: randomBytes });
    return exitCodes.success;
  });
}
