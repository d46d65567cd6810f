import { printJson } from '../../print-json.ts';
import { agree } from '../command/agree.ts';
import { commonFlags } from '../command/common-flags.ts';
import type { PlatformCall } from '../command/platform-command.ts';
import { fieldFlags, findProvider, flagLines, listProviders, missingKind, readParts, withFlagNames, type ProviderSchemas, type SettingsPart } from '../command/provider-schemas.ts';
import { tellDone } from '../command/show.ts';
import type { PlatformOptions } from '../connection/choose-platform.ts';
import { findByName, pickByName } from '../connection/find-by-name.ts';
import type { PlatformApi } from '../connection/platform-api.ts';
import { credentialsPath } from './credential-entity.ts';
import { readSecretFields, type SecretSources } from './secret-fields.ts';
import { printTests, resultOf, testOnPlatform } from './climb-on-platform.ts';

interface WriteOptions extends SecretSources {
  readonly workloadIdentity?: string;
  readonly default?: boolean;
  readonly writable?: boolean;
}

interface AddOptions extends WriteOptions {
  readonly provider?: string;
  readonly method?: string;
  readonly test?: boolean;
  readonly fields?: boolean;
}

export async function addCredential(call: PlatformCall<AddOptions>): Promise<number | void> {
  const { platform, args: [name = '', ...flags], options, host, command } = call;
  const { api } = platform;
  const providers = await listProviders(api);
  const common = commonFlags(command);
  if (options.fields && options.provider === undefined) {
    if (options.json) printJson(host, { providers: providers.map(({ id, title, methods }) => ({ id, title, methods: methods.map((method) => method.id) })) });
    else host.stdout.write(providers.map(({ id, title, methods }) => `${id}  ${title} (${methods.map((method) => method.id).join(', ')})\n`).join(''));
    return;
  }
  if (options.provider === undefined) throw missingKind('provider', providers.map(({ id }) => id));
  const provider = await findProvider(providers, options.provider);
  const method = await methodOf(provider, options.method);
  const parts = partsOf(provider, method);
  if (options.fields) {
    const fields = fieldFlags(parts, common);
    if (options.json) printJson(host, { fields });
    else host.stdout.write(flagLines(fields));
    return;
  }
  const told = { common, help: helpOf(provider) };
  const { store = {}, settings = {} } = readParts(flags, parts, told);
  const secrets = await readSecretFields(method.schema, options, host, true);
  const body = { name, provider: provider.id, method: method.id, ...await shared(options, api), store, settings, ...(Object.keys(secrets).length > 0 && { secrets }) };
  const credential = await withFlagNames(parts, told, () => api.request('post', credentialsPath, { body }));
  const sentence = `Made credential ${credential.name} (${credential.provider}).`;
  if (!options.test) {
    tellDone(call, { credential }, sentence);
    return;
  }
  const tested = await testOnPlatform(platform, credential, options, host);
  if (options.json) printJson(host, { credential, test: resultOf(tested) });
  else {
    host.stderr.write(`carnet: ${sentence}\n`);
    printTests([tested], options, host);
  }
  return resultOf(tested).exitCode;
}

export async function editCredential(call: PlatformCall<WriteOptions & { readonly name?: string; readonly unset?: readonly string[] }>): Promise<void> {
  const { platform: { api }, args: [nameOrId = '', ...flags], options, host, command } = call;
  const { id, version, ...credential } = await findByName(api, 'credential', nameOrId);
  const provider = await findProvider(await listProviders(api), credential.provider);
  const method = await methodOf(provider, credential.method);
  const parts = partsOf(provider, method);
  const told = { common: commonFlags(command), help: helpOf(provider) };
  const { store = {}, settings = {} } = readParts(flags, parts, told);
  const removed = options.unset ?? [];
  const nulls = (schema: SettingsPart['schema']): object => Object.fromEntries(removed.filter((field) => Object.hasOwn(schema?.properties ?? {}, field)).map((field) => [field, null]));
  const secrets = await readSecretFields(method.schema, options, host, false);
  const body = {
    ...(options.name !== undefined && { name: options.name }), ...await shared(options, api),
    store: { ...nulls(provider.store), ...store }, settings: { ...nulls(method.schema), ...settings }, ...(Object.keys(secrets).length > 0 && { secrets }),
  };
  const changed = await withFlagNames(parts, told, () => api.request('patch', `${credentialsPath}/{credential}`, { path: { credential: id }, version, body }));
  tellDone(call, { credential: changed }, `Changed credential ${changed.name}.`);
}

export async function removeCredential(call: PlatformCall<PlatformOptions & { readonly yes?: boolean }>): Promise<void> {
  const { id, version, name } = await findByName(call.platform.api, 'credential', call.args[0] ?? '');
  await agree(`Delete credential ${name}?`, call.options, call.host);
  await call.platform.api.request('delete', `${credentialsPath}/{credential}`, { path: { credential: id }, version });
  tellDone(call, { id, name, removed: true }, `Deleted credential ${name}.`);
}

async function shared({ workloadIdentity, default: isDefault, writable }: WriteOptions, api: PlatformApi): Promise<object> {
  return {
    ...(workloadIdentity !== undefined && { workloadIdentityConfigId: (await findByName(api, 'workload identity config', workloadIdentity)).id }),
    ...(isDefault !== undefined && { default: isDefault }),
    ...(writable !== undefined && { writable }),
  };
}

async function methodOf({ methods }: ProviderSchemas, id: string | undefined): Promise<ProviderSchemas['methods'][number]> {
  const usual = methods.find((method) => method.id === 'workload-identity') ?? (methods.length === 1 ? methods[0] : undefined);
  if (id === undefined && usual !== undefined) return usual;
  if (id === undefined) throw missingKind('method', methods.map((method) => method.id));
  return (await pickByName(methods.map((each) => ({ id: each.id, name: each.id, method: each })), id, 'method')).method;
}

function helpOf({ id }: ProviderSchemas): string {
  return `carnet credentials add any --provider ${id} --fields tells every flag.`;
}

function partsOf({ store }: ProviderSchemas, { schema }: ProviderSchemas['methods'][number]): readonly SettingsPart[] {
  return [{ part: 'store', schema: store }, { part: 'settings', schema }];
}
