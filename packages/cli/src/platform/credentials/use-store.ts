import { isUtf8 } from 'node:buffer';
import { CarnetError } from '@carnet/provider';
import { readInput } from '../../bounded-input.ts';
import { canAsk } from '../../can-ask.ts';
import { exitCodes } from '../../exit-codes.ts';
import { agree, askSecret } from '../command/agree.ts';
import type { PlatformCall } from '../command/platform-command.ts';
import { showList, showOne, tellDone } from '../command/show.ts';
import type { PlatformOptions } from '../connection/choose-platform.ts';
import { findByName, findWorker, type Found } from '../connection/find-by-name.ts';
import { printJson } from '../../print-json.ts';
import { PlatformProblem } from '../connection/platform-problem.ts';
import { credentialsPath } from './credential-entity.ts';
import { printTests, testOnPlatform, type LadderFlags } from './climb-on-platform.ts';

export async function testCredential(call: PlatformCall<LadderFlags>): Promise<number> {
  const { platform, options, host } = call;
  return printTests([await testOnPlatform(platform, await credentialOf(call), options, host)], options, host);
}

interface StoreOptions extends PlatformOptions {
  readonly worker?: string;
}

export async function listSecretNames(call: PlatformCall<StoreOptions & { readonly prefix?: string }>): Promise<number> {
  const { platform: { api }, options, host } = call;
  const { id, name } = await credentialOf(call);
  const { names, truncated, reason, hint, code } = await api.request('get', `${credentialsPath}/{credential}/secrets`, { path: { credential: id }, query: { prefix: options.prefix, limit: 200, ...await whereOf(call) } });
  if (reason !== null) throw new PlatformProblem({ code: code ?? 'ACCESS_DENIED', message: reason, hint: hint ?? 'A name can still be typed: carnet credentials check.' });
  if (options.json) printJson(host, { credential: name, secrets: names, truncated });
  else {
    showList(call, 'secrets', names, { name: (each) => each.name, enabled: ({ enabled }) => enabled, expires: ({ expiresAt }) => expiresAt });
    if (truncated) host.stderr.write('carnet: there are more; narrow it with --prefix.\n');
  }
  return exitCodes.success;
}

/** On the platform, or on a worker where the store's address is free. */
async function whereOf({ platform: { api }, options: { worker } }: PlatformCall<StoreOptions>): Promise<{ readonly worker?: string }> {
  return worker === undefined ? {} : { worker: (await findWorker(api, worker)).id };
}

export async function checkSecret(call: PlatformCall<StoreOptions>): Promise<void> {
  const { platform: { api }, args: [, reference = ''] } = call;
  const { id, name } = await credentialOf(call);
  const { fingerprint, version, durationMs } = await api.request('post', `${credentialsPath}/{credential}/secrets/check`, { path: { credential: id }, body: { reference, ...await whereOf(call) } });
  const checked = { credential: name, reference, fingerprint, secretVersion: version, durationMs };
  if (call.options.json) printJson(call.host, checked);
  else showOne(call, 'secret', checked, { reference, fingerprint, version, read: `in ${Math.round(durationMs)} ms` });
}

export async function putSecret(call: PlatformCall<StoreOptions>): Promise<void> {
  const { platform: { api }, args: [, secret = ''], options, host } = call;
  const { id, name } = await credentialOf(call);
  // A person is not shown what they type; a pipe is read to its end.
  const bytes = canAsk(host, options) ? Buffer.from(await askSecret(`Value of ${secret}`, host)) : await readInput(host);
  if (!isUtf8(bytes)) throw new CarnetError({ code: 'SECRET_NOT_TEXT', message: 'The value is no text in UTF-8; nothing was stored.', hint: 'Store bytes with the own tool of the store, or as base64.' });
  if (bytes.length === 0) throw new PlatformProblem({ code: 'INPUT_INVALID', message: 'The value is empty; nothing was stored.', hint: 'Write it to standard input.' });
  const { version, fingerprint } = await api.request('put', `${credentialsPath}/{credential}/secrets/{name}`, { path: { credential: id, name: secret }, body: { value: bytes.toString('utf8'), ...await whereOf(call) } });
  tellDone(call, { credential: name, name: secret, secretVersion: version, fingerprint }, `Stored ${secret} through credential ${name}, version ${version}, fingerprint ${fingerprint}.`);
}

export async function removeSecret(call: PlatformCall<StoreOptions & { readonly yes?: boolean }>): Promise<void> {
  const { platform: { api }, args: [, secret = ''], options, host } = call;
  const { id, name } = await credentialOf(call);
  await agree(`Remove ${secret} through credential ${name}?`, options, host);
  await api.request('delete', `${credentialsPath}/{credential}/secrets/{name}`, { path: { credential: id, name: secret }, query: await whereOf(call) });
  tellDone(call, { credential: name, name: secret, removed: true }, `Removed ${secret} through credential ${name}.`);
}

async function credentialOf({ platform: { api }, args: [nameOrId = ''] }: Pick<PlatformCall, 'platform' | 'args'>): Promise<Found<'credential'>> {
  return await findByName(api, 'credential', nameOrId);
}
