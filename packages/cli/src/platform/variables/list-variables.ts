import type { PlatformCall } from '../command/platform-command.ts';
import { showList } from '../command/show.ts';
import type { PlatformOptions } from '../connection/choose-platform.ts';
import { findByName } from '../connection/find-by-name.ts';
import { variablesPath } from './variable-entity.ts';

export async function listVariables(call: PlatformCall<PlatformOptions & { readonly automation?: string }>): Promise<void> {
  const { platform: { api }, options } = call;
  const automation = options.automation === undefined ? undefined : await findByName(api, 'automation', options.automation);
  const all = await api.all(variablesPath);
  const own = new Set(all.flatMap(({ name, automations }) => (automation !== undefined && automations !== 'all' && automations.includes(automation.id) ? [name] : [])));
  const shown = automation === undefined ? all : all.filter(({ name, automations }) => (automations === 'all' ? !own.has(name) : automations.includes(automation.id)));
  showList(call, 'variables', shown, {
    name: ({ name }) => name, source: ({ source, provider }) => (source === 'default' ? `default of ${provider}` : source), secret: ({ reference }) => reference,
    automations: ({ automations }) => (automations === 'all' ? 'all' : String(automations.length)), optional: ({ optional }) => optional, id: ({ id }) => id,
  });
}
