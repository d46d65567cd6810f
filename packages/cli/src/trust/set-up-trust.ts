import { CarnetError, type Provider, type TrustPlan } from '@carnet/provider';
import { configEntry, printEntry, readOutputs, renderDocument, type AmbientIdentity, type TrustedToken } from '@carnet/trust';
import type { Command } from 'commander';
import { readText } from '../bounded-input.ts';
import type { CarnetConfig } from '../define-config.ts';
import { exitCodeOf, exitCodes } from '../exit-codes.ts';
import { loadConfig } from '../load-config.ts';
import { oneLine } from '../one-line.ts';
import { loadingMs } from '../open-carnet.ts';
import { printJson } from '../print-json.ts';
import { terminalOf } from '../provider/terminal-text.ts';
import { readRegistered } from '../registered-files.ts';
import { reportFailure } from '../report-failure.ts';
import { isCarnetError } from '../thrown-value.ts';
import { askForPlan, type TrustingProvider } from './ask-for-plan.ts';
import { endWhenBlocked } from './end-when-blocked.ts';
import { findProvider } from './find-provider.ts';
import { nextCommand } from './next-command.ts';
import { providerFlags } from './provider-flag-names.ts';
import { parseProviderFlags } from './provider-flags.ts';
import { audienceFor, planForAnyone } from './token-of-nobody.ts';
import { formatsHelp, trustHelp } from './trust-help.ts';
import type { TrustOptions } from './trust-options.ts';
import { whoseToken } from './whose-token.ts';

interface Surroundings {
  readonly command: Command;
  readonly host: NodeJS.Process;
}

/** `carnet trust`. Returns the exit code. */
export async function setUpTrust(id: string | undefined, args: readonly string[], options: TrustOptions, { command, host }: Surroundings): Promise<number> {
  try {
    const givenMs = options.timeout === undefined ? undefined : options.timeout * 1000;
    const timeoutMs = givenMs ?? loadingMs;
    using _ = endWhenBlocked(timeoutMs);
    const config = await optionalConfig(options, host, timeoutMs);
    if (id === undefined || id.startsWith('-')) {
      if (!options.help) throw wrong('Which provider?', 'Write it first: carnet trust <provider> [options]. carnet trust --help tells those of the configuration.');
      command.outputHelp();
      host.stdout.write(formatsHelp(config?.providers ?? []));
      return exitCodes.success;
    }
    const provider = trusting(await findProvider(id, { config, packages: options.provider ?? [], timeoutMs }, host));
    const common = new Set(command.options.flatMap(({ long }) => (long ? [long.slice(2)] : [])));
    if (options.help) {
      command.outputHelp();
      host.stdout.write(trustHelp(provider.manifest, providerFlags(provider.manifest, common), terminalOf(host.stdout).width));
      return exitCodes.success;
    }
    const settings = parseProviderFlags(args, provider.manifest, common);
    checkChoices(options);
    const { ambient, namespace, serviceAccount, create, secret = [], list = false, write = false } = options;
    const registered = options.registered === undefined ? undefined : (await readRegistered([options.registered], host, givenMs)).flatMap(({ document }) => document);
    const plan = ({ issuer, subject }: TrustedToken): TrustPlan => askForPlan(provider, {
      issuer, subject, settings, secrets: secret, list, write,
      ...(create === undefined ? {} : { create }),
      ...(registered === undefined ? {} : { registered }),
      ...(ambient === undefined ? {} : { ambient: { kind: ambient, ...(namespace === undefined ? {} : { namespace }), ...(serviceAccount === undefined ? {} : { serviceAccount }) } }),
    });
    const token = async (): Promise<AmbientIdentity> => await whoseToken({ options, source: config?.identity, audience: () => audienceFor(plan) });
    if (options.fromStdin) printEntries(provider, planForAnyone(plan) ?? plan(await token()), await readText(host, 'what the set-up printed', givenMs), options, host);
    else printTrust(provider, plan, await token(), args, options, host);
    return exitCodes.success;
  } catch (error) {
    const exitCode = isCarnetError(error) ? exitCodeOf(error) : exitCodes.failed;
    reportFailure(error, { exitCode, json: options.json ?? false, stream: host.stderr });
    return exitCode;
  }
}

