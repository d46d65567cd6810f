import { shellWord } from '../../shell-word.ts';
import { agree } from '../command/agree.ts';
import type { PlatformCall } from '../command/platform-command.ts';
import { showList, showOne, tellDone } from '../command/show.ts';
import type { Schema } from '../connection/api-types.ts';
import type { PlatformOptions } from '../connection/choose-platform.ts';
import { findByName } from '../connection/find-by-name.ts';
import type { PlatformApi } from '../connection/platform-api.ts';

export const automationsPath = '/v1/organizations/{organization}/automations';

export type Automation = Schema<'Automation'>;

interface Limits extends PlatformOptions {
  readonly runTimeout?: number;
  readonly concurrency?: number;
  readonly workerVersion?: string;
}

export async function findAutomation(api: PlatformApi, nameOrId: string): Promise<Automation> {
  return await findByName(api, 'automation', nameOrId);
}

export async function listAutomations(call: PlatformCall): Promise<void> {
  showList(call, 'automations', await call.platform.api.all(automationsPath), {
    name: ({ name }) => name, command: ({ command }) => command.map(shellWord).join(' '), timeout: ({ timeoutSeconds }) => `${timeoutSeconds} s`, concurrency: ({ concurrency }) => concurrency, id: ({ id }) => id,
  });
}

export async function showAutomation(call: PlatformCall): Promise<void> {
  const automation = await findAutomation(call.platform.api, call.args[0] ?? '');
  showOne(call, 'automation', automation, {
    name: automation.name, id: automation.id, command: automation.command.map(shellWord).join(' '), timeout: `${automation.timeoutSeconds} s`,
    concurrency: automation.concurrency, 'worker version': automation.requiredWorkerVersion,
  });
}

export async function createAutomation(call: PlatformCall<Limits>): Promise<void> {
  const { platform: { api }, args: [name = '', ...command], options } = call;
  const automation = await api.request('post', automationsPath, { body: { name, command, ...limitsOf(options) } });
  tellDone(call, { automation }, `Made automation ${automation.name}. Deploy it: carnet deployments create ${shellWord(automation.name)}`);
}

export async function editAutomation(call: PlatformCall<Limits & { readonly name?: string }>): Promise<void> {
  const { platform: { api }, args: [nameOrId = '', ...command], options } = call;
  const { id, version } = await findAutomation(api, nameOrId);
  const body = { ...(options.name !== undefined && { name: options.name }), ...(command.length > 0 && { command }), ...limitsOf(options) };
  const automation = await api.request('patch', `${automationsPath}/{automation}`, { path: { automation: id }, version, body });
  tellDone(call, { automation }, `Changed automation ${automation.name}. It is in use with the next deployment.`);
}

export async function archiveAutomation(call: PlatformCall<PlatformOptions & { readonly yes?: boolean }>): Promise<void> {
  const { id, version, name } = await findAutomation(call.platform.api, call.args[0] ?? '');
  await agree(`End automation ${name} for good?`, call.options, call.host);
  await call.platform.api.request('delete', `${automationsPath}/{automation}`, { path: { automation: id }, version });
  tellDone(call, { id, name, archived: true }, `Archived automation ${name}.`);
}

function limitsOf({ runTimeout, concurrency, workerVersion }: Limits): object {
  return {
    ...(runTimeout !== undefined && { timeoutSeconds: runTimeout }),
    ...(concurrency !== undefined && { concurrency: concurrency === 0 ? null : concurrency }),
    ...(workerVersion !== undefined && { requiredWorkerVersion: workerVersion }),
  };
}
