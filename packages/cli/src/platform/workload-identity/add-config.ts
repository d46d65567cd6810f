import { CarnetError } from '@carnet/provider';
import { readText } from '../../bounded-input.ts';
import { printJson } from '../../print-json.ts';
import { flagName } from '../../schema-flags.ts';
import { shellWord } from '../../shell-word.ts';
import { commonFlags } from '../command/common-flags.ts';
import type { PlatformCall } from '../command/platform-command.ts';
import { fieldFlags, findKind, findProvider, flagLines, listProviders, missingKind, readParts, withFlagNames, type GivenSettings, type ProviderSchemas, type SettingsPart } from '../command/provider-schemas.ts';
import { tellDone } from '../command/show.ts';
import { PlatformProblem } from '../connection/platform-problem.ts';
import { credentialsPath } from '../credentials/credential-entity.ts';
import { printTests, resultOf, testOnPlatform } from '../credentials/climb-on-platform.ts';
import { configsPath } from './config-entity.ts';
import { automationIds, configMembers, type ConfigOptions } from './config-options.ts';
import { printedSettings, type Kind } from './printed-settings.ts';

interface AddOptions extends ConfigOptions {
  readonly kind?: string;
  readonly provider?: string;
  readonly fromStdin?: boolean;
  readonly test?: boolean;
  readonly secret?: string;
  readonly fields?: boolean;
}

type AddCall = PlatformCall<AddOptions>;

/** What a config and a credential on it are to hold. */
interface Wanted {
  readonly provider: ProviderSchemas;
  readonly kind: string;
  readonly settings: GivenSettings;
  readonly store: GivenSettings;
}

/** `carnet wi add`: the config and, where its store is said, a credential on it and its ladder. */
export async function addConfig(call: AddCall): Promise<number | void> {
  const { platform, args: [name = ''], options, host, command } = call;
  const { api } = platform;
  const providers = await listProviders(api);
  if (options.fields) {
    const chosen = await chosenProvider(options, providers);
    const kinds = kindsOf(providers).map(({ identity: { kind }, title }) => ({ kind, title }));
    const fields = chosen === undefined ? [] : fieldFlags(partsOf(chosen, options), commonFlags(command));
    if (options.json) printJson(host, chosen === undefined ? { kinds } : { fields });
    else host.stdout.write(chosen === undefined ? kinds.map(({ kind, title }) => `${kind}  ${title}\n`).join('') : flagLines(fields));
    return;
  }
  const { provider, kind, settings, store } = await wantedOf(call, providers);
  const told = { common: commonFlags(command), help: helpOf(kind) };
  const parts = partsOf(provider, options);
  const body = { name, kind, settings, ...await configMembers(options, api) };
  const config = await withFlagNames(parts, told, () => api.request('post', configsPath, { body }));
  const sentence = `Made workload identity config ${config.name} (${config.kind}).`;
  if (!options.test && Object.keys(store).length === 0) {
    tellDone(call, { workloadIdentityConfig: config }, sentence);
    return;
  }
  const credential = await withFlagNames(parts, told, () => api.request('post', credentialsPath, { body: { name, provider: provider.id, method: 'workload-identity', workloadIdentityConfigId: config.id, store } })).catch((error: unknown) => {
    // Half of it is done: whoever types the same line again would be told that the name is taken.
    throw error instanceof PlatformProblem ? error.withHint(`${error.hint} ${sentence} It stays: go on with carnet credentials add ${shellWord(name)} --provider ${provider.id} --workload-identity ${shellWord(name)}, or remove it with carnet wi rm.`) : error;
  });
  if (!options.test) {
    tellDone(call, { workloadIdentityConfig: config, credential }, `${sentence} Made credential ${credential.name} on it.`);
    return;
  }
  if (!options.json) host.stderr.write(`carnet: ${sentence} Made credential ${credential.name} on it.\n`);
  const { automation, ...rest } = options;
  const ladder = { ...rest, ...(options.subject === 'automation' && automation?.[0] !== undefined && { automation: automation[0] }) };
  const tested = await testOnPlatform(platform, credential, ladder, host);
  if (!options.json) return printTests([tested], ladder, host);
  printJson(host, { workloadIdentityConfig: config, credential, test: resultOf(tested) });
  return resultOf(tested).exitCode;
}

