import { resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { readText, readTextFile } from '../../bounded-input.ts';
import { printJson } from '../../print-json.ts';
import type { PlatformCall } from '../command/platform-command.ts';
import { showList } from '../command/show.ts';
import type { PlatformOptions } from '../connection/choose-platform.ts';
import { PlatformProblem } from '../connection/platform-problem.ts';
import { isSameScope } from './scope.ts';
import { scopeOf } from './set-variable.ts';
import { variablesNamed, variablesPath } from './variable-entity.ts';

interface ImportOptions extends PlatformOptions {
  readonly automation?: readonly string[];
  readonly allAutomations?: boolean;
  readonly dryRun?: boolean;
}

/** `carnet env import`. */
export async function importVariables(call: PlatformCall<ImportOptions>): Promise<void> {
  const { platform: { api }, args: [file = ''], options, host } = call;
  const text = file === '-' ? await readText(host, 'the lines') : await readTextFile(resolve(host.cwd(), file), 'The file');
  const entries = Object.entries(parseEnv(text)).flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  if (entries.length === 0) throw new PlatformProblem({ code: 'INPUT_INVALID', message: 'There is no NAME=value in it.', hint: 'Give a file as node --env-file reads it.' });
  const scope = await scopeOf(options, api) ?? 'all';
  const planned = await Promise.all(entries.map(async ([name, value]) => ({ name, value, existing: (await variablesNamed(api, name)).find(({ automations }) => isSameScope(automations, scope)) })));
  const done: string[] = [];
  for (const { name, value, existing } of options.dryRun ? [] : planned) {
    const body = { source: 'direct', value } as const;
    const request = existing === undefined
      ? api.request('post', variablesPath, { body: { name, ...body, automations: scope } })
      : api.request('patch', `${variablesPath}/{variable}`, { path: { variable: existing.id }, version: existing.version, body: { ...body, credentialId: null, provider: null, reference: null } });
    await request.catch((error: unknown) => {
      throw error instanceof PlatformProblem ? error.withHint(`${error.hint} That was ${name}; ${done.length === 0 ? 'nothing was written before it' : `written before it: ${done.join(', ')}`}. The same line again writes all of it.`) : error;
    });
    done.push(name);
  }
  const variables = planned.map(({ name, existing }) => ({ name, action: existing === undefined ? 'create' : 'change' }));
  if (options.json) printJson(host, { variables, dryRun: options.dryRun ?? false });
  else showList(call, 'variables', variables, { name: ({ name }) => name, action: ({ action }) => action });
}