/** A first trust is set up before there is a configuration. */
async function optionalConfig({ config }: TrustOptions, host: NodeJS.Process, timeoutMs: number): Promise<CarnetConfig | undefined> {
  try {
    return await loadConfig({ file: config, workingDirectory: host.cwd(), timeoutMs });
  } catch (error) {
    if (config === undefined && isCarnetError(error) && error.code === 'CONFIG_NOT_FOUND') return undefined;
    throw error;
  }
}

function trusting(provider: Provider): TrustingProvider {
  const { manifest: { id, trust: definition, title }, trust } = provider;
  if (trust !== undefined && definition !== undefined) return provider as TrustingProvider;
  throw new CarnetError({ code: 'OPERATION_NOT_SUPPORTED', step: 'configure', message: `The provider '${id}' cannot say what to register.`, hint: `Register issuer, subject and audience of the token in ${title} by its own documentation.` });
}

function checkChoices({ secret, allSecrets, create, fromStdin, as, format, teardown, registered }: TrustOptions): void {
  if (as !== undefined && !fromStdin) throw wrong('--as goes with --from-stdin.', 'It names the entries for carnet.config.ts.');
  if (fromStdin) {
    if (format !== undefined || teardown) throw wrong(`${teardown ? '--teardown' : '--format'} does not go with --from-stdin.`);
    if (registered === '-') throw wrong('Standard input cannot be read for both --registered and --from-stdin.');
    return;
  }
  if ((secret === undefined) === (allSecrets === undefined)) {
    throw wrong('Which secrets are to be opened?', 'Give --secret <name> for each (least privilege; their names cannot be completed as you type), or --all-secrets (whatever is in the store, now and later).');
  }
  if (create !== undefined && secret?.includes(create) === false) throw wrong('The secret of --create is not opened, and so nothing to test with.', 'Give its name with --secret, too.');
}

function printTrust(provider: TrustingProvider, planFor: (token: TrustedToken) => TrustPlan, token: AmbientIdentity, args: readonly string[], options: TrustOptions, host: NodeJS.Process): void {
  const { manifest: { id, trust: { formats } } } = provider;
  const { format = formats[0]?.id ?? 'json', teardown = false, json } = options;
  const { issuer, subject, notes } = token;
  const asked = planFor(token);
  const plan = { ...asked, notes: [...asked.notes, ...notes] };
  const language = plan.documents.find((document) => document.format === format)?.language;
  const next = teardown ? undefined : nextCommand({ provider: id, args, options, language, isOfToken: options.ambient !== undefined || planForAnyone(planFor) === undefined });
  const text = renderDocument(plan, format, { issuer, subject, teardown, next });
  if (json) {
    printJson(host, { provider: id, issuer, subject, audience: plan.audience, format, teardown, text, plan });
    return;
  }
  if (host.stderr.isTTY) host.stderr.write([`a token with issuer ${issuer}, subject ${subject}, audience ${plan.audience}.`, ...notes].map((line) => `carnet: ${oneLine(line)}\n`).join(''));
  host.stdout.write(text);
}

function printEntries({ manifest }: TrustingProvider, plan: TrustPlan, printed: string, { as: name = manifest.id, secret, create, write, json }: TrustOptions, host: NodeJS.Process): void {
  const outputs = readOutputs(printed, plan);
  const config = configEntry(plan, outputs, { manifest, name, secrets: secret ?? (create === undefined ? [] : [create]), write });
  const text = printEntry(config);
  if (json) printJson(host, { provider: manifest.id, name, outputs, config, text });
  else host.stdout.write(text);
}

function wrong(message: string, hint?: string): CarnetError {
  return new CarnetError({ code: 'INPUT_INVALID', step: 'configure', message, hint });
}