async function wantedOf(call: AddCall, providers: readonly ProviderSchemas[]): Promise<Wanted> {
  const { args: [, ...flags], options, host, command } = call;
  const kinds = kindsOf(providers);
  const printed = options.fromStdin ? await readText(host, 'what the set-up printed') : undefined;
  const chosen = await chosenProvider(options, providers) ?? (printed === undefined ? undefined : printedSettings(printed, kinds).kind);
  if (chosen?.identity === undefined || chosen.identity === null) throw missingKind('kind', kinds.map(({ identity }) => identity.kind));
  const { identity: { kind } } = chosen;
  const given = readParts(flags, partsOf(chosen, options), { common: commonFlags(command), help: helpOf(kind) });
  if (options.test) checkStore(call, chosen, given);
  const found = printed === undefined ? undefined : await outputsOf(call, chosen, given['trust'] ?? {}, printed, await findKind(providers, kind));
  return { provider: chosen, kind, settings: { ...found?.settings, ...given['settings'] }, store: { ...found?.store, ...given['store'] } };
}

/** Before anything is made: a test needs a store, which the outputs of a set-up alone do not name. @throws CarnetError `INPUT_INVALID` */
function checkStore({ args: [name = ''], options }: AddCall, { id, store: schema, trust }: ProviderSchemas, { trust: written = {}, store = {} }: Readonly<Record<string, GivenSettings>>): void {
  const isTold = Object.keys({ ...written, ...store }).length > 0;
  const absent = options.fromStdin ? (isTold ? [] : trust?.schema.required ?? []) : (schema.required ?? []).filter((field) => store[field] === undefined);
  if (absent.length === 0) return;
  const flags = absent.map((field) => `--${flagName(field)} <${flagName(field)}>`);
  throw new CarnetError({
    code: 'INPUT_INVALID', step: 'configure', message: 'There is no store to test: nothing says which one.',
    hint: options.fromStdin ? `Say what the set-up was written with, as carnet wi trust prints the line: ${['carnet wi add', shellWord(name), '--provider', id, ...flags].join(' ')} --from-stdin --test` : `Add ${flags.join(' ')}.`,
  });
}

/** With the choices that the set-up was written with, the platform knows the store as well. */
async function outputsOf({ platform: { api }, options }: AddCall, { id }: ProviderSchemas, trust: GivenSettings, printed: string, kind: Kind): Promise<{ readonly settings: GivenSettings; readonly store: GivenSettings }> {
  if (Object.keys(trust).length === 0) return { settings: printedSettings(printed, [kind]).settings, store: {} };
  const [automation] = options.subject === 'automation' ? await automationIds(api, options.automation?.slice(0, 1) ?? []) : [];
  const body = { provider: id, settings: trust, printed, organizationIssuer: options.organizationIssuer ?? false, ...(automation !== undefined && { automation }) };
  return await api.request('post', `${configsPath}/from-outputs`, { body });
}

async function chosenProvider({ provider, kind }: AddOptions, providers: readonly ProviderSchemas[]): Promise<ProviderSchemas | undefined> {
  if (provider !== undefined) {
    const found = await findProvider(providers, provider);
    if (found.identity !== null && found.identity.schema === undefined) return { ...found, identity: (await findKind(providers, found.identity.kind)).identity };
    return found;
  }
  return kind === undefined ? undefined : await findKind(providers, kind);
}

/** What a set-up was written with goes before what is typed: the command that follows it uses the same words. */
function partsOf({ identity, store, trust }: ProviderSchemas, { fromStdin }: AddOptions): readonly SettingsPart[] {
  return [...(fromStdin ? [{ part: 'trust', schema: trust?.schema }] : []), { part: 'settings', schema: identity?.schema }, { part: 'store', schema: store }];
}

export function helpOf(kind: string): string {
  return `carnet wi add any --kind ${kind} --fields tells every flag.`;
}

function kindsOf(providers: readonly ProviderSchemas[]): readonly Kind[] {
  return providers.flatMap((provider) => (provider.identity?.schema === undefined ? [] : [{ ...provider, identity: { kind: provider.identity.kind, schema: provider.identity.schema } }]));
}
