import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { readText, readTextFile } from '../../bounded-input.ts';
import { printJson } from '../../print-json.ts';
import type { PlatformCall } from '../command/platform-command.ts';
import { showList } from '../command/show.ts';
import type { PlatformOptions } from '../connection/choose-platform.ts';
import { PlatformProblem } from '../connection/platform-problem.ts';
import { scopeOf } from './set-variable.ts';

interface ImportOptions extends PlatformOptions {
  readonly automation?: readonly string[];
  readonly allAutomations?: boolean;
  readonly dryRun?: boolean;
}

/** `carnet env import`: all lines or none. */
export async function importVariables(call: PlatformCall<ImportOptions>): Promise<void> {
  const { platform: { api }, args: [file = ''], options, host } = call;
  const text = file === '-' ? await readText(host, 'the lines') : await readTextFile(resolve(host.cwd(), file), 'The file');
  const rows = Object.entries(parseEnv(text)).flatMap(([name, value]) => (value === undefined ? [] : [{ name, source: 'direct' as const, value }]));
  if (rows.length === 0) throw new PlatformProblem({ code: 'INPUT_INVALID', message: 'There is no NAME=value in it.', hint: 'Give a file as node --env-file reads it.' });
  const automations = await scopeOf(options, api) ?? 'all';
  const imported = await api.request('post', '/v1/organizations/{organization}/variables/import', { body: { rows, automations, dryRun: options.dryRun ?? false } });
  const refused = imported.rows.filter(({ action }) => action === 'refused');
  if (refused.length > 0) {
    throw new PlatformProblem({
      code: 'INPUT_INVALID', message: `Nothing was written: ${refused.length} of ${rows.length} lines ${refused.length === 1 ? 'is' : 'are'} refused.`,
      fields: refused.map(({ name, problem }) => ({ field: name, message: problem ?? 'refused' })), hint: 'Correct or remove them, and run the same again: all lines are written, or none.',
    });
  }
  const variables = imported.rows.map(({ name, action }) => ({ name, action: action === 'create' ? 'create' : 'change' }));
  if (options.json) printJson(host, { variables, dryRun: options.dryRun ?? false });
  else showList(call, 'variables', variables, { name: ({ name }) => name, action: ({ action }) => action });
}
