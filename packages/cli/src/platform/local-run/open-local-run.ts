import type { CarnetOptions, Resolution } from '@carnet/core';
import { platform as platformTokens } from '@carnet/identity';
import { CarnetError, type Provider } from '@carnet/provider';
import type { RunResult } from '@carnet/runner';
import { withinDeadline } from '../../deadline.ts';
import { oneLine } from '../../one-line.ts';
import { loadProvider } from '../../trust/find-provider.ts';
import { isCarnetError } from '../../thrown-value.ts';
import { findAutomation } from '../automations/automations.ts';
import type { PlatformOptions } from '../connection/choose-platform.ts';
import { openPlatform } from '../connection/open-platform.ts';
import { PlatformApi } from '../connection/platform-api.ts';
import { fetchOnce } from '../connection/send-request.ts';
import type { LocalRun } from './local-run.ts';
import { failedResult, resultOf } from './local-run-result.ts';

/** A local run on this machine, recorded by the platform (A7b). */
export interface OpenLocalRun {
  readonly config: CarnetOptions;
  /** What was read last. */
  resolved(resolution: Resolution): void;
  /** Tells the platform how it ended. Whether it hears of it changes nothing here. */
  ended(result: RunResult | undefined, error?: unknown): Promise<void>;
}

const loadingMs = 60_000;
const tellingMs = 10_000;

/** @throws CarnetError, PlatformProblem */
export async function openLocalRun(automation: string, options: PlatformOptions, host: NodeJS.Process): Promise<OpenLocalRun> {
  const { api, chosen } = openPlatform(options, host);
  const { id } = await findAutomation(api, automation);
  const run = await api.request('post', '/v1/organizations/{organization}/automations/{automation}/local-runs', { path: { automation: id }, body: {} });
  for (const { name, reason } of run.skipped) host.stderr.write(`carnet: ${oneLine(name)} is not set here. ${oneLine(reason)}\n`);
  const lines: string[] = [];
  const told = new PlatformApi({ url: chosen.url, token: run.token, timeoutMs: tellingMs, organization: () => Promise.resolve('') });
  let resolution: Resolution | undefined;
  const ended: OpenLocalRun['ended'] = async (result, error) => {
    const body = error === undefined ? resultOf(run, resolution, result, lines) : failedResult(run, error, lines);
    try {
      await told.request('post', '/v1/local-runs/{run}/result', { path: { run: run.runId }, body });
    } catch (failure) {
      host.stderr.write(`carnet: the platform was not told how the run ended${isCarnetError(failure) ? ` [${failure.code}]` : ''}.\n`);
    }
  };
  try {
    const providers = await Promise.all(run.providers.map((each) => providerOf(each, host)));
    const config = configOf(run, providers, platformTokens({ url: chosen.url, token: run.token, holder: { run: run.runId }, fetch: fetchOnce }));
    return { config: { ...config, log: (line) => void lines.push(line) }, resolved: (next) => { resolution = next; }, ended };
  } catch (error) {
    await ended(undefined, error);
    throw error;
  }
}

/** What {@link LocalRun} says, as `createCarnet` takes it. */
function configOf(run: LocalRun, providers: readonly Provider[], identity: NonNullable<CarnetOptions['identity']>): CarnetOptions {
  const nameOf = (credential: string): string => run.credentials[credential]?.name ?? credential;
  return {
    identity, providers, run: { id: run.runId },
    workloadIdentities: Object.fromEntries(Object.entries(run.workloadIdentities).map(([id, { kind, settings }]) => [id, { ...settings, kind }])),
    credentials: Object.fromEntries(Object.values(run.credentials).map(({ name, provider, workloadIdentity, store }) => [name, { provider, identity: workloadIdentity, store }])),
    variables: Object.fromEntries(run.variables.map(({ name, credential, reference, optional, as, encoding, allow }) => [name, { credential: nameOf(credential), secret: reference, optional, as, allow, ...(as === 'environment' && { encoding }) }])),
    fingerprintKeys: Object.fromEntries(Object.entries(run.fingerprintKeys).map(([name, key]) => [name, Buffer.from(key, 'base64')])),
  };
}

/** As provider packages are named: a platform does not choose what else is imported here. */
const providerPackage = /^(?:@carnet\/[a-z][a-z0-9-]{0,39}|(?:@[a-z0-9][a-z0-9._-]{0,60}\/)?carnet-provider-[a-z0-9][a-z0-9._-]{0,60})$/;

async function providerOf({ id, package: name }: LocalRun['providers'][number], host: NodeJS.Process): Promise<Provider> {
  const allowed = (host.env['CARNET_PROVIDERS'] ?? '').split(',').map((each) => each.trim());
  if (name === null || !(providerPackage.test(name) || allowed.includes(name))) {
    throw notFound(`The platform names no package for the provider '${id.slice(0, 40)}' that is imported here unasked.`, name === null ? 'Ask its operator which package it is.' : `Install it, look at it, and name it in CARNET_PROVIDERS=${oneLine(name).slice(0, 200)}.`);
  }
  const provider = await withinDeadline(loadProvider(name, host.cwd(), loadingMs), loadingMs, `${name} did not finish loading`).catch((error: unknown) => {
    throw isCarnetError(error) && error.code === 'PROVIDER_NOT_FOUND' ? notFound(`The provider '${id}' of this automation is not installed here.`, `npm install ${name}`) : error;
  });
  if (provider.manifest.id !== id) throw notFound(`${name} has the provider '${provider.manifest.id}' and not '${id}'.`, 'Install the version that the platform uses.');
  return provider;
}

function notFound(message: string, hint: string): CarnetError {
  return new CarnetError({ code: 'PROVIDER_NOT_FOUND', step: 'configure', message, hint });
}
