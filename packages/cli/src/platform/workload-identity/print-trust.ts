import { oneLine } from '../../one-line.ts';
import { printJson } from '../../print-json.ts';
import { shellWord } from '../../shell-word.ts';
import { commonFlags } from '../command/common-flags.ts';
import type { PlatformCall } from '../command/platform-command.ts';
import { fieldFlags, findKind, findProvider, flagLines, listProviders, missingKind, readParts, type ProviderSchemas } from '../command/provider-schemas.ts';
import { automationIds } from './config-options.ts';
import type { PlatformOptions } from '../connection/choose-platform.ts';
import { findByName } from '../connection/find-by-name.ts';
import { PlatformProblem } from '../connection/platform-problem.ts';
import { configsPath, type Config } from './config-entity.ts';

interface TrustOptions extends PlatformOptions {
  readonly provider?: string;
  readonly secret?: readonly string[];
  readonly allSecrets?: boolean;
  readonly list?: boolean;
  readonly write?: boolean;
  readonly create?: string;
  readonly format?: string;
  readonly teardown?: boolean;
  readonly automation?: string;
  readonly organizationIssuer?: boolean;
  readonly fields?: boolean;
}

/** `carnet wi trust`: of a config, or before there is one. */
export async function printConfigTrust(call: PlatformCall<TrustOptions>): Promise<void> {
  const { platform: { api }, options, host, command } = call;
  const [first = ''] = call.args;
  const isNamed = first !== '' && !first.startsWith('-');
  const flags = isNamed ? call.args.slice(1) : call.args;
  const config = isNamed ? await findByName(api, 'workload identity config', first) : undefined;
  const provider = await providerOf(await listProviders(api), options.provider, config);
  const parts = [{ part: 'trust', schema: provider.trust?.schema }];
  const common = commonFlags(command);
  if (options.fields) {
    const [fields, formats] = [fieldFlags(parts, common), provider.trust?.formats ?? []];
    if (options.json) printJson(host, { fields, formats });
    else host.stdout.write(`${flagLines(fields)}${formats.map(({ id, title }) => `  ${`--format ${id}`.padEnd(32)}  ${oneLine(title)}\n`).join('')}`);
    return;
  }
  const { secret = [], allSecrets, create, format } = options;
  if ((secret.length === 0) === (allSecrets === undefined)) throw new PlatformProblem({ code: 'INPUT_INVALID', message: 'Which secrets are to be opened?', hint: 'Give --secret <name> for each (least privilege; their names cannot be completed as you type), or --all-secrets (whatever is in the store, now and later).' });
  const { trust = {} } = readParts(flags, parts, { common, help: `carnet wi trust --provider ${provider.id} --fields tells every flag.` });
  const [automation] = options.automation === undefined ? [] : await automationIds(api, [options.automation]);
  const query = {
    provider: provider.id, settings: JSON.stringify(trust), secrets: secret.join(','), automation, create, format,
    list: flag(options.list), write: flag(options.write), teardown: flag(options.teardown),
  };
  const text = config === undefined
    ? await api.request('get', '/v1/organizations/{organization}/trust', { query: { ...query, organizationIssuer: flag(options.organizationIssuer) } })
    : await api.request('get', `${configsPath}/{config}/trust`, { path: { config: config.id }, query });
  if (options.json) {
    printJson(host, { provider: provider.id, teardown: options.teardown ?? false, ...text });
    return;
  }
  host.stderr.write([`a token with issuer ${text.issuer}, subject ${text.subject}, audience ${text.audience}.`, ...text.notes].map((line) => `carnet: ${oneLine(line)}\n`).join(''));
  if (config === undefined && !options.teardown) host.stderr.write(`carnet: then give what it prints to: carnet wi add <name> ${['--provider', provider.id, ...flags].map(shellWord).join(' ')} --from-stdin --test\n`);
  host.stdout.write(text.text);
}

function flag(value: boolean | undefined): 'true' | 'false' {
  return value ? 'true' : 'false';
}

async function providerOf(providers: readonly ProviderSchemas[], id: string | undefined, config: Config | undefined): Promise<ProviderSchemas> {
  if (id !== undefined) return await findProvider(providers, id);
  if (config !== undefined) return await findKind(providers, config.kind);
  throw missingKind('provider', providers.filter(({ trust }) => trust !== null).map((each) => each.id));
}
