import { readText } from '../../bounded-input.ts';
import type { PlatformCall } from '../command/platform-command.ts';
import { tellDone } from '../command/show.ts';
import type { PlatformOptions } from '../connection/choose-platform.ts';
import { findByName } from '../connection/find-by-name.ts';
import type { PlatformApi } from '../connection/platform-api.ts';
import { PlatformProblem } from '../connection/platform-problem.ts';
import { automationIds } from '../workload-identity/config-options.ts';
import { isSameScope, type Scope } from './scope.ts';
import { variablesNamed, variablesPath, type Variable } from './variable-entity.ts';

interface SetOptions extends PlatformOptions {
  readonly credential?: string;
  readonly provider?: string;
  readonly secret?: string;
  readonly value?: string;
  readonly stdin?: boolean;
  readonly optional?: boolean;
  readonly encoding?: 'utf8' | 'base64';
  readonly as?: 'environment' | 'file';
  readonly allow?: boolean;
  readonly automation?: readonly string[];
  readonly allAutomations?: boolean;
}

/** `carnet env set`: the variable of this name and these automations, made where there is none. */
export async function setVariable(call: PlatformCall<SetOptions>): Promise<void> {
  const { platform: { api }, args: [name = ''], options } = call;
  const scope = await scopeOf(options, api);
  const members = {
    ...await sourceOf(call),
    ...(options.optional !== undefined && { optional: options.optional }),
    ...(options.encoding !== undefined && { encoding: options.encoding }),
    ...(options.as !== undefined && { sink: options.as }),
    ...(options.allow !== undefined && { allow: options.allow }),
  };
  const existing = await existingOf(api, name, scope);
  checkSource(name, options, existing);
  const variable = existing === undefined
    ? await api.request('post', variablesPath, { body: { name, automations: scope ?? 'all', ...members } })
    : await api.request('patch', `${variablesPath}/{variable}`, { path: { variable: existing.id }, version: existing.version, body: { ...members, ...(scope !== undefined && { automations: scope }) } });
  tellDone(call, { variable, created: existing === undefined }, `${existing === undefined ? 'Made' : 'Changed'} variable ${variable.name}.`);
}

/** Undefined: nothing was said of it. */
export async function scopeOf({ automation, allAutomations }: Pick<SetOptions, 'automation' | 'allAutomations'>, api: PlatformApi): Promise<Scope | undefined> {
  if (automation !== undefined) return await automationIds(api, automation);
  return allAutomations ? 'all' : undefined;
}

/** Where nothing is said of automations, the only one of its name. */
async function existingOf(api: PlatformApi, name: string, scope: Scope | undefined): Promise<Variable | undefined> {
  const all = await variablesNamed(api, name);
  if (scope !== undefined) return all.find(({ automations }) => isSameScope(automations, scope));
  if (all.length > 1) throw new PlatformProblem({ code: 'INPUT_INVALID', message: `There are ${all.length} variables of this name.`, hint: 'Say which with --automation or --all-automations.' });
  return all[0];
}

/** What the platform would miss, by the flags that give it. @throws PlatformProblem */
function checkSource(name: string, { credential, provider, secret, value, stdin }: SetOptions, existing: Variable | undefined): void {
  const isInStore = credential !== undefined || provider !== undefined;
  if (existing === undefined && !isInStore && value === undefined && !stdin) throw wrong(`Nothing says where the value of ${name.slice(0, 100)} comes from.`, 'Give --credential or --provider with --secret, or a direct value with --stdin or --value.');
  if (isInStore && secret === undefined && (existing?.reference ?? null) === null) throw wrong('Which secret it is, is not said.', 'Name it with --secret, as name#key@version.');
}

async function sourceOf({ platform: { api }, options, host }: PlatformCall<SetOptions>): Promise<object> {
  const { credential, provider, secret, value, stdin } = options;
  const given = [credential !== undefined, provider !== undefined, value !== undefined, stdin === true].filter(Boolean).length;
  if (given > 1) throw wrong('--credential, --provider, --value and --stdin are four ways to say where the value comes from.', 'Give one of them.');
  if ((value !== undefined || stdin) && secret !== undefined) throw wrong('--secret names a secret in a store, and so goes with --credential or --provider.');
  if (credential !== undefined) return { source: 'credential', credentialId: (await findByName(api, 'credential', credential)).id, provider: null, value: null, ...(secret !== undefined && { reference: secret }) };
  if (provider !== undefined) return { source: 'default', provider, credentialId: null, value: null, ...(secret !== undefined && { reference: secret }) };
  const direct = stdin ? (await readText(host, 'the value')).replace(/\r?\n$/, '') : value;
  if (direct !== undefined) return { source: 'direct', value: direct, credentialId: null, provider: null, reference: null };
  return secret === undefined ? {} : { reference: secret };
}

function wrong(message: string, hint: string = 'Leave one of them out.'): PlatformProblem {
  return new PlatformProblem({ code: 'INPUT_INVALID', message, hint });
}
